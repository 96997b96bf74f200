/* SPDX-License-Identifier: MIT */
/*
 * Usage: without-network COMMAND [ARGUMENT...]
 *
 * Runs a command, and all that it begins, without a network: for a build where no network namespace may be made. A system
 * call filter refuses every new socket but those of AF_UNIX (EACCES), says that there is no io_uring, which opens sockets by
 * itself (ENOSYS), and keeps the command from the sockets of other processes (EPERM). The command is killed where it calls
 * by the numbers of another architecture, which the filter doesn't know. Linux 6.12 and later also keep it from abstract
 * AF_UNIX sockets of others: those belong to the network that it shares with them.
 *
 * Exits as env does: 125 when the filter can't be had, and then the command is not run; 126 or 127 when it can't be run.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#if defined(__x86_64__)
#define ARCHITECTURE AUDIT_ARCH_X86_64
/* Numbers of x32 have this bit and x86-64's own architecture. */
#define FOREIGN_NUMBERS 0x40000000
#elif defined(__aarch64__)
#define ARCHITECTURE AUDIT_ARCH_AARCH64
#else
#error "the filter is written for x86-64 and arm64"
#endif

/* Newer than the headers of some releases. */
#ifndef __NR_landlock_create_ruleset
#define __NR_landlock_create_ruleset 444
#define __NR_landlock_restrict_self 446
#endif
#define LANDLOCK_VERSION 1U
#define ABSTRACT_SOCKETS_SINCE 6
#define ABSTRACT_SOCKETS 1

#define LOAD(field) BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, field))
#define RETURN(action) BPF_STMT(BPF_RET | BPF_K, (action))
#define REFUSE(error) RETURN(SECCOMP_RET_ERRNO | (error))
/* What follows next is for this value alone, and two instructions long at most. */
#define UNLESS(value, skip) BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (value), 0, (skip))
#define CALL(name, error) UNLESS(__NR_##name, 1), REFUSE(error)

static int cannot(const char *what)
{
	fprintf(stderr, "without-network: %s: %s; the command was not run\n", what, strerror(errno));
	return 125;
}

static int filter(void)
{
	struct sock_filter instructions[] = {
		LOAD(arch),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, ARCHITECTURE, 1, 0),
		RETURN(SECCOMP_RET_KILL_PROCESS),
		LOAD(nr),
#ifdef FOREIGN_NUMBERS
		BPF_JUMP(BPF_JMP | BPF_JGE | BPF_K, FOREIGN_NUMBERS, 0, 1),
		RETURN(SECCOMP_RET_KILL_PROCESS),
#endif
		CALL(io_uring_setup, ENOSYS),
		CALL(pidfd_getfd, EPERM),
		CALL(ptrace, EPERM),
		CALL(process_vm_writev, EPERM),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, __NR_socket, 2, 0),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, __NR_socketpair, 1, 0),
		RETURN(SECCOMP_RET_ALLOW),
		/* The kernel takes the low half as the family; both architectures are little-endian. */
		LOAD(args[0]),
		UNLESS(AF_UNIX, 1),
		RETURN(SECCOMP_RET_ALLOW),
		REFUSE(EACCES),
	};
	struct sock_fprog program = {
		.len = sizeof(instructions) / sizeof(instructions[0]),
		.filter = instructions,
	};

	return prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program);
}

/* Of others, so far as this kernel can. @return 0 where it can't */
static int no_abstract_sockets(void)
{
	/* As in linux/landlock.h, with the field that came with Linux 6.12. */
	struct {
		uint64_t files, network, scoped;
	} rules = { 0, 0, ABSTRACT_SOCKETS };
	long version = syscall(__NR_landlock_create_ruleset, NULL, 0, LANDLOCK_VERSION);
	long ruleset;

	if (version < ABSTRACT_SOCKETS_SINCE)
		return 0;
	ruleset = syscall(__NR_landlock_create_ruleset, &rules, sizeof(rules), 0);
	if (ruleset < 0 || syscall(__NR_landlock_restrict_self, ruleset, 0) != 0)
		return -1;
	return close((int)ruleset);
}

int main(int argc, char **argv)
{
	if (argc < 2) {
		fputs("usage: without-network COMMAND [ARGUMENT...]\n", stderr);
		return 125;
	}
	/* Without this the kernel takes a filter from root alone; no set-user-id program gains anything either. */
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0)
		return cannot("new privileges can't be refused");
	if (no_abstract_sockets() != 0)
		return cannot("abstract sockets can't be refused");
	if (filter() != 0)
		return cannot("the kernel takes no system call filter");
	execvp(argv[1], argv + 1);
	fprintf(stderr, "without-network: %s: %s\n", argv[1], strerror(errno));
	return errno == ENOENT ? 127 : 126;
}
