/* SPDX-License-Identifier: MIT */
/*
 * What in-guest programs do alike: a last word, numbers of the command line,
 * the clock, a CPU to stay on. The programs of every scenario may include it.
 */
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

__attribute__((noreturn, format(printf, 2, 0)))
static inline void end_with(int code, const char *format, va_list arguments)
{
	fprintf(stderr, "%s: ", program_invocation_short_name);
	vfprintf(stderr, format, arguments);
	fputc('\n', stderr);
	exit(code);
}

__attribute__((noreturn, format(printf, 1, 2)))
static inline void die(const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	end_with(1, format, arguments);
}

/* For what the caller got wrong: 2 is the exit code of usage. */
__attribute__((noreturn, format(printf, 2, 3)))
static inline void die_with(int code, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	end_with(code, format, arguments);
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

static inline uint64_t clock_ns(clockid_t clock)
{
	struct timespec t;

	clock_gettime(clock, &t);
	return (uint64_t)t.tv_sec * NS_PER_S + (uint64_t)t.tv_nsec;
}

static inline uint64_t now_ns(void)
{
	return clock_ns(CLOCK_MONOTONIC);
}

static inline struct timespec timespec_of(uint64_t ns)
{
	struct timespec t;

	t.tv_sec = (time_t)(ns / NS_PER_S);
	t.tv_nsec = (long)(ns % NS_PER_S);
	return t;
}

static inline void sleep_until(uint64_t due_ns)
{
	const struct timespec due = timespec_of(due_ns);
	int error;

	do {
		error = clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &due,
					NULL);
	} while (error == EINTR);
	if (error)
		die("sleep on CLOCK_MONOTONIC: %s", strerror(error));
}

/* The next whole multiple of step_ns on CLOCK_MONOTONIC. */
static inline uint64_t next_multiple(uint64_t step_ns)
{
	const uint64_t at_ns = now_ns();

	return at_ns + step_ns - at_ns % step_ns;
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
