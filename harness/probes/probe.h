/* What the probes do alike: a last word, numbers of the command line, the clock, a CPU to stay on. */
#ifndef NETKNEE_PROBE_H
#define NETKNEE_PROBE_H

#include <errno.h>
#include <sched.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define NS_PER_S	1000000000ull
#define NS_PER_MS	1000000ull

__attribute__((noreturn, format(printf, 1, 2)))
static inline void die(const char *format, ...)
{
	va_list arguments;

	fprintf(stderr, "%s: ", program_invocation_short_name);
	va_start(arguments, format);
	vfprintf(stderr, format, arguments);
	va_end(arguments);
	fputc('\n', stderr);
	exit(1);
}

/* Digits alone, from min to max; else not 0. */
static inline int parse_number(const char *s, unsigned long min,
			       unsigned long max, unsigned long *value)
{
	char *end;

	if (*s < '0' || *s > '9')
		return -1;
	errno = 0;
	*value = strtoul(s, &end, 10);
	return errno || *end || *value < min || *value > max ? -1 : 0;
}

static inline uint64_t now_ns(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (uint64_t)t.tv_sec * NS_PER_S + (uint64_t)t.tv_nsec;
}

static inline void stay_on_cpu(unsigned long cpu)
{
	cpu_set_t set;

	CPU_ZERO(&set);
	CPU_SET(cpu, &set);
	if (sched_setaffinity(0, sizeof(set), &set))
		die("stay on CPU %lu: %s", cpu, strerror(errno));
}

#endif
