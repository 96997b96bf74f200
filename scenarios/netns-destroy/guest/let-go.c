/* SPDX-License-Identifier: MIT */
/*
 * let-go COUNT apart|together: makes COUNT namespaces, each with a veth end whose other end is here (nk0 and so on), deletes them one
 * after the other is gone or at once, adds one while they go, and waits. One that is deleted after all others are gone shows that the
 * kernel's worker is through with them. Prints NAME,NANOSECONDS.
 */
#define _GNU_SOURCE
#include <sys/mount.h>
#include <unistd.h>
#include "probe.h"

static char path[64];

static void say(const char *name, uint64_t from_ns)
{
	printf("%s,%llu\n", name, (unsigned long long)(now_ns() - from_ns));
}
static void add(const char *name)
{
	const uint64_t start_ns = now_ns();

	if (unshare(CLONE_NEWNET))
		die("unshare: %s", strerror(errno));
	say(name, start_ns);
}
static void let_go(unsigned long i)
{
	snprintf(path, sizeof(path), "/run/netns/nk%lu", i);
	if (umount2(path, MNT_DETACH) || unlink(path))
		die("%s: %s", path, strerror(errno));
}
static void wait_gone(unsigned long i)
{
	snprintf(path, sizeof(path), "/sys/class/net/nk%lu", i);
	while (!access(path, F_OK))
		sleep_until(now_ns() + 100000);
}
int main(int argc, char **argv)
{
	unsigned long count, i;
	uint64_t start_ns = now_ns();
	FILE *batch = popen("ip -batch -", "w");

	if (!batch || argc != 3 || parse_number(argv[1], 1, 100000, &count))
		die_with(2, "usage: let-go COUNT apart|together");
	for (i = 0; i <= count; i++)
		fprintf(batch, "netns add nk%lu\nlink add nk%lu type veth peer name far netns nk%lu\n", i, i, i);
	if (pclose(batch))
		die("ip -batch failed");
	puts("metric,ns");
	say("make_time", start_ns);
	add("idle_add_time");
	for (i = 0, start_ns = now_ns(); i < count; i++, *argv[2] == 'a' ? wait_gone(i - 1) : (void)0)
		let_go(i);
	add("busy_add_time");
	for (i = 0; i <= count; wait_gone(i++))
		if (i == count)
			let_go(i);
	say("gone_time", start_ns);
}
