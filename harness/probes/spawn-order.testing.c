/* SPDX-License-Identifier: MIT */
/*
 * Stands between spawn-time and the C library when both are linked with
 * -Wl,--wrap=opendir,--wrap=clock_nanosleep,--wrap=posix_spawn,--wrap=wait4,
 * --wrap=kill: appends the name of each call to the file $ORDER,
 * the ids of the processes to $STARTED, and `kill of a reaped process` for a signal that could reach another one,
 * which is then not sent. With $RAISE=spawn a SIGTERM comes as soon as a
 * command is started, with $RAISE=wait a SIGALRM as soon as it is reaped:
 * the moments at which it would come once in a long while.
 */
#define _GNU_SOURCE
#include <dirent.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>

DIR *__real_opendir(const char *path);
DIR *__wrap_opendir(const char *path);
int __real_clock_nanosleep(clockid_t clock, int flags,
			   const struct timespec *due, struct timespec *left);
int __wrap_clock_nanosleep(clockid_t clock, int flags,
			   const struct timespec *due, struct timespec *left);
int __real_posix_spawn(pid_t *pid, const char *path,
		       const posix_spawn_file_actions_t *actions,
		       const posix_spawnattr_t *attributes,
		       char *const argv[], char *const envp[]);
int __wrap_posix_spawn(pid_t *pid, const char *path,
		       const posix_spawn_file_actions_t *actions,
		       const posix_spawnattr_t *attributes,
		       char *const argv[], char *const envp[]);
pid_t __real_wait4(pid_t pid, int *status, int options, struct rusage *usage);
pid_t __wrap_wait4(pid_t pid, int *status, int options, struct rusage *usage);
int __real_kill(pid_t pid, int number);
int __wrap_kill(pid_t pid, int number);

static pid_t gone;

static void add_line(const char *variable, const char *line)
{
	FILE *file = fopen(getenv(variable), "a");

	if (!file)
		abort();
	fprintf(file, "%s\n", line);
	fclose(file);
}

static void note(const char *call)
{
	add_line("ORDER", call);
}

static void raise_at(const char *moment, int number)
{
	const char *asked = getenv("RAISE");

	if (asked && !strcmp(asked, moment))
		raise(number);
}

DIR *__wrap_opendir(const char *path)
{
	note("opendir");
	return __real_opendir(path);
}

int __wrap_clock_nanosleep(clockid_t clock, int flags,
			   const struct timespec *due, struct timespec *left)
{
	note("sleep");
	return __real_clock_nanosleep(clock, flags, due, left);
}

int __wrap_posix_spawn(pid_t *pid, const char *path,
		       const posix_spawn_file_actions_t *actions,
		       const posix_spawnattr_t *attributes,
		       char *const argv[], char *const envp[])
{
	char started[16];
	int error;

	note("spawn");
	error = __real_posix_spawn(pid, path, actions, attributes, argv, envp);
	snprintf(started, sizeof(started), "%d", (int)*pid);
	add_line("STARTED", started);
	raise_at("spawn", SIGTERM);
	return error;
}

pid_t __wrap_wait4(pid_t pid, int *status, int options, struct rusage *usage)
{
	pid_t reaped = __real_wait4(pid, status, options, usage);

	note("wait");
	if (reaped > 0) {
		gone = reaped;
		raise_at("wait", SIGALRM);
	}
	return reaped;
}

int __wrap_kill(pid_t pid, int number)
{
	if (pid != gone)
		return __real_kill(pid, number);
	note("kill of a reaped process");
	return 0;
}
