/* SPDX-License-Identifier: MIT */
/*
 * align - sleep until the clock is at a whole multiple.
 *
 * Usage:  align MS
 *
 *         Sleeps until CLOCK_MONOTONIC is at the next multiple of MS
 *         milliseconds (1 to 60000). In a guest whose clock counts
 *         instructions what follows then meets the tick and the timer wheel
 *         at the same phase in every boot, however long the host took over
 *         the records before it.
 *
 * Exit:   0 done, 1 the clock can't be slept on, 2 usage
 */
#define _GNU_SOURCE
#include "probe.h"

#define MAX_MS	60000

int main(int argc, char **argv)
{
	unsigned long ms;

	if (argc != 2 || parse_number(argv[1], 1, MAX_MS, &ms)) {
		fprintf(stderr, "usage: align MS (1 to %d)\n", MAX_MS);
		return 2;
	}
	sleep_until(next_multiple(ms * NS_PER_MS));
	return 0;
}
