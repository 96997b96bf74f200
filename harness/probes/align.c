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
#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define MAX_MS	60000

int main(int argc, char **argv)
{
	struct timespec now, due;
	int64_t step_ns, due_ns;
	unsigned long ms;
	char *end;
	int error;

	if (argc != 2 || *argv[1] < '0' || *argv[1] > '9')
		goto usage;
	ms = strtoul(argv[1], &end, 10);
	if (*end || ms < 1 || ms > MAX_MS)
		goto usage;

	step_ns = (int64_t)ms * 1000000;
	clock_gettime(CLOCK_MONOTONIC, &now);
	due_ns = (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
	due_ns += step_ns - due_ns % step_ns;
	due.tv_sec = due_ns / 1000000000;
	due.tv_nsec = due_ns % 1000000000;
	do {
		error = clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &due,
					NULL);
	} while (error == EINTR);
	if (error) {
		fprintf(stderr, "align: sleep on CLOCK_MONOTONIC: %s\n",
			strerror(error));
		return 1;
	}
	return 0;

usage:
	fprintf(stderr, "usage: align MS (1 to %d)\n", MAX_MS);
	return 2;
}
