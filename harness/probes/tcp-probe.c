/* SPDX-License-Identifier: MIT */
/*
 * tcp-probe - request latency by an open loop over TCP.
 *
 * Usage:  tcp-probe server PORT [--cpu N]
 *         tcp-probe client ADDRESS PORT --rate RPS --seconds S
 *                   [--connections N | --http [--no-wait]] [--deadline-ms N]
 *                   [--cpu N] [--warmup N]
 *
 *         The client sends RPS requests a second (1 to 5000) for S seconds (1
 *         to 600). Request i is due at t0 + i / RPS whatever became of those
 *         before it: count latency from intended_ns. ADDRESS is IPv4.
 *
 *         --connections N  send 64 bytes that the server echoes, over N
 *                          connections in turn that stay open (1 to 1000;
 *                          1)
 *         --http           send a small GET instead, over a new connection
 *                          each; the answer has a Content-Length, and the
 *                          server closes
 *         --no-wait        do not wait for a first connection: where none is
 *                          to be had all requests are lost
 *         --deadline-ms N  give a request up N ms after it was due (1 to
 *                          60000; 3000), as a client with a time-out does;
 *                          with --http its connection is closed then
 *         --cpu N          stay on CPU N
 *         --warmup N       send N requests more before those recorded
 *
 *         A server that does not read holds its requests up and ends nothing:
 *         they are sent when it does, and sent_ns says when that was.
 *
 *         The server answers until SIGTERM or an hour without requests, on up
 *         to 1000 connections at a time.
 *
 * Output: server: a line `ready` once it listens
 *         client: CSV  sequence,intended_ns,sent_ns,received_ns
 *         as udp-probe's; received_ns is empty for a request that was given
 *         up, refused or reset.
 *
 * Exit:   0 done (also when requests were given up), 1 failure, 2 usage
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <getopt.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/prctl.h>

#include "connections.h"
#include "open-loop.h"

#define RATE_MAX		5000ul
#define SECONDS_MAX		600ul
#define CONNECTIONS_MAX		((unsigned long)SLOTS)
#define SOCKET_BUFFER		(4 << 20)
#define IDLE_DEADLINE_NS	(3600 * NS_PER_S)
#define HANDSHAKE_DEADLINE_NS	(3 * NS_PER_S)
#define START_DELAY_NS		(50 * NS_PER_MS)
#define MESSAGE			64

static const char get[] =
	"GET / HTTP/1.1\r\nHost: netknee\r\nConnection: close\r\n\r\n";
static const char answer[] =
	"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n"
	"Content-Length: 3\r\nConnection: close\r\n\r\nok\n";

#define GET			'G'

/* First an E, which no GET begins with. */
struct message {
	char magic[8];
	uint64_t sequence;
	char padding[MESSAGE - 16];
};

struct client {
	struct sockaddr_in peer;
	struct open_loop loop;
	uint64_t connections;		/* 0: a GET over a new one each */
	struct connection *kept[SLOTS];
	uint64_t deadline_ns;
	int waits;			/* for a first connection */
	uint64_t next;			/* to be sent */
	uint64_t ended;			/* answered, or failed at once */
};

__attribute__((noreturn))
static void usage(void)
{
	fputs("usage: tcp-probe server PORT [--cpu N]\n"
	      "       tcp-probe client ADDRESS PORT --rate RPS --seconds S [--connections N | --http [--no-wait]]\n"
	      "                 [--deadline-ms N] [--cpu N] [--warmup N]\n"
	      "       RPS 1 to 5000, S 1 to 600, connections 1 to 1000, deadline 1 to 60000 ms\n",
	      stderr);
	exit(2);
}

static int open_socket(void)
{
	const int size = SOCKET_BUFFER, yes = 1;
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK,
			0);

	if (fd < 0)
		die("open TCP socket: %s", strerror(errno));
	/* A stall must fit: best effort. */
	if (setsockopt(fd, SOL_SOCKET, SO_SNDBUFFORCE, &size, sizeof(size)))
		setsockopt(fd, SOL_SOCKET, SO_SNDBUF, &size, sizeof(size));
	if (setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof(yes)))
		die("set TCP_NODELAY: %s", strerror(errno));
	return fd;
}

/* --- server -------------------------------------------------------------- */

static void on_terminate(int number)
{
	(void)number;
	_exit(0);
}

/* Returns 0 while the connection may stay open. */
static int answer_client(struct connection *connection)
{
	const int done = connection->kind == GET ?
		send_rest(connection, answer, sizeof(answer) - 1) :
		send_rest(connection, connection->bytes, connection->have);

	if (done < 0)
		return -1;
	/* Nothing is read before the client has taken what it is owed. */
	connection->sending = !done;
	watch(connection, done ? EPOLLIN : EPOLLOUT);
	if (!done)
		return 0;
	connection->have = 0;
	return connection->kind == GET ? -1 : 0;
}

/* Returns 0 while the connection may stay open. */
static int serve_bytes(struct connection *connection)
{
	char *bytes = connection->bytes;
	ssize_t length;

	if (connection->sending)
		return answer_client(connection);
	length = recv(connection->fd, bytes + connection->have,
		      HEAD_MAX - connection->have, 0);
	if (would_block(length))
		return 0;
	if (length <= 0)
		return -1;
	/* Its first byte of all says what it is: later ones may be anything. */
	if (!connection->kind)
		connection->kind = bytes[0];
	connection->have += (size_t)length;
	if (connection->kind == GET &&
	    (connection->have < 4 ||
	     memcmp(bytes + connection->have - 4, "\r\n\r\n", 4)))
		return connection->have < HEAD_MAX ? 0 : -1;
	return answer_client(connection);
}

/* Returns 0 when there can be no more until one is closed. */
static int accept_all(int listener)
{
	const int yes = 1;
	int fd;

	while (pool.free) {
		fd = accept4(listener, NULL, NULL,
			     SOCK_CLOEXEC | SOCK_NONBLOCK);
		if (fd < 0 && (errno == EMFILE || errno == ENFILE ||
			       errno == ENOBUFS || errno == ENOMEM)) {
			if (!pool.oldest)
				die("accept: %s", strerror(errno));
			return 0;
		}
		if (fd < 0)
			return 1;
		setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof(yes));
		add_connection(fd, EPOLLIN);
	}
	return 0;
}

/* Whoever comes while there is no room waits: to look again would be to spin. */
static void serve_ready(int listener, const struct epoll_event *events,
			int ready)
{
	static int listening = 1;
	struct connection *connection;
	int i, more = listening, comes = 0;

	for (i = 0; i < ready; i++) {
		connection = events[i].data.ptr;
		if (!connection) {
			comes = 1;
		} else if (serve_bytes(connection)) {
			drop_connection(connection);
			more = 1;
		}
	}
	if (comes)
		more = accept_all(listener);
	if (more != listening)
		control(EPOLL_CTL_MOD, listener, NULL, more ? EPOLLIN : 0);
	listening = more;
}

__attribute__((noreturn))
static void serve(unsigned long port)
{
	struct sockaddr_in address = { .sin_family = AF_INET };
	const int yes = 1;
	int listener = open_socket(), ready;
	struct epoll_event events[EVENTS];

	signal(SIGTERM, on_terminate);
	address.sin_port = htons((uint16_t)port);
	setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof(yes));
	if (bind(listener, (struct sockaddr *)&address, sizeof(address)) ||
	    listen(listener, SLOTS))
		die("listen on port %lu: %s", port, strerror(errno));
	control(EPOLL_CTL_ADD, listener, NULL, EPOLLIN);
	if (puts("ready") < 0 || fflush(stdout))
		die("write stdout: %s", strerror(errno));
	for (;;) {
		const uint64_t over_ns = now_ns() + IDLE_DEADLINE_NS;

		ready = wait_until(over_ns, events);
		if (!ready && now_ns() >= over_ns)
			die("no request in %llu s", IDLE_DEADLINE_NS / NS_PER_S);
		serve_ready(listener, events, ready);
	}
}

/* --- client -------------------------------------------------------------- */

static void answered(struct client *client, uint64_t sequence)
{
	uint64_t at_ns = now_ns();

	if (sequence >= client->loop.total || client->loop.received_ns[sequence])
		die("an answer to no request: %llu",
		    (unsigned long long)sequence);
	client->ended++;
	if (at_ns - intended_ns(&client->loop, sequence) <= client->deadline_ns)
		client->loop.received_ns[sequence] = at_ns;
}

/* Waits until the server accepts, and returns that connection. */
static int connect_first(const struct client *client)
{
	static const struct timespec delay = { 0, 10 * NS_PER_MS };
	const uint64_t give_up_ns = now_ns() + HANDSHAKE_DEADLINE_NS;
	struct pollfd waits = { .events = POLLOUT };
	int error = 0;
	socklen_t size = sizeof(error);

	while (now_ns() < give_up_ns) {
		waits.fd = open_socket();
		if (!connect(waits.fd, (const struct sockaddr *)&client->peer,
			     sizeof(client->peer)))
			return waits.fd;
		error = errno;
		if (error == EINPROGRESS) {
			poll(&waits, 1, HANDSHAKE_DEADLINE_NS / NS_PER_MS);
			if (!getsockopt(waits.fd, SOL_SOCKET, SO_ERROR, &error,
					&size) && !error && waits.revents)
				return waits.fd;
		}
		close(waits.fd);
		nanosleep(&delay, NULL);
	}
	die("connect: no answer in %d s: %s",
	    (int)(HANDSHAKE_DEADLINE_NS / NS_PER_S),
	    strerror(error ? error : ETIMEDOUT));
}

/* All that are due on a connection, one after the other. */
static void send_messages(struct client *client, struct connection *connection)
{
	struct message message;
	int done = 1;

	while (done && connection->sequence < client->next) {
		memset(&message, 0, sizeof(message));
		memcpy(message.magic, "ECHO", 4);
		message.sequence = connection->sequence;
		client->loop.sent_ns[message.sequence] = now_ns();
		done = send_rest(connection, &message, sizeof(message));
		if (done < 0)
			die("send request %llu: %s",
			    (unsigned long long)message.sequence,
			    strerror(errno));
		if (done)
			connection->sequence += client->connections;
	}
	connection->sending = !done;
	watch(connection, done ? EPOLLIN : EPOLLIN | EPOLLOUT);
}

static void send_get(struct client *client, uint64_t sequence)
{
	struct connection *connection;
	int fd;

	/* As a client that has no more connections to give. */
	if (!pool.free) {
		client->ended++;
		return;
	}
	fd = open_socket();
	if (connect(fd, (struct sockaddr *)&client->peer,
		    sizeof(client->peer)) && errno != EINPROGRESS) {
		client->ended++;
		close(fd);
		return;
	}
	connection = add_connection(fd, EPOLLOUT);
	connection->sequence = sequence;
	connection->sending = 1;
}

static void send_due(struct client *client)
{
	struct connection *connection;
	uint64_t i;

	while (client->next < client->loop.total &&
	       now_ns() >= intended_ns(&client->loop, client->next)) {
		i = client->next++;
		client->loop.sent_ns[i] = now_ns();
		if (!client->connections) {
			send_get(client, i);
			continue;
		}
		connection = client->kept[i % client->connections];
		if (!connection->sending)
			send_messages(client, connection);
	}
}

/* Returns 0 while the connection may stay open. */
static int read_messages(struct client *client, struct connection *connection)
{
	struct message message;
	ssize_t length;
	size_t done;

	length = recv(connection->fd, connection->bytes + connection->have,
		      HEAD_MAX - connection->have, 0);
	if (would_block(length))
		return 0;
	if (length <= 0)
		return -1;
	connection->have += (size_t)length;
	for (done = 0; connection->have - done >= MESSAGE; done += MESSAGE) {
		memcpy(&message, connection->bytes + done, MESSAGE);
		answered(client, message.sequence);
	}
	connection->have -= done;
	memmove(connection->bytes, connection->bytes + done, connection->have);
	return 0;
}

/* Whether head and body are there, by the Content-Length. */
static int is_complete(struct connection *connection)
{
	static const char length_is[] = "Content-Length: ";
	const char *length, *body;

	connection->bytes[connection->have] = 0;
	body = strstr(connection->bytes, "\r\n\r\n");
	length = strstr(connection->bytes, length_is);
	if (!body || !length || length > body)
		return 0;
	return strlen(body + 4) >=
	       strtoul(length + sizeof(length_is) - 1, NULL, 10);
}

/* Returns 0 while the connection may stay open. */
static int go_on_with_get(struct client *client, struct connection *connection)
{
	ssize_t length;
	int done;

	if (connection->sending) {
		done = send_rest(connection, get, sizeof(get) - 1);
		connection->sending = !done;
		if (done > 0)
			watch(connection, EPOLLIN);
		if (done < 0)
			client->ended++;
		return done < 0 ? -1 : 0;
	}
	length = recv(connection->fd, connection->bytes + connection->have,
		      HEAD_MAX - 1 - connection->have, 0);
	if (would_block(length))
		return 0;
	if (length > 0) {
		connection->have += (size_t)length;
		if (!is_complete(connection))
			return 0;
		answered(client, connection->sequence);
	} else {
		client->ended++;
	}
	return -1;
}

static void handle(struct client *client, const struct epoll_event *event)
{
	struct connection *connection = event->data.ptr;

	if (!client->connections) {
		if (go_on_with_get(client, connection))
			drop_connection(connection);
		return;
	}
	if (event->events & ~(uint32_t)EPOLLOUT &&
	    read_messages(client, connection))
		die("the server closed a connection");
	if (connection->sending)
		send_messages(client, connection);
}

/* When the oldest GET is given up; never where connections stay open. */
static uint64_t give_up_ns(const struct client *client)
{
	if (client->connections || !pool.oldest)
		return UINT64_MAX;
	return intended_ns(&client->loop, pool.oldest->sequence) +
	       client->deadline_ns;
}

static uint64_t next_work_ns(const struct client *client, uint64_t over_ns)
{
	uint64_t until_ns = give_up_ns(client), due_ns;

	if (client->next < client->loop.total) {
		due_ns = intended_ns(&client->loop, client->next);
		if (due_ns < until_ns)
			until_ns = due_ns;
	}
	return until_ns < over_ns ? until_ns : over_ns;
}

static void probe(struct client *client)
{
	struct epoll_event events[EVENTS];
	uint64_t over_ns, i;
	int ready, at;

	allocate_loop(&client->loop);
	for (i = 0; i < client->connections; i++) {
		client->kept[i] = add_connection(connect_first(client), EPOLLIN);
		client->kept[i]->sequence = i;
	}
	if (!client->connections && client->waits)
		close(connect_first(client));

	client->loop.start_ns = now_ns() + START_DELAY_NS;
	over_ns = intended_ns(&client->loop, client->loop.total - 1) + client->deadline_ns;
	while (client->ended < client->loop.total && now_ns() <= over_ns) {
		ready = wait_until(next_work_ns(client, over_ns), events);
		for (at = 0; at < ready; at++)
			handle(client, &events[at]);
		while (give_up_ns(client) < now_ns()) {
			client->ended++;
			drop_connection(pool.oldest);
		}
		send_due(client);
	}
	print_rows(&client->loop);
	while (pool.oldest)
		drop_connection(pool.oldest);
	free_loop(&client->loop);
}

int main(int argc, char **argv)
{
	static const struct option options[] = {
		{ "connections", required_argument, NULL, 'n' },
		{ "cpu", required_argument, NULL, 'c' },
		{ "deadline-ms", required_argument, NULL, 'd' },
		{ "http", no_argument, NULL, 'h' },
		{ "no-wait", no_argument, NULL, 'o' },
		{ "rate", required_argument, NULL, 'r' },
		{ "seconds", required_argument, NULL, 's' },
		{ "warmup", required_argument, NULL, 'w' },
		{ NULL, 0, NULL, 0 },
	};
	unsigned long cpu = 0, rate = 0, seconds = 0, warmup = 0, port = 0;
	unsigned long connections = 0, deadline_ms = 0;
	int pinned = 0, bad = 0, http = 0, waits = 1, server, words, option;
	static struct client client;

	while ((option = getopt_long(argc, argv, "", options, NULL)) != -1) {
		if (option == 'c') {
			bad |= parse_number(optarg, 0, CPU_SETSIZE - 1, &cpu);
			pinned = 1;
		} else if (option == 'd') {
			bad |= parse_number(optarg, 1, 60000, &deadline_ms);
		} else if (option == 'h') {
			http = 1;
		} else if (option == 'n') {
			bad |= parse_number(optarg, 1, CONNECTIONS_MAX,
					    &connections);
		} else if (option == 'o') {
			waits = 0;
		} else if (option == 'r') {
			bad |= parse_number(optarg, 1, RATE_MAX, &rate);
		} else if (option == 's') {
			bad |= parse_number(optarg, 1, SECONDS_MAX, &seconds);
		} else if (option == 'w') {
			bad |= parse_number(optarg, 0, 1000000, &warmup);
		} else {
			bad = 1;
		}
	}
	words = argc - optind;
	server = words == 2 && !strcmp(argv[optind], "server");
	if (!server && (words != 3 || strcmp(argv[optind], "client")))
		usage();
	bad |= parse_number(argv[argc - 1], 1, 65535, &port);
	if (server ? rate || seconds || warmup || connections || http || !waits ||
		     deadline_ms : !rate || !seconds || (connections && http) || !(waits || http))
		bad = 1;
	if (bad)
		usage();

	prctl(PR_SET_TIMERSLACK, 1ul, 0, 0, 0);
	if (pinned)
		stay_on_cpu(cpu);
	mlockall(MCL_CURRENT | MCL_FUTURE);	/* best effort */
	open_pool();
	if (server)
		serve(port);
	client.peer.sin_family = AF_INET;
	client.peer.sin_port = htons((uint16_t)port);
	if (inet_pton(AF_INET, argv[optind + 1], &client.peer.sin_addr) != 1)
		usage();
	client.loop.rate = rate;
	client.loop.warmup = warmup;
	client.loop.total = warmup + (uint64_t)rate * seconds;
	client.waits = waits;
	client.connections = http ? 0 : connections ? connections : 1;
	client.deadline_ns = (deadline_ms ? deadline_ms : 3000) * NS_PER_MS;
	probe(&client);
	return 0;
}
