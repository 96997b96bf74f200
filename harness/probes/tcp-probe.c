/*
 * tcp-probe - request latency by an open loop over TCP.
 *
 * Usage:  tcp-probe server PORT [--cpu N]
 *         tcp-probe client ADDRESS PORT --rate RPS --seconds S
 *                   [--connections N | --http] [--deadline-ms N]
 *                   [--cpu N] [--warmup N]
 *
 *         The client sends RPS requests a second (1 to 5000) for S seconds (1
 *         to 600). Request i is due at t0 + i / RPS whatever became of those
 *         before it: count latency from intended_ns. ADDRESS is IPv4.
 *
 *         --connections N  send 64 bytes that the server echoes, over N
 *                          connections in turn that stay open (1 to 64; 1)
 *         --http           send a small GET instead, over a new connection
 *                          each; the answer has a Content-Length, and the
 *                          server closes
 *         --deadline-ms N  give a request up N ms after it was due (1 to
 *                          60000; 3000), as a client with a time-out does;
 *                          with --http its connection is closed then
 *         --cpu N          stay on CPU N
 *         --warmup N       send N requests more before those recorded
 *
 *         The server answers until SIGTERM or an hour without requests.
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
#include <poll.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include "open-loop.h"

#define RATE_MAX		5000ul
#define SECONDS_MAX		600ul
#define CONNECTIONS_MAX		64ul
#define SLOTS			1000
#define SOCKET_BUFFER		(4 << 20)
#define IDLE_DEADLINE_MS	(3600 * 1000)
#define HANDSHAKE_DEADLINE_NS	(3 * NS_PER_S)
#define START_DELAY_NS		(50 * NS_PER_MS)
#define MESSAGE			64
#define HEAD_MAX		1024

static const char get[] =
	"GET / HTTP/1.1\r\nHost: netknee\r\nConnection: close\r\n\r\n";
static const char answer[] =
	"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n"
	"Content-Length: 3\r\nConnection: close\r\n\r\nok\n";

/* First an E, which no GET begins with. */
struct message {
	char magic[8];
	uint64_t sequence;
	char padding[MESSAGE - 16];
};

struct connection {
	int fd;
	int connecting;
	uint64_t sequence;		/* of the GET it carries */
	size_t have;
	char bytes[HEAD_MAX];
};

struct client {
	struct sockaddr_in peer;
	struct open_loop loop;
	uint64_t connections;		/* 0: a GET over a new one each */
	uint64_t deadline_ns;
	uint64_t next;			/* to be sent */
	uint64_t ended;			/* answered, or failed at once */
};

/* Connections 0 to used - 1 are open; polled[i] is that of connection i. */
static struct connection slots[SLOTS];
static struct pollfd polled[SLOTS + 1];
static size_t used;

__attribute__((noreturn))
static void usage(void)
{
	fputs("usage: tcp-probe server PORT [--cpu N]\n"
	      "       tcp-probe client ADDRESS PORT --rate RPS --seconds S [--connections N | --http]\n"
	      "                 [--deadline-ms N] [--cpu N] [--warmup N]\n"
	      "       RPS 1 to 5000, S 1 to 600, connections 1 to 64, deadline 1 to 60000 ms\n",
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

static struct connection *add_connection(int fd, short events)
{
	struct connection *added = &slots[used];

	memset(added, 0, sizeof(*added));
	added->fd = fd;
	polled[used].fd = fd;
	polled[used].events = events;
	polled[used].revents = 0;
	used++;
	return added;
}

/* The last one takes its place: whoever walks through them goes backwards. */
static void drop_connection(size_t i)
{
	close(slots[i].fd);
	used--;
	slots[i] = slots[used];
	polled[i] = polled[used];
}

static int would_block(ssize_t length)
{
	return length < 0 && (errno == EAGAIN || errno == EINTR);
}

/* --- server -------------------------------------------------------------- */

static void on_terminate(int number)
{
	(void)number;
	_exit(0);
}

/* Returns 0 while the connection may stay open. */
static int serve_bytes(struct connection *connection)
{
	char *bytes = connection->bytes;
	ssize_t length = recv(connection->fd, bytes + connection->have,
			      HEAD_MAX - connection->have, 0);
	size_t echoed;

	if (would_block(length))
		return 0;
	if (length <= 0)
		return -1;
	connection->have += (size_t)length;
	if (bytes[0] == 'G') {
		if (connection->have < 4 ||
		    memcmp(bytes + connection->have - 4, "\r\n\r\n", 4))
			return connection->have < HEAD_MAX ? 0 : -1;
		/* What cannot be sent is missing to the client. */
		send(connection->fd, answer, sizeof(answer) - 1, MSG_NOSIGNAL);
		return -1;
	}
	echoed = connection->have;
	connection->have = 0;
	return send(connection->fd, bytes, echoed, MSG_NOSIGNAL) ==
	       (ssize_t)echoed ? 0 : -1;
}

static void accept_all(int listener)
{
	const int yes = 1;
	int fd;

	while (used < SLOTS) {
		fd = accept4(listener, NULL, NULL,
			     SOCK_CLOEXEC | SOCK_NONBLOCK);
		if (fd < 0)
			return;
		setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof(yes));
		add_connection(fd, POLLIN);
	}
}

__attribute__((noreturn))
static void serve(unsigned long port)
{
	struct sockaddr_in address = { .sin_family = AF_INET };
	const int yes = 1;
	int listener = open_socket(), ready;
	size_t i;

	signal(SIGTERM, on_terminate);
	address.sin_port = htons((uint16_t)port);
	setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof(yes));
	if (bind(listener, (struct sockaddr *)&address, sizeof(address)) ||
	    listen(listener, SLOTS))
		die("listen on port %lu: %s", port, strerror(errno));
	if (puts("ready") < 0 || fflush(stdout))
		die("write stdout: %s", strerror(errno));
	for (;;) {
		polled[used].fd = listener;
		polled[used].events = POLLIN;
		polled[used].revents = 0;
		ready = poll(polled, used + 1, IDLE_DEADLINE_MS);
		if (ready < 0 && errno != EINTR)
			die("poll: %s", strerror(errno));
		if (!ready)
			die("no request in %d s", IDLE_DEADLINE_MS / 1000);
		for (i = used; i-- > 0;)
			if (polled[i].revents && serve_bytes(&slots[i]))
				drop_connection(i);
		accept_all(listener);
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

static void send_message(struct client *client, uint64_t sequence)
{
	struct message message;
	int fd = slots[sequence % client->connections].fd;

	memset(&message, 0, sizeof(message));
	memcpy(message.magic, "ECHO", 4);
	message.sequence = sequence;
	if (send(fd, &message, sizeof(message), MSG_NOSIGNAL) !=
	    sizeof(message))
		die("send request %llu: %s", (unsigned long long)sequence,
		    strerror(errno));
}

static void send_get(struct client *client, uint64_t sequence)
{
	int fd;

	/* As a client that has no more connections to give. */
	if (used == SLOTS) {
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
	add_connection(fd, POLLOUT)->sequence = sequence;
	slots[used - 1].connecting = 1;
}

static void send_due(struct client *client)
{
	uint64_t i;

	while (client->next < client->loop.total &&
	       now_ns() >= intended_ns(&client->loop, client->next)) {
		i = client->next++;
		client->loop.sent_ns[i] = now_ns();
		if (client->connections)
			send_message(client, i);
		else
			send_get(client, i);
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

static int go_on_with_get(struct client *client,
			  struct connection *connection, struct pollfd *poll)
{
	ssize_t length;

	if (connection->connecting) {
		if (send(connection->fd, get, sizeof(get) - 1,
			 MSG_NOSIGNAL) != sizeof(get) - 1) {
			client->ended++;
			return -1;
		}
		connection->connecting = 0;
		poll->events = POLLIN;
		return 0;
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

static void handle(struct client *client)
{
	uint64_t given_up_ns = now_ns() - client->deadline_ns;
	size_t i;

	for (i = used; i-- > 0;) {
		if (client->connections) {
			if (polled[i].revents &&
			    read_messages(client, &slots[i]))
				die("the server closed a connection");
		} else if (polled[i].revents) {
			if (go_on_with_get(client, &slots[i], &polled[i]))
				drop_connection(i);
		} else if (intended_ns(&client->loop, slots[i].sequence) <
			   given_up_ns) {
			client->ended++;
			drop_connection(i);
		}
	}
}

/* Until the next request is due; else often enough to give requests up. */
static void wait_for_work(const struct client *client, uint64_t until_ns)
{
	const uint64_t at_ns = now_ns();
	uint64_t left_ns = NS_PER_MS;
	struct timespec wait = { 0, 0 };

	if (client->next < client->loop.total)
		until_ns = intended_ns(&client->loop, client->next);
	if (until_ns < at_ns)
		left_ns = 0;
	else if (until_ns - at_ns < left_ns)
		left_ns = until_ns - at_ns;
	wait.tv_nsec = (long)left_ns;
	if (ppoll(polled, used, &wait, NULL) < 0 && errno != EINTR)
		die("poll: %s", strerror(errno));
}

static void probe(struct client *client)
{
	uint64_t over_ns, i;

	allocate_loop(&client->loop);
	if (client->connections)
		for (i = 0; i < client->connections; i++)
			add_connection(connect_first(client), POLLIN);
	else
		close(connect_first(client));

	client->loop.start_ns = now_ns() + START_DELAY_NS;
	over_ns = intended_ns(&client->loop, client->loop.total - 1) + client->deadline_ns;
	while (client->ended < client->loop.total && now_ns() <= over_ns) {
		wait_for_work(client, over_ns);
		handle(client);
		send_due(client);
	}
	print_rows(&client->loop);
	while (used)
		drop_connection(used - 1);
	free_loop(&client->loop);
}

int main(int argc, char **argv)
{
	static const struct option options[] = {
		{ "connections", required_argument, NULL, 'n' },
		{ "cpu", required_argument, NULL, 'c' },
		{ "deadline-ms", required_argument, NULL, 'd' },
		{ "http", no_argument, NULL, 'h' },
		{ "rate", required_argument, NULL, 'r' },
		{ "seconds", required_argument, NULL, 's' },
		{ "warmup", required_argument, NULL, 'w' },
		{ NULL, 0, NULL, 0 },
	};
	unsigned long cpu = 0, rate = 0, seconds = 0, warmup = 0, port = 0;
	unsigned long connections = 0, deadline_ms = 0;
	int pinned = 0, bad = 0, http = 0, server, words, option;
	struct client client;

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
	if (server ? rate || seconds || warmup || connections || http ||
		     deadline_ms : !rate || !seconds || (connections && http))
		bad = 1;
	if (bad)
		usage();

	prctl(PR_SET_TIMERSLACK, 1ul, 0, 0, 0);
	if (pinned)
		stay_on_cpu(cpu);
	mlockall(MCL_CURRENT | MCL_FUTURE);	/* best effort */
	if (server)
		serve(port);
	memset(&client, 0, sizeof(client));
	client.peer.sin_family = AF_INET;
	client.peer.sin_port = htons((uint16_t)port);
	if (inet_pton(AF_INET, argv[optind + 1], &client.peer.sin_addr) != 1)
		usage();
	client.loop.rate = rate;
	client.loop.warmup = warmup;
	client.loop.total = warmup + (uint64_t)rate * seconds;
	client.connections = http ? 0 : connections ? connections : 1;
	client.deadline_ns = (deadline_ms ? deadline_ms : 3000) * NS_PER_MS;
	probe(&client);
	return 0;
}
