/* SPDX-License-Identifier: MIT */
/*
 * udp-probe - packet latency by an open loop of UDP echoes.
 *
 * Usage:  udp-probe server PORT [--cpu N]
 *         udp-probe client ADDRESS PORT --rate PPS --seconds S
 *                   [--cpu N] [--warmup N]
 *
 *         The server echoes until SIGTERM or an hour without packets. The
 *         client sends PPS packets a second (1 to 20000) for S seconds (1 to
 *         600). Packet i is due at t0 + i / PPS whatever became of those
 *         before it, so that a stall is seen by every packet it held up, also
 *         by those that could not be sent: count latency from intended_ns.
 *         ADDRESS is IPv4.
 *
 *         --cpu N      stay on CPU N
 *         --warmup N   send N packets more before those that are recorded
 *
 *         Before that the client waits up to 3 s for the server to answer,
 *         and after the last packet up to 3 s for what is still missing.
 *
 * Output: server: a line `ready` once bound
 *         client: CSV
 *         sequence,intended_ns,sent_ns,received_ns,kernel_received_ns
 *         in ns of CLOCK_MONOTONIC (comparable with trace_clock mono), printed
 *         at the end; received_ns is empty for a lost packet.
 *
 *         kernel_received_ns is when the client's kernel took the answer from
 *         the device (SO_TIMESTAMPNS), before the softirq that delivers it:
 *         until then it was the way and the server, from then on to
 *         received_ns the softirq, the socket and the scheduler. The kernel
 *         says it in CLOCK_REALTIME; by how much that is ahead is read beside
 *         each packet, which is exact to the time that reading two clocks
 *         takes. It is empty where the kernel said none, or the wall clock was
 *         set meanwhile.
 *
 * Exit:   0 done (also when packets were lost), 1 failure, 2 usage
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <getopt.h>
#include <netinet/in.h>
#include <pthread.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include "open-loop.h"

#define RATE_MAX		20000ul
#define SECONDS_MAX		600ul
#define SOCKET_BUFFER		(4 << 20)
#define IDLE_DEADLINE_S		3600
#define HANDSHAKE_DEADLINE_NS	(3 * NS_PER_S)
#define STRAGGLER_DEADLINE_NS	(3 * NS_PER_S)
#define RECEIVE_SLICE_MS	50
#define START_DELAY_NS		(50 * NS_PER_MS)
#define RECEIVER_STACK		((size_t)256 * 1024)
#define HELLO			UINT64_MAX
#define AHEAD_READINGS		16

struct packet {
	uint64_t session;
	uint64_t sequence;
	unsigned char padding[48];
};

/* By how much CLOCK_REALTIME is ahead of CLOCK_MONOTONIC: between these. */
struct ahead {
	int64_t lowest_ns;
	int64_t highest_ns;
};

struct client {
	int fd;
	uint64_t session;
	struct ahead ahead;
	struct open_loop loop;
	uint64_t give_up_ns;		/* atomic; 0 while packets are sent */
	uint64_t unsent;
	int receive_error;
};

__attribute__((noreturn))
static void usage(void)
{
	fputs("usage: udp-probe server PORT [--cpu N]\n"
	      "       udp-probe client ADDRESS PORT --rate PPS --seconds S [--cpu N] [--warmup N]\n"
	      "       PPS 1 to 20000, S 1 to 600\n", stderr);
	exit(2);
}

static int open_socket(unsigned int receive_deadline_ms)
{
	const struct timeval deadline = {
		.tv_sec = receive_deadline_ms / 1000,
		.tv_usec = receive_deadline_ms % 1000 * 1000,
	};
	const struct timeval send_deadline = { .tv_sec = 1 };
	const int size = SOCKET_BUFFER;
	int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);

	if (fd < 0)
		die("open UDP socket: %s", strerror(errno));
	/* A larger buffer is best effort, a deadline is not. */
	if (setsockopt(fd, SOL_SOCKET, SO_RCVBUFFORCE, &size, sizeof(size)))
		setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &size, sizeof(size));
	if (setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &deadline, sizeof(deadline)) ||
	    setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &send_deadline,
		       sizeof(send_deadline)))
		die("set deadline of UDP socket: %s", strerror(errno));
	return fd;
}

/* --- server -------------------------------------------------------------- */

static void on_terminate(int number)
{
	(void)number;
	_exit(0);
}

__attribute__((noreturn))
static void serve(unsigned long port)
{
	struct sockaddr_in address = { .sin_family = AF_INET }, peer;
	int fd = open_socket(IDLE_DEADLINE_S * 1000u);
	unsigned char bytes[2048];
	socklen_t peer_length;
	ssize_t length;

	signal(SIGTERM, on_terminate);
	address.sin_port = htons((uint16_t)port);
	if (bind(fd, (struct sockaddr *)&address, sizeof(address)))
		die("bind port %lu: %s", port, strerror(errno));
	if (puts("ready") < 0 || fflush(stdout))
		die("write stdout: %s", strerror(errno));
	for (;;) {
		peer_length = sizeof(peer);
		length = recvfrom(fd, bytes, sizeof(bytes), 0,
				  (struct sockaddr *)&peer, &peer_length);
		if (length < 0 && errno == EINTR)
			continue;
		if (length < 0 && errno == EAGAIN)
			die("receive: no packet in %d s", IDLE_DEADLINE_S);
		if (length < 0)
			die("receive: %s", strerror(errno));
		/* What cannot be sent back is lost, and the client counts it. */
		sendto(fd, bytes, (size_t)length, 0, (struct sockaddr *)&peer,
		       peer_length);
	}
}

/* --- client -------------------------------------------------------------- */

static int send_packet(const struct client *client, uint64_t sequence)
{
	struct packet packet;

	memset(&packet, 0, sizeof(packet));
	packet.session = client->session;
	packet.sequence = sequence;
	if (send(client->fd, &packet, sizeof(packet), 0) == sizeof(packet))
		return 0;
	/* That was an earlier packet's ICMP error; this one was not tried. */
	if (errno == ECONNREFUSED &&
	    send(client->fd, &packet, sizeof(packet), 0) == sizeof(packet))
		return 0;
	return -1;
}

/* Of CLOCK_REALTIME; 0 when the kernel gave none. */
static uint64_t kernel_stamp(struct msghdr *message)
{
	struct cmsghdr *control = CMSG_FIRSTHDR(message);
	struct timespec at;

	for (; control; control = CMSG_NXTHDR(message, control)) {
		if (control->cmsg_level != SOL_SOCKET ||
		    control->cmsg_type != SCM_TIMESTAMPNS ||
		    control->cmsg_len < CMSG_LEN(sizeof(at)))
			continue;
		memcpy(&at, CMSG_DATA(control), sizeof(at));
		return (uint64_t)at.tv_sec * NS_PER_S + (uint64_t)at.tv_nsec;
	}
	return 0;
}

/*
 * Narrows what is known by one more reading, begun at at_ns: the difference
 * stays the same until somebody sets the wall clock.
 */
static void read_ahead(struct ahead *ahead, uint64_t at_ns)
{
	const int64_t wall_ns = (int64_t)clock_ns(CLOCK_REALTIME);
	const int64_t lowest_ns = wall_ns - (int64_t)now_ns();
	const int64_t highest_ns = wall_ns - (int64_t)at_ns;

	if (lowest_ns > ahead->highest_ns || highest_ns < ahead->lowest_ns) {
		ahead->lowest_ns = lowest_ns;
		ahead->highest_ns = highest_ns;
		return;
	}
	if (lowest_ns > ahead->lowest_ns)
		ahead->lowest_ns = lowest_ns;
	if (highest_ns < ahead->highest_ns)
		ahead->highest_ns = highest_ns;
}

static uint64_t on_monotonic(const struct ahead *ahead, uint64_t wall_ns)
{
	return wall_ns - (uint64_t)(ahead->lowest_ns + (ahead->highest_ns -
							ahead->lowest_ns) / 2);
}

/*
 * Returns 1 and the sequence for an own packet, 0 for none, -1 on failure.
 * stamp_ns is the kernel's, as kernel_stamp() gives it.
 */
static int receive_packet(const struct client *client, uint64_t *sequence,
			  uint64_t *stamp_ns)
{
	union {
		char bytes[CMSG_SPACE(sizeof(struct timespec))];
		struct cmsghdr aligned;
	} control;
	struct packet packet;
	struct iovec place = { &packet, sizeof(packet) };
	struct msghdr message;
	ssize_t length;

	memset(&message, 0, sizeof(message));
	message.msg_iov = &place;
	message.msg_iovlen = 1;
	message.msg_control = control.bytes;
	message.msg_controllen = sizeof(control.bytes);
	length = recvmsg(client->fd, &message, 0);
	if (length < 0)
		return errno == EAGAIN || errno == EINTR ||
		       errno == ECONNREFUSED ? 0 : -1;
	if (length != sizeof(packet) || packet.session != client->session)
		return 0;
	*sequence = packet.sequence;
	*stamp_ns = kernel_stamp(&message);
	return 1;
}

static void shake_hands(const struct client *client, const char *address,
			unsigned long port)
{
	static const struct timespec delay = { 0, 10 * NS_PER_MS };
	uint64_t give_up_ns = now_ns() + HANDSHAKE_DEADLINE_NS;
	uint64_t sequence = 0, stamp_ns;
	int reason = EAGAIN;

	while (now_ns() < give_up_ns) {
		if (send_packet(client, HELLO)) {
			reason = errno;
			nanosleep(&delay, NULL);
			continue;
		}
		errno = 0;
		if (receive_packet(client, &sequence, &stamp_ns) == 1 &&
		    sequence == HELLO)
			return;
		if (errno == ECONNREFUSED)
			nanosleep(&delay, NULL);
		if (errno)
			reason = errno;
	}
	die("handshake with %s port %lu: no answer in %d s: %s", address, port,
	    (int)(HANDSHAKE_DEADLINE_NS / NS_PER_S), strerror(reason));
}

static void *receive_all(void *argument)
{
	struct client *client = argument;
	uint64_t arrived = 0, sequence = 0, stamp_ns = 0, give_up_ns, at_ns;
	int received;

	while (arrived < client->loop.total) {
		received = receive_packet(client, &sequence, &stamp_ns);
		if (received < 0) {
			client->receive_error = errno;
			break;
		}
		if (received && sequence < client->loop.total &&
		    !client->loop.received_ns[sequence]) {
			at_ns = now_ns();
			client->loop.received_ns[sequence] = at_ns;
			read_ahead(&client->ahead, at_ns);
			if (stamp_ns)
				client->loop.kernel_received_ns[sequence] =
					on_monotonic(&client->ahead, stamp_ns);
			arrived++;
			continue;
		}
		give_up_ns = __atomic_load_n(&client->give_up_ns,
					     __ATOMIC_ACQUIRE);
		if (give_up_ns && now_ns() >= give_up_ns)
			break;
	}
	return NULL;
}

static pthread_t start_receiver(struct client *client)
{
	pthread_attr_t attributes;
	pthread_t thread;
	int error;

	error = pthread_attr_init(&attributes);
	if (!error)
		error = pthread_attr_setstacksize(&attributes, RECEIVER_STACK);
	if (!error)
		error = pthread_create(&thread, &attributes, receive_all,
				       client);
	if (error)
		die("start receiver thread: %s", strerror(error));
	pthread_attr_destroy(&attributes);
	return thread;
}

static void send_all(struct client *client)
{
	uint64_t i;

	for (i = 0; i < client->loop.total; i++) {
		sleep_until(intended_ns(&client->loop, i));
		client->loop.sent_ns[i] = now_ns();
		if (send_packet(client, i))
			client->unsent++;
	}
	__atomic_store_n(&client->give_up_ns,
			 now_ns() + STRAGGLER_DEADLINE_NS, __ATOMIC_RELEASE);
}

static void probe(struct client *client, const char *address,
		  unsigned long port)
{
	struct sockaddr_in peer = { .sin_family = AF_INET };
	const int yes = 1;
	pthread_t receiver;
	int i;

	peer.sin_port = htons((uint16_t)port);
	if (inet_pton(AF_INET, address, &peer.sin_addr) != 1)
		usage();
	client->fd = open_socket(RECEIVE_SLICE_MS);
	if (connect(client->fd, (struct sockaddr *)&peer, sizeof(peer)))
		die("connect %s port %lu: %s", address, port, strerror(errno));
	client->session = (uint64_t)getpid() << 32 ^ now_ns();
	allocate_loop(&client->loop);
	client->loop.kernel_received_ns = allocate_times(client->loop.total);
	/* Best effort: without, nobody says when the kernel took a packet. */
	setsockopt(client->fd, SOL_SOCKET, SO_TIMESTAMPNS, &yes, sizeof(yes));
	client->ahead.lowest_ns = INT64_MIN;
	client->ahead.highest_ns = INT64_MAX;
	for (i = 0; i < AHEAD_READINGS; i++)
		read_ahead(&client->ahead, now_ns());
	shake_hands(client, address, port);

	client->loop.start_ns = now_ns() + START_DELAY_NS;
	receiver = start_receiver(client);
	send_all(client);
	pthread_join(receiver, NULL);
	if (client->receive_error)
		die("receive from %s port %lu: %s", address, port,
		    strerror(client->receive_error));
	if (client->unsent)
		fprintf(stderr, "udp-probe: send to %s port %lu: %llu packets could not be sent\n",
			address, port, (unsigned long long)client->unsent);
	print_rows(&client->loop);
	close(client->fd);
	free_loop(&client->loop);
}

int main(int argc, char **argv)
{
	static const struct option options[] = {
		{ "cpu", required_argument, NULL, 'c' },
		{ "rate", required_argument, NULL, 'r' },
		{ "seconds", required_argument, NULL, 's' },
		{ "warmup", required_argument, NULL, 'w' },
		{ NULL, 0, NULL, 0 },
	};
	unsigned long cpu = 0, rate = 0, seconds = 0, warmup = 0, port = 0;
	int pinned = 0, bad = 0, server, words, option;
	struct client client;

	while ((option = getopt_long(argc, argv, "", options, NULL)) != -1) {
		if (option == 'c') {
			bad |= parse_number(optarg, 0, CPU_SETSIZE - 1, &cpu);
			pinned = 1;
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
	if (server ? rate || seconds || warmup : !rate || !seconds)
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
	client.loop.rate = rate;
	client.loop.warmup = warmup;
	client.loop.total = warmup + (uint64_t)rate * seconds;
	probe(&client, argv[optind + 1], port);
	return 0;
}
