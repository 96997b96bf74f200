/*
 * fault-at-write - preloaded into a program: a fault at its n-th change of the
 *                  file system.
 *
 * Counted are calls that make, write, flush, rename or remove files and
 * folders below one folder, in the order in which threads come to them.
 *
 * Environment:
 *         FAULT_BELOW  the folder; nothing is counted without it
 *         FAULT_PATH   counts paths alone that this extended regular
 *                      expression matches
 *         FAULT_AT     the number of the call that meets the fault, from 1
 *         FAULT_KIND   full       this call fails with ENOSPC
 *                      full-from  this one and all after it fail with ENOSPC
 *                      before     SIGKILL instead of the call
 *                      half       half of what is written, then SIGKILL
 *                      after      the call, then SIGKILL
 *         FAULT_COUNT  a file that gets the number of calls when the program
 *                      ends by itself
 *
 * What removes files needs no space: under `full` and `full-from` it is not
 * counted.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <regex.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>

enum fault { NONE, FULL, FULL_FROM, BEFORE, HALF, AFTER };

static const char *const kinds[] = {
	"none", "full", "full-from", "before", "half", "after"
};

static pthread_once_t once = PTHREAD_ONCE_INIT;
static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static char below[PATH_MAX];
static char count_file[PATH_MAX];
static regex_t counted_path;
static int has_path;
static unsigned long at, count;
static enum fault kind;

/* ISO C has no cast from what dlsym returns to a function. */
#define NEXT(name) \
	do { \
		if (!next) { \
			void *found = dlsym(RTLD_NEXT, name); \
			memcpy(&next, &found, sizeof(next)); \
		} \
	} while (0)

static void write_count(void)
{
	FILE *file;

	if (!*count_file)
		return;
	*below = '\0';
	file = fopen(count_file, "w");
	if (!file)
		return;
	fprintf(file, "%lu\n", count);
	fclose(file);
}

static void copy_word(char *to, const char *name)
{
	const char *word = getenv(name);

	if (word)
		snprintf(to, PATH_MAX, "%s", word);
}

static void begin(void)
{
	const char *word = getenv("FAULT_KIND");
	size_t i;

	copy_word(below, "FAULT_BELOW");
	copy_word(count_file, "FAULT_COUNT");
	for (i = 0; word && i < sizeof(kinds) / sizeof(*kinds); i++)
		if (strcmp(word, kinds[i]) == 0)
			kind = (enum fault)i;
	word = getenv("FAULT_PATH");
	if (word && regcomp(&counted_path, word, REG_EXTENDED | REG_NOSUB) == 0)
		has_path = 1;
	word = getenv("FAULT_AT");
	if (word)
		at = strtoul(word, NULL, 10);
	atexit(write_count);
}

static int is_below(const char *path)
{
	size_t length;

	pthread_once(&once, begin);
	length = strlen(below);
	return length > 0 && strncmp(path, below, length) == 0 &&
	       path[length] == '/' &&
	       (!has_path || regexec(&counted_path, path, 0, NULL, 0) == 0);
}

static int is_file_below(int fd)
{
	char link[64], path[PATH_MAX];
	struct stat status;
	ssize_t length;

	pthread_once(&once, begin);
	if (!*below || fstat(fd, &status) != 0 ||
	    !(S_ISREG(status.st_mode) || S_ISDIR(status.st_mode)))
		return 0;
	snprintf(link, sizeof(link), "/proc/self/fd/%d", fd);
	length = readlink(link, path, sizeof(path) - 1);
	if (length < 0)
		return 0;
	path[length] = '\0';
	return is_below(path);
}

static void die_now(void)
{
	raise(SIGKILL);
}

/* Which fault this call meets. */
static enum fault meet(int counted)
{
	enum fault met = NONE;

	if (!counted)
		return NONE;
	pthread_mutex_lock(&mutex);
	count++;
	if (count == at || (at > 0 && count > at && kind == FULL_FROM))
		met = kind;
	pthread_mutex_unlock(&mutex);
	if (met == BEFORE)
		die_now();
	return met;
}

static enum fault meet_removal(int counted)
{
	return meet(counted && kind != FULL && kind != FULL_FROM);
}

static int is_full(enum fault met)
{
	if (met != FULL && met != FULL_FROM)
		return 0;
	errno = ENOSPC;
	return 1;
}

static void end(enum fault met)
{
	if (met == HALF || met == AFTER)
		die_now();
}

static size_t part(enum fault met, size_t size)
{
	return met == HALF ? size / 2 : size;
}

ssize_t write(int fd, const void *bytes, size_t size)
{
	static ssize_t (*next)(int, const void *, size_t);
	enum fault met = meet(is_file_below(fd));
	ssize_t done;

	NEXT("write");
	if (is_full(met))
		return -1;
	done = next(fd, bytes, part(met, size));
	end(met);
	return done;
}

ssize_t pwrite64(int fd, const void *bytes, size_t size, off64_t offset)
{
	static ssize_t (*next)(int, const void *, size_t, off64_t);
	enum fault met = meet(is_file_below(fd));
	ssize_t done;

	NEXT("pwrite64");
	if (is_full(met))
		return -1;
	done = next(fd, bytes, part(met, size), offset);
	end(met);
	return done;
}

/* Half of several pieces is all but the last one, and half of that. */
static void cut_last(enum fault met, const struct iovec *pieces, int n,
		     struct iovec *cut)
{
	memcpy(cut, pieces, (size_t)n * sizeof(*pieces));
	if (n > 0)
		cut[n - 1].iov_len = part(met, cut[n - 1].iov_len);
}

ssize_t writev(int fd, const struct iovec *pieces, int n)
{
	static ssize_t (*next)(int, const struct iovec *, int);
	enum fault met = meet(is_file_below(fd));
	struct iovec cut[IOV_MAX];
	ssize_t done;

	NEXT("writev");
	if (is_full(met))
		return -1;
	if (n < 0 || n > IOV_MAX)
		return next(fd, pieces, n);
	cut_last(met, pieces, n, cut);
	done = next(fd, cut, n);
	end(met);
	return done;
}

ssize_t pwritev64(int fd, const struct iovec *pieces, int n, off64_t offset)
{
	static ssize_t (*next)(int, const struct iovec *, int, off64_t);
	enum fault met = meet(is_file_below(fd));
	struct iovec cut[IOV_MAX];
	ssize_t done;

	NEXT("pwritev64");
	if (is_full(met))
		return -1;
	if (n < 0 || n > IOV_MAX)
		return next(fd, pieces, n, offset);
	cut_last(met, pieces, n, cut);
	done = next(fd, cut, n, offset);
	end(met);
	return done;
}

ssize_t sendfile64(int to, int from, off64_t *offset, size_t size)
{
	static ssize_t (*next)(int, int, off64_t *, size_t);
	enum fault met = meet(is_file_below(to));
	ssize_t done;

	NEXT("sendfile64");
	if (is_full(met))
		return -1;
	done = next(to, from, offset, part(met, size));
	end(met);
	return done;
}

/* Node copies files by copy_file_range, which it calls by its number. */
long syscall(long number, ...)
{
	static long (*next)(long, ...);
	enum fault met = NONE;
	long words[6];
	va_list list;
	long done;
	int i;

	va_start(list, number);
	for (i = 0; i < 6; i++)
		words[i] = va_arg(list, long);
	va_end(list);
	NEXT("syscall");
	if (number == SYS_copy_file_range) {
		met = meet(is_file_below((int)words[2]));
		if (is_full(met))
			return -1;
		words[4] = (long)part(met, (size_t)words[4]);
	}
	done = next(number, words[0], words[1], words[2], words[3], words[4],
		    words[5]);
	end(met);
	return done;
}

int open64(const char *path, int flags, ...)
{
	static int (*next)(const char *, int, ...);
	int writes = (flags & (O_CREAT | O_TRUNC)) != 0;
	enum fault met = meet(writes && is_below(path));
	mode_t mode = 0;
	va_list list;
	int fd;

	if (flags & (O_CREAT | O_TMPFILE)) {
		va_start(list, flags);
		mode = (mode_t)va_arg(list, int);
		va_end(list);
	}
	NEXT("open64");
	if (is_full(met))
		return -1;
	fd = next(path, flags, mode);
	end(met);
	return fd;
}

int fsync(int fd)
{
	static int (*next)(int);
	enum fault met = meet(is_file_below(fd));
	int done;

	NEXT("fsync");
	if (is_full(met))
		return -1;
	done = next(fd);
	end(met);
	return done;
}

int fdatasync(int fd)
{
	static int (*next)(int);
	enum fault met = meet(is_file_below(fd));
	int done;

	NEXT("fdatasync");
	if (is_full(met))
		return -1;
	done = next(fd);
	end(met);
	return done;
}

/* What is there already, or has nowhere to stand, is never made. */
static int makes_folder(const char *path)
{
	char parent[PATH_MAX], *slash;

	if (!is_below(path) || access(path, F_OK) == 0)
		return 0;
	snprintf(parent, sizeof(parent), "%s", path);
	slash = strrchr(parent, '/');
	*slash = '\0';
	return access(parent, F_OK) == 0;
}

int mkdir(const char *path, mode_t mode)
{
	static int (*next)(const char *, mode_t);
	enum fault met = meet(makes_folder(path));
	int done;

	NEXT("mkdir");
	if (is_full(met))
		return -1;
	done = next(path, mode);
	end(met);
	return done;
}

char *mkdtemp(char *path)
{
	static char *(*next)(char *);
	enum fault met = meet(is_below(path));
	char *done;

	NEXT("mkdtemp");
	if (is_full(met))
		return NULL;
	done = next(path);
	end(met);
	return done;
}

int rename(const char *from, const char *to)
{
	static int (*next)(const char *, const char *);
	enum fault met = meet(is_below(to));
	int done;

	NEXT("rename");
	if (is_full(met))
		return -1;
	done = next(from, to);
	end(met);
	return done;
}

int unlink(const char *path)
{
	static int (*next)(const char *);
	enum fault met = meet_removal(is_below(path));
	int done;

	NEXT("unlink");
	done = next(path);
	end(met);
	return done;
}

int rmdir(const char *path)
{
	static int (*next)(const char *);
	enum fault met = meet_removal(is_below(path));
	int done;

	NEXT("rmdir");
	done = next(path);
	end(met);
	return done;
}
