/* SPDX-License-Identifier: MIT */
/*
 * stat-windows - what the CPUs did, window by window.
 *
 * Usage:  stat-windows [--every-ms N] [--cpu N] SECONDS
 *
 *         Reads /proc/stat every N ms (10 to 10000, 100 when not given) for
 *         SECONDS (1 to 600), each time when it is due and not later for what
 *         came before. What is read is kept in memory and printed at the end.
 *
 *         --cpu N      stay on CPU N: on the one that is watched it would
 *                      read late just when there is something to see
 *
 * Output: for each look a line `at NS`, in CLOCK_MONOTONIC (comparable with
 *         trace_clock mono) after it was read, and the lines of single CPUs
 *         as they stand in /proc/stat.
 *
 * Exit:   0 done, 1 failure, 2 usage
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <getopt.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <unistd.h>

#include "probe.h"

#define CPU_LINE	160
#define STAT_MAX	(1 << 20)

struct looks {
	char *text;
	size_t used;
	size_t size;
};

__attribute__((noreturn))
static void usage(void)
{
	fputs("usage: stat-windows [--every-ms N] [--cpu N] SECONDS\n"
	      "       N 10 to 10000 ms, SECONDS 1 to 600\n", stderr);
	exit(2);
}

/* The file makes itself up at offset 0, and goes on from there. */
static size_t read_stat(int fd, char *into)
{
	size_t length = 0;
	ssize_t some;

	if (lseek(fd, 0, SEEK_SET) < 0)
		die("rewind /proc/stat: %s", strerror(errno));
	while ((some = read(fd, into + length, STAT_MAX - 1 - length)) > 0)
		length += (size_t)some;
	if (some < 0)
		die("read /proc/stat: %s", strerror(errno));
	into[length] = 0;
	return length;
}

static void keep(struct looks *looks, const char *text, size_t length)
{
	if (length > looks->size - looks->used)
		die("more CPUs than when it started");
	memcpy(looks->text + looks->used, text, length);
	looks->used += length;
}

static void look(int fd, char *stat, struct looks *looks)
{
	char heading[32];
	const char *line, *end;

	read_stat(fd, stat);
	snprintf(heading, sizeof(heading), "at %llu\n",
		 (unsigned long long)now_ns());
	keep(looks, heading, strlen(heading));
	for (line = stat; (end = strchr(line, '\n')); line = end + 1)
		if (!strncmp(line, "cpu", 3) && line[3] != ' ')
			keep(looks, line, (size_t)(end + 1 - line));
}

static void *allocate(size_t size)
{
	char *memory = malloc(size);

	if (!memory)
		die("allocate %zu bytes: %s", size, strerror(errno));
	memset(memory, 0, size);
	return memory;
}

int main(int argc, char **argv)
{
	static const struct option options[] = {
		{ "cpu", required_argument, NULL, 'c' },
		{ "every-ms", required_argument, NULL, 'e' },
		{ NULL, 0, NULL, 0 },
	};
	unsigned long cpu = 0, every_ms = 100, seconds = 0, count, i;
	int pinned = 0, bad = 0, option, fd;
	struct looks looks;
	uint64_t start_ns;
	char *stat;

	while ((option = getopt_long(argc, argv, "", options, NULL)) != -1) {
		if (option == 'c') {
			bad |= parse_number(optarg, 0, CPU_SETSIZE - 1, &cpu);
			pinned = 1;
		} else if (option == 'e') {
			bad |= parse_number(optarg, 10, 10000, &every_ms);
		} else {
			bad = 1;
		}
	}
	if (argc - optind != 1 ||
	    parse_number(argv[argc - 1], 1, 600, &seconds) || bad)
		usage();

	if (pinned)
		stay_on_cpu(cpu);
	prctl(PR_SET_TIMERSLACK, 1ul, 0, 0, 0);
	fd = open("/proc/stat", O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		die("open /proc/stat: %s", strerror(errno));
	stat = allocate(STAT_MAX);
	count = seconds * 1000 / every_ms + 1;
	looks.used = 0;
	looks.size = count * (32 + (size_t)sysconf(_SC_NPROCESSORS_ONLN) *
			      CPU_LINE);
	looks.text = allocate(looks.size);
	mlockall(MCL_CURRENT | MCL_FUTURE);	/* best effort */

	start_ns = now_ns();
	for (i = 0; i < count; i++) {
		sleep_until(start_ns + i * every_ms * NS_PER_MS);
		look(fd, stat, &looks);
	}
	if (fwrite(looks.text, 1, looks.used, stdout) != looks.used ||
	    fflush(stdout))
		die("write stdout: %s", strerror(errno));
	close(fd);
	free(looks.text);
	free(stat);
	return 0;
}
