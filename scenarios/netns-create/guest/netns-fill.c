/* SPDX-License-Identifier: MIT */
/*
 * netns-fill - create many named network namespaces fast.
 *
 * Usage:  netns-fill DIR PREFIX FROM TO
 *
 *         Creates the namespaces DIR/PREFIX<FROM> .. DIR/PREFIX<TO - 1> as
 *         `ip netns add` does: an empty file, unshare(CLONE_NEWNET), and a
 *         bind mount of /proc/self/ns/net on the file; but in one process
 *         and without looking at the namespaces that stand already. DIR must
 *         exist. The process returns to its own namespace at the end.
 *
 * Output: CSV  from,to,duration_ns,unshare_ns,bind_ns
 *         duration_ns is the whole loop, the others the sums of their calls.
 *
 * Exit:   0 all created, 1 failure or interruption (the half-made entry is
 *         undone, those made before it stand, and stderr says how many),
 *         2 usage
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <sys/mount.h>
#include <unistd.h>

#include "probe.h"

#define NUMBER_MAX	1000000ul
#define OWN_NAMESPACE	"/proc/self/ns/net"

static volatile sig_atomic_t interrupted;

struct durations {
	uint64_t unshare_ns;
	uint64_t bind_ns;
};

static void on_signal(int number)
{
	interrupted = number;
}

static int fail(const char *operation, const char *object)
{
	fprintf(stderr, "netns-fill: %s %s: %s\n", operation, object,
		strerror(errno));
	return -1;
}

static int create_one(const char *path, struct durations *sum)
{
	uint64_t before_ns, between_ns;
	int fd = open(path, O_RDONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0);
	int failed = 0;

	if (fd < 0)
		return fail("create", path);
	close(fd);

	before_ns = now_ns();
	if (unshare(CLONE_NEWNET))
		failed = fail("unshare network namespace for", path);
	between_ns = now_ns();
	if (!failed && mount(OWN_NAMESPACE, path, "none", MS_BIND, NULL))
		failed = fail("bind mount on", path);
	sum->unshare_ns += between_ns - before_ns;
	sum->bind_ns += now_ns() - between_ns;

	if (failed && unlink(path))
		fail("cleanup: unlink", path);
	return failed;
}

/* Returns the number after the last namespace made: @to if all are. */
static unsigned long create_all(const char *dir, const char *prefix,
				unsigned long from, unsigned long to,
				struct durations *sum)
{
	char path[PATH_MAX];
	unsigned long number;
	int length;

	for (number = from; number < to && !interrupted; number++) {
		length = snprintf(path, sizeof(path), "%s/%s%lu", dir, prefix,
				  number);
		if (length < 0 || (size_t)length >= sizeof(path)) {
			errno = ENAMETOOLONG;
			fail("build path in", dir);
			break;
		}
		if (create_one(path, sum))
			break;
	}
	return number;
}

int main(int argc, char **argv)
{
	struct durations sum = { 0, 0 };
	unsigned long from, to, reached;
	uint64_t start_ns, duration_ns;
	int own, failed = 0;

	if (argc != 5 || !*argv[1] || strchr(argv[2], '/') ||
	    parse_number(argv[3], 0, NUMBER_MAX, &from) ||
	    parse_number(argv[4], 0, NUMBER_MAX, &to) || from > to) {
		fputs("usage: netns-fill DIR PREFIX FROM TO  (0 <= FROM <= TO <= 1000000)\n",
		      stderr);
		return 2;
	}
	signal(SIGINT, on_signal);
	signal(SIGTERM, on_signal);
	own = open(OWN_NAMESPACE, O_RDONLY | O_CLOEXEC);
	if (own < 0) {
		fail("open", OWN_NAMESPACE);
		return 1;
	}

	start_ns = now_ns();
	reached = create_all(argv[1], argv[2], from, to, &sum);
	duration_ns = now_ns() - start_ns;

	if (setns(own, CLONE_NEWNET))
		failed = fail("return to", OWN_NAMESPACE);
	close(own);
	if (reached < to) {
		fprintf(stderr, "netns-fill: %s after %lu of %lu namespaces in %s\n",
			interrupted ? "interrupted" : "stopped",
			reached - from, to - from, argv[1]);
		return 1;
	}
	printf("from,to,duration_ns,unshare_ns,bind_ns\n%lu,%lu,%llu,%llu,%llu\n",
	       from, to, (unsigned long long)duration_ns,
	       (unsigned long long)sum.unshare_ns,
	       (unsigned long long)sum.bind_ns);
	if (fflush(stdout))
		failed = fail("write", "stdout");
	return failed ? 1 : 0;
}
