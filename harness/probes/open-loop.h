/* SPDX-License-Identifier: MIT */
/* Requests that are due at fixed times, whatever became of those before: when each was due, sent and answered. */
#ifndef NETKNEE_OPEN_LOOP_H
#define NETKNEE_OPEN_LOOP_H

#include "probe.h"

struct open_loop {
	uint64_t rate;			/* a second */
	uint64_t warmup;
	uint64_t total;			/* warm-up included */
	uint64_t start_ns;
	uint64_t *sent_ns;
	uint64_t *received_ns;		/* 0: no answer */
	uint64_t *kernel_received_ns;	/* 0: not known; NULL: no column */
};

static inline uint64_t intended_ns(const struct open_loop *loop,
				   uint64_t sequence)
{
	return loop->start_ns + sequence * NS_PER_S / loop->rate;
}

/* Zeroed and touched, so that no page is missing when it is written to. */
static inline uint64_t *allocate_times(uint64_t count)
{
	size_t size = (size_t)count * sizeof(uint64_t);
	uint64_t *times = malloc(size);

	if (!times)
		die("allocate %zu bytes: %s", size, strerror(errno));
	memset(times, 0, size);
	return times;
}

static inline void allocate_loop(struct open_loop *loop)
{
	loop->sent_ns = allocate_times(loop->total);
	loop->received_ns = allocate_times(loop->total);
}

static inline void free_loop(struct open_loop *loop)
{
	free(loop->sent_ns);
	free(loop->received_ns);
	free(loop->kernel_received_ns);
}

/*
 * A time that is not between sending and receiving was taken by a clock that
 * was set meanwhile: it is left out.
 */
static inline void print_kernel_received(const struct open_loop *loop,
					 uint64_t i)
{
	const uint64_t at_ns = loop->kernel_received_ns[i];

	putchar(',');
	if (at_ns && at_ns >= loop->sent_ns[i] && at_ns <= loop->received_ns[i])
		printf("%llu", (unsigned long long)at_ns);
}

/* CSV, of what came after the warm-up. */
static inline void print_rows(const struct open_loop *loop)
{
	uint64_t i;

	printf("sequence,intended_ns,sent_ns,received_ns%s\n",
	       loop->kernel_received_ns ? ",kernel_received_ns" : "");
	for (i = loop->warmup; i < loop->total; i++) {
		printf("%llu,%llu,%llu,",
		       (unsigned long long)(i - loop->warmup),
		       (unsigned long long)intended_ns(loop, i),
		       (unsigned long long)loop->sent_ns[i]);
		if (loop->received_ns[i])
			printf("%llu",
			       (unsigned long long)loop->received_ns[i]);
		if (loop->kernel_received_ns)
			print_kernel_received(loop, i);
		putchar('\n');
	}
	if (fflush(stdout) || ferror(stdout))
		die("write stdout: %s", strerror(errno));
}

#endif
