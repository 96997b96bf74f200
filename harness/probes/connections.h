/* SPDX-License-Identifier: MIT */
/*
 * Many TCP connections that never block: which are open, in the order of
 * their age, what each waits for, and a wait that takes no processor time
 * however many they are.
 */
#ifndef NETKNEE_CONNECTIONS_H
#define NETKNEE_CONNECTIONS_H

#include <poll.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include "probe.h"

#define SLOTS		1000
#define OTHER_FILES	24
#define EVENTS		64
#define HEAD_MAX	1024

struct connection {
	struct connection *older, *newer;	/* newer: also of free ones */
	int fd;
	uint32_t events;		/* of epoll, that it waits for */
	int sending;			/* what it has to say is not out yet */
	size_t sent;			/* of that */
	char kind;			/* at the server: what it sent first; 0: nothing yet */
	uint64_t sequence;		/* of the request it carries, or sends next */
	size_t have;
	char bytes[HEAD_MAX];
};

static struct {
	struct connection slots[SLOTS];
	struct connection *free, *oldest, *newest;
	int epoll;
} pool;

static inline void open_pool(void)
{
	struct rlimit files;
	size_t i;

	/* Best effort: without, the kernel says so when there are no more. */
	if (!getrlimit(RLIMIT_NOFILE, &files) &&
	    files.rlim_cur < SLOTS + OTHER_FILES) {
		files.rlim_cur = files.rlim_max < SLOTS + OTHER_FILES ?
				 files.rlim_max : SLOTS + OTHER_FILES;
		setrlimit(RLIMIT_NOFILE, &files);
	}
	pool.epoll = epoll_create1(EPOLL_CLOEXEC);
	if (pool.epoll < 0)
		die("open epoll: %s", strerror(errno));
	for (i = SLOTS; i-- > 0;) {
		pool.slots[i].newer = pool.free;
		pool.free = &pool.slots[i];
	}
}

/* With NULL for what is no connection: the socket that listens. */
static inline void control(int operation, int fd, struct connection *connection,
			   uint32_t events)
{
	struct epoll_event event;

	memset(&event, 0, sizeof(event));
	event.events = events;
	event.data.ptr = connection;
	if (epoll_ctl(pool.epoll, operation, fd, &event))
		die("watch a socket: %s", strerror(errno));
}

static inline void watch(struct connection *connection, uint32_t events)
{
	if (connection->events == events)
		return;
	control(EPOLL_CTL_MOD, connection->fd, connection, events);
	connection->events = events;
}

/* Only while there is a free one. */
static inline struct connection *add_connection(int fd, uint32_t events)
{
	struct connection *added = pool.free;

	pool.free = added->newer;
	memset(added, 0, sizeof(*added));
	added->fd = fd;
	added->events = events;
	added->older = pool.newest;
	if (pool.newest)
		pool.newest->newer = added;
	else
		pool.oldest = added;
	pool.newest = added;
	control(EPOLL_CTL_ADD, fd, added, events);
	return added;
}

static inline void drop_connection(struct connection *connection)
{
	close(connection->fd);		/* and nothing watches it any more */
	if (connection->older)
		connection->older->newer = connection->newer;
	else
		pool.oldest = connection->newer;
	if (connection->newer)
		connection->newer->older = connection->older;
	else
		pool.newest = connection->older;
	connection->newer = pool.free;
	pool.free = connection;
}

static inline int would_block(ssize_t length)
{
	return length < 0 && (errno == EAGAIN || errno == EINTR);
}

/*
 * Sends what is left of a text. Returns 1 when all of it is out, 0 when the
 * peer must read first or the connection is not there yet (wait for EPOLLOUT
 * then), -1 when it failed.
 */
static inline int send_rest(struct connection *connection, const void *text,
			    size_t length)
{
	const char *rest = text;
	ssize_t some;

	while (connection->sent < length) {
		some = send(connection->fd, rest + connection->sent,
			    length - connection->sent, MSG_NOSIGNAL);
		if (would_block(some))
			return 0;
		if (some < 0)
			return -1;
		connection->sent += (size_t)some;
	}
	connection->sent = 0;
	return 1;
}

/*
 * Sleeps until one of them can go on, or until that time on CLOCK_MONOTONIC;
 * returns how many can. epoll alone can't wait for parts of a millisecond on
 * kernels before 5.11.
 */
static inline int wait_until(uint64_t until_ns, struct epoll_event *events)
{
	struct pollfd any = { .fd = pool.epoll, .events = POLLIN };
	const uint64_t at_ns = now_ns();
	const struct timespec left =
		timespec_of(until_ns > at_ns ? until_ns - at_ns : 0);
	int ready = ppoll(&any, 1, &left, NULL);

	if (ready > 0)
		ready = epoll_wait(pool.epoll, events, EVENTS, 0);
	if (ready < 0 && errno != EINTR)
		die("wait for sockets: %s", strerror(errno));
	return ready < 0 ? 0 : ready;
}

#endif
