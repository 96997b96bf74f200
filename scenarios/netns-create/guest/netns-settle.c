/* SPDX-License-Identifier: MIT */
/*
 * netns-settle - wait until deleted network namespaces are really gone.
 *
 * Usage:  netns-settle EXPECTED DEADLINE_MS
 *
 *         Deleting a namespace only queues its destruction (cleanup_net);
 *         what is timed meanwhile is slow. This waits until the kernel has
 *         at most EXPECTED live `net_namespace` objects, by /proc/slabinfo.
 *
 *         That count may never fall by itself: objects that are free but
 *         still held by a CPU count as live. So the cache is shrunk before
 *         each look, and a namespace is made and dropped now and then, which
 *         sets the queue going and lets CPUs hand back what they hold. For
 *         the same reason EXPECTED is best taken from an earlier output of
 *         this program (`netns-settle 0 0` prints the count and waits not).
 *
 * Output: CSV  expected,active,duration_ns,settled
 *         active is the last count seen, settled is 1 or 0.
 *
 * Exit:   0 whether it settled or not, 1 the count cannot be read, 2 usage
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <limits.h>
#include <unistd.h>

#include "probe.h"

#define SLABINFO	"/proc/slabinfo"
#define SHRINK		"/sys/kernel/slab/net_namespace/shrink"
#define OWN_NAMESPACE	"/proc/self/ns/net"
#define CACHE		"net_namespace"
#define POLL_NS		10000000
#define POLLS_PER_POKE	5

/* Best effort: not every kernel has the file. */
static void shrink(void)
{
	int fd = open(SHRINK, O_WRONLY | O_CLOEXEC);

	if (fd < 0)
		return;
	if (write(fd, "1", 1) != 1)
		fprintf(stderr, "netns-settle: write %s: %s\n", SHRINK,
			strerror(errno));
	close(fd);
}

/* Best effort as well, except that it must not end in a foreign namespace. */
static int poke(int own)
{
	if (unshare(CLONE_NEWNET)) {
		fprintf(stderr, "netns-settle: unshare network namespace: %s\n",
			strerror(errno));
		return 0;
	}
	if (setns(own, CLONE_NEWNET)) {
		fprintf(stderr, "netns-settle: return to %s: %s\n",
			OWN_NAMESPACE, strerror(errno));
		return -1;
	}
	return 0;
}

static int read_active(unsigned long *active)
{
	FILE *file = fopen(SLABINFO, "re");
	char line[512];
	int found = 0;

	if (!file) {
		fprintf(stderr, "netns-settle: open %s: %s\n", SLABINFO,
			strerror(errno));
		return -1;
	}
	while (!found && fgets(line, sizeof(line), file))
		found = sscanf(line, CACHE " %lu", active) == 1;
	fclose(file);
	if (!found) {
		fprintf(stderr, "netns-settle: read %s: no line \"%s\"\n",
			SLABINFO, CACHE);
		return -1;
	}
	return 0;
}

int main(int argc, char **argv)
{
	static const struct timespec delay = { 0, POLL_NS };
	unsigned long expected, deadline_ms, active, polls;
	uint64_t start_ns, end_ns;
	int own;

	if (argc != 3 || parse_number(argv[1], 0, ULONG_MAX, &expected) ||
	    parse_number(argv[2], 0, 3600000, &deadline_ms)) {
		fputs("usage: netns-settle EXPECTED DEADLINE_MS  (at most 3600000)\n",
		      stderr);
		return 2;
	}
	own = open(OWN_NAMESPACE, O_RDONLY | O_CLOEXEC);
	if (own < 0) {
		fprintf(stderr, "netns-settle: open %s: %s\n", OWN_NAMESPACE,
			strerror(errno));
		return 1;
	}
	start_ns = now_ns();
	end_ns = start_ns + deadline_ms * NS_PER_MS;
	for (polls = 1;; polls++) {
		shrink();
		if (read_active(&active))
			return 1;
		if (active <= expected || now_ns() >= end_ns)
			break;
		if (polls % POLLS_PER_POKE == 0 && poke(own))
			return 1;
		nanosleep(&delay, NULL);
	}
	printf("expected,active,duration_ns,settled\n%lu,%lu,%llu,%d\n",
	       expected, active, (unsigned long long)(now_ns() - start_ns),
	       active <= expected);
	if (fflush(stdout)) {
		fprintf(stderr, "netns-settle: write stdout: %s\n",
			strerror(errno));
		return 1;
	}
	close(own);
	return 0;
}
