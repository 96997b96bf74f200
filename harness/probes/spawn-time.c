/* SPDX-License-Identifier: MIT */
/*
 * spawn-time - how long each of many commands takes, from spawn to exit.
 *
 * Usage:  spawn-time [--count-dir DIR] [--deadline-ms N] [--pace-ms N] SCHEDULE
 *
 *         SCHEDULE has one line per spawn, its fields separated by tabs:
 *         LABEL  ITERATION  PATH  [ARGUMENT...]
 *         The commands run one after another, in this order, with stdin and
 *         stdout on /dev/null. PATH is executed as it stands and is argv[0].
 *
 *         --count-dir DIR   count the entries of DIR before each command
 *         --deadline-ms N   kill a command that runs longer (default 60000)
 *         --pace-ms N       start each when CLOCK_MONOTONIC is next at a whole
 *                           multiple of N ms: what one command leaves to the
 *                           kernel's workers is done before the next, and in
 *                           every boot each meets the tick at the same phase
 *
 * Timed is from posix_spawn() until the command is reaped, nothing else.
 * Counting, arming the deadline's timer and handling the command's stderr
 * happen outside, and every row is kept in memory until the last command has
 * ended.
 *
 * DIR is read once before the first command and as soon as each but the last
 * has ended, so that a row's count is what its command met. Whoever reads a
 * directory brings it into the caches, and the command under test may go
 * through the same one: with --pace-ms the wait always lies between the
 * reading and the next command, and nothing touches DIR after it. Without
 * --pace-ms the next command follows the reading at once.
 *
 * Output: CSV
 *         sequence,label,iteration,count,start_ns,duration_ns,exit,user_us,
 *         system_us,minor_faults,major_faults,max_rss_kb   (in one line)
 *         start_ns is CLOCK_MONOTONIC; count is the entries of DIR before the
 *         command, empty without --count-dir; user_us and system_us are the
 *         processor time of the command and of the children it waited for;
 *         exit is the exit code, 128 + signal (so 137 over the deadline), or
 *         127 when the command could not be started. A row whose exit is not
 *         0 is no latency. Failures are quoted on stderr, with their label.
 *         max_rss_kb is never below this program's own size, whose memory
 *         the command shares until it executes.
 *
 * Exit:   0 all commands ended with 0, 1 any failure (the rows are printed
 *         even so), 2 usage or a schedule that cannot be read as one
 */
#define _GNU_SOURCE
#include <dirent.h>
#include <fcntl.h>
#include <getopt.h>
#include <signal.h>
#include <spawn.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

#include "probe.h"

#define EXIT_NOT_STARTED	127
#define QUOTE_MAX_LENGTH	4096
#define DEADLINE_MAX_MS		(24ul * 3600 * 1000)
#define PACE_MAX_MS		60000ul

extern char **environ;

struct spawn {
	const char *label;
	unsigned long iteration;
	char **argv;
	long count;
	uint64_t start_ns;
	uint64_t duration_ns;
	int exit;
	struct rusage usage;
	char *quote;
};

static volatile sig_atomic_t spawning;
static volatile sig_atomic_t running_child;	/* not reaped: the id is its own */
static volatile sig_atomic_t deadline_passed;
static volatile sig_atomic_t termination;

__attribute__((noreturn))
static void usage(void)
{
	fputs("usage: spawn-time [--count-dir DIR] [--deadline-ms N] [--pace-ms N] SCHEDULE\n",
	      stderr);
	exit(2);
}

static void *allocate(size_t count, size_t size)
{
	void *memory = calloc(count ? count : 1, size);

	if (!memory)
		die("allocate %zu x %zu bytes: %s", count, size,
		    strerror(errno));
	return memory;
}

static char *read_file(const char *path)
{
	size_t length = 0, capacity = 65536;
	char *text = allocate(capacity, 1);
	FILE *file = fopen(path, "re");
	size_t n;

	if (!file)
		die("open %s: %s", path, strerror(errno));
	while ((n = fread(text + length, 1, capacity - 1 - length, file)) > 0) {
		length += n;
		if (length < capacity - 1)
			continue;
		capacity *= 2;
		text = realloc(text, capacity);
		if (!text)
			die("read %s: %s", path, strerror(errno));
	}
	if (ferror(file))
		die("read %s: %s", path, strerror(errno));
	fclose(file);
	text[length] = '\0';
	if (strlen(text) != length)
		die_with(2, "%s: contains a NUL byte", path);
	return text;
}

static size_t count_char(const char *s, char c)
{
	size_t count = 0;

	for (; *s; s++)
		count += *s == c;
	return count;
}

/* Cuts @line at its tabs; the spawn keeps pointing into it. */
static void parse_line(const char *path, size_t number, char *line,
		       struct spawn *spawn)
{
	size_t words = count_char(line, '\t') + 1;
	char *iteration;
	size_t i;

	if (words < 3)
		die_with(2, "%s:%zu: LABEL, ITERATION and PATH expected", path,
		    number);
	spawn->label = strsep(&line, "\t");
	if (!*spawn->label || strpbrk(spawn->label, ",\"\r"))
		die_with(2, "%s:%zu: label is empty or has a comma, quote or return",
		    path, number);
	iteration = strsep(&line, "\t");
	if (parse_number(iteration, 0, UINT32_MAX, &spawn->iteration))
		die_with(2, "%s:%zu: iteration \"%s\" is not a number", path, number,
		    iteration);
	spawn->argv = allocate(words - 1, sizeof(*spawn->argv));
	for (i = 0; line; i++)
		spawn->argv[i] = strsep(&line, "\t");
	if (!*spawn->argv[0])
		die_with(2, "%s:%zu: path is empty", path, number);
}

static struct spawn *parse_schedule(const char *path, char *text,
				    size_t *spawns)
{
	struct spawn *list = allocate(count_char(text, '\n') + 1,
				      sizeof(*list));
	size_t count = 0;
	char *line;

	while ((line = strsep(&text, "\n"))) {
		if (!text && !*line)
			break;		/* after the last newline */
		parse_line(path, count + 1, line, &list[count]);
		count++;
	}
	*spawns = count;
	return list;
}

static long count_entries(const char *path)
{
	DIR *directory = opendir(path);
	struct dirent *entry;
	long count = 0;

	if (!directory)
		die("open directory %s: %s", path, strerror(errno));
	errno = 0;
	while ((entry = readdir(directory)))
		count += strcmp(entry->d_name, ".") != 0 &&
			 strcmp(entry->d_name, "..") != 0;
	if (errno)
		die("read directory %s: %s", path, strerror(errno));
	closedir(directory);
	return count;
}

static void on_deadline(int number)
{
	(void)number;
	deadline_passed = 1;
	if (running_child > 0)
		kill(running_child, SIGKILL);
}

static void on_termination(int number)
{
	termination = number;
	if (spawning)
		return;		/* until it is known whom to take along */
	if (running_child > 0)
		kill(running_child, SIGKILL);
	_exit(128 + number);
}

static void handle(int number, void (*handler)(int))
{
	struct sigaction action;

	memset(&action, 0, sizeof(action));
	action.sa_handler = handler;
	if (sigaction(number, &action, NULL))
		die("handle signal %d: %s", number, strerror(errno));
}

static void set_deadline(unsigned long ms)
{
	struct itimerval timer;

	memset(&timer, 0, sizeof(timer));
	timer.it_value.tv_sec = (time_t)(ms / 1000);
	timer.it_value.tv_usec = (suseconds_t)(ms % 1000 * 1000);
	if (setitimer(ITIMER_REAL, &timer, NULL))
		die("set timer to %lu ms: %s", ms, strerror(errno));
}

/* memfd_create() by number: older C libraries have no wrapper for it. */
static int open_stderr_memory(void)
{
	int fd = (int)syscall(SYS_memfd_create, "stderr", 0u);

	if (fd < 0 || fcntl(fd, F_SETFD, FD_CLOEXEC))
		die("create memory file: %s", strerror(errno));
	return fd;
}

static char *take_quote(int fd)
{
	char *quote = allocate(QUOTE_MAX_LENGTH + 1, 1);
	ssize_t length = pread(fd, quote, QUOTE_MAX_LENGTH, 0);

	if (length < 0)
		length = snprintf(quote, QUOTE_MAX_LENGTH,
				  "(stderr unreadable: %s)", strerror(errno));
	while (length > 0 && quote[length - 1] == '\n')
		length--;
	quote[length] = '\0';
	return quote;
}

static void time_spawn(struct spawn *spawn, unsigned long deadline_ms,
		       const posix_spawn_file_actions_t *actions,
		       const posix_spawnattr_t *attributes)
{
	uint64_t start_ns, end_ns;
	int status = 0, error;
	pid_t child, reaped = -1;
	siginfo_t ended;

	deadline_passed = 0;
	set_deadline(deadline_ms);

	start_ns = now_ns();
	spawning = 1;
	error = posix_spawn(&child, spawn->argv[0], actions, attributes,
			    spawn->argv, environ);
	if (!error)
		running_child = child;
	spawning = 0;
	if (termination)
		on_termination(termination);
	if (!error) {
		if (deadline_passed)
			kill(child, SIGKILL);
		/*
		 * It is forgotten before it is reaped: from then on its id may
		 * be another process, which no signal must reach.
		 */
		while (waitid(P_PID, (id_t)child, &ended, WEXITED | WNOWAIT) &&
		       errno == EINTR)
			;
		running_child = 0;
		do
			reaped = wait4(child, &status, 0, &spawn->usage);
		while (reaped < 0 && errno == EINTR);
	}
	end_ns = now_ns();

	if (!error && reaped < 0)
		die("wait for %s: %s", spawn->argv[0], strerror(errno));
	set_deadline(0);
	spawn->start_ns = start_ns;
	spawn->duration_ns = end_ns - start_ns;
	if (error)
		spawn->exit = EXIT_NOT_STARTED;
	else
		spawn->exit = WIFSIGNALED(status) ? 128 + WTERMSIG(status)
						  : WEXITSTATUS(status);
	if (error) {
		spawn->quote = allocate(QUOTE_MAX_LENGTH, 1);
		snprintf(spawn->quote, QUOTE_MAX_LENGTH, "spawn %s: %s",
			 spawn->argv[0], strerror(error));
	}
}

static void run_schedule(struct spawn *list, size_t count,
			 const char *count_dir, unsigned long deadline_ms,
			 unsigned long pace_ms)
{
	posix_spawn_file_actions_t actions;
	posix_spawnattr_t attributes;
	int memory = open_stderr_memory();
	long entries = count_dir ? count_entries(count_dir) : -1;
	int null = open("/dev/null", O_RDWR | O_CLOEXEC);
	size_t i;

	if (null < 0)
		die("open /dev/null: %s", strerror(errno));
	/* Before 2.24 the C library copies the address space unless told so. */
	if (posix_spawnattr_init(&attributes) ||
	    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_USEVFORK) ||
	    posix_spawn_file_actions_init(&actions) ||
	    posix_spawn_file_actions_adddup2(&actions, null, STDIN_FILENO) ||
	    posix_spawn_file_actions_adddup2(&actions, null, STDOUT_FILENO) ||
	    posix_spawn_file_actions_adddup2(&actions, memory, STDERR_FILENO))
		die("prepare spawn: out of memory");
	for (i = 0; i < count; i++) {
		list[i].count = entries;
		if (ftruncate(memory, 0) || lseek(memory, 0, SEEK_SET))
			die("empty memory file: %s", strerror(errno));
		if (pace_ms)
			sleep_until(next_multiple(pace_ms * NS_PER_MS));
		time_spawn(&list[i], deadline_ms, &actions, &attributes);
		if (count_dir && i + 1 < count)
			entries = count_entries(count_dir);
		if (list[i].exit && !list[i].quote)
			list[i].quote = take_quote(memory);
	}
	posix_spawn_file_actions_destroy(&actions);
	posix_spawnattr_destroy(&attributes);
	close(null);
	close(memory);
}

static long long microseconds(struct timeval t)
{
	return (long long)t.tv_sec * 1000000 + t.tv_usec;
}

static void print_row(size_t sequence, const struct spawn *spawn)
{
	const struct rusage *usage = &spawn->usage;

	printf("%zu,%s,%lu,", sequence, spawn->label, spawn->iteration);
	if (spawn->count >= 0)
		printf("%ld", spawn->count);
	printf(",%llu,%llu,%d,%lld,%lld,%ld,%ld,%ld\n",
	       (unsigned long long)spawn->start_ns,
	       (unsigned long long)spawn->duration_ns,
	       spawn->exit, microseconds(usage->ru_utime),
	       microseconds(usage->ru_stime), usage->ru_minflt,
	       usage->ru_majflt, usage->ru_maxrss);
}

/* Returns the number of commands that failed. */
static size_t print_rows(const struct spawn *list, size_t count)
{
	size_t failures = 0;
	size_t i;

	puts("sequence,label,iteration,count,start_ns,duration_ns,exit,user_us,system_us,minor_faults,major_faults,max_rss_kb");
	for (i = 0; i < count; i++) {
		print_row(i, &list[i]);
		if (!list[i].exit)
			continue;
		failures++;
		fprintf(stderr, "spawn-time: %s iteration %lu (%s): exit %d: %s\n",
			list[i].label, list[i].iteration, list[i].argv[0],
			list[i].exit,
			*list[i].quote ? list[i].quote : "(nothing on stderr)");
	}
	if (fflush(stdout) || ferror(stdout))
		die("write stdout: %s", strerror(errno));
	return failures;
}

int main(int argc, char **argv)
{
	static const struct option options[] = {
		{ "count-dir", required_argument, NULL, 'c' },
		{ "deadline-ms", required_argument, NULL, 'd' },
		{ "pace-ms", required_argument, NULL, 'p' },
		{ NULL, 0, NULL, 0 },
	};
	const char *count_dir = NULL;
	unsigned long deadline_ms = 60000, pace_ms = 0;
	struct spawn *list;
	size_t count, i, failures;
	char *text;
	int option;

	while ((option = getopt_long(argc, argv, "", options, NULL)) != -1) {
		if (option == 'c') {
			count_dir = optarg;
		} else if (option == 'p') {
			if (parse_number(optarg, 0, PACE_MAX_MS, &pace_ms))
				usage();
		} else if (option != 'd' ||
			   parse_number(optarg, 1, DEADLINE_MAX_MS, &deadline_ms)) {
			usage();
		}
	}
	if (argc - optind != 1)
		usage();
	text = read_file(argv[optind]);
	list = parse_schedule(argv[optind], text, &count);

	handle(SIGCHLD, SIG_DFL);
	handle(SIGALRM, on_deadline);
	handle(SIGINT, on_termination);
	handle(SIGTERM, on_termination);
	mlockall(MCL_CURRENT | MCL_FUTURE);	/* best effort */
	run_schedule(list, count, count_dir, deadline_ms, pace_ms);
	failures = print_rows(list, count);

	for (i = 0; i < count; i++) {
		free(list[i].argv);
		free(list[i].quote);
	}
	free(list);
	free(text);
	return failures ? 1 : 0;
}
