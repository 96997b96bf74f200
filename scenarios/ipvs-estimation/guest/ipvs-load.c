/* SPDX-License-Identifier: MIT */
/*
 * ipvs-load - load many IPVS rules fast, over generic netlink.
 *
 * Usage:  ipvs-load [--batch N] [--print] FROM TO
 *
 *         Loads the rules FROM .. TO - 1. Rule k with k % 10 == 0 is a TCP
 *         service (scheduler rr) on an address of its own; any other is a
 *         destination (masquerading, weight 1) of service k - k % 10, with
 *         an address of its own as well. So after rules 0 .. n - 1
 *         `ipvsadm -L -n | wc -l` says n + 3.
 *
 *         Services lie in 10.96.0.0/12, port 80, destinations in
 *         10.32.0.0/12, port 8080; no address ends in .0 or .255.
 *
 *         --batch N   rules per send, each acknowledged (1 to 1024, 64)
 *         --print     write the same rules as `ipvsadm -R` reads them
 *                     instead of loading them
 *
 * Output: CSV  from,to,acks,errors,duration_ns
 *         or, with --print, one line per rule.
 *
 * Exit:   0 all rules loaded, 1 any failure (stderr names the first rule
 *         that was refused), 2 usage
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <getopt.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <linux/genetlink.h>
#include <linux/ip_vs.h>
#include <linux/netlink.h>

#include "probe.h"

#define RULES_MAX		1000000ul
#define RULES_PER_SERVICE	10
#define SERVICE_NETWORK		0x0a600000u	/* 10.96.0.0 */
#define SERVICE_PORT		80
#define DESTINATION_NETWORK	0x0a200000u	/* 10.32.0.0 */
#define DESTINATION_PORT	8080
#define SCHEDULER		"rr"
#define FAMILY			"IPVS"

#define BATCH_MAX		1024ul
#define MESSAGE_MAX_LENGTH	512
#define SOCKET_BUFFER		(8 << 20)
#define REPLY_DEADLINE_S	30

struct connection {
	int fd;
	uint16_t family;
	uint32_t sequence;
	size_t pending;			/* bytes of buffer in use */
	uint32_t buffer[BATCH_MAX * MESSAGE_MAX_LENGTH / sizeof(uint32_t)];
	uint32_t reply[1 << 16];
};

struct outcome {
	unsigned long acks;
	unsigned long errors;
	unsigned long first_rule;
	int first_error;
};

__attribute__((noreturn))
static void usage(void)
{
	fputs("usage: ipvs-load [--batch N] [--print] FROM TO  (0 <= FROM <= TO <= 1000000, N 1 to 1024)\n",
	      stderr);
	exit(2);
}

/* The index-th address of a network whose hosts end in 1 to 254. */
static struct in_addr host_address(uint32_t network, unsigned long index)
{
	struct in_addr address;

	address.s_addr = htonl(network + (uint32_t)(index / 254 * 256 +
						    index % 254 + 1));
	return address;
}

static int is_service(unsigned long rule)
{
	return rule % RULES_PER_SERVICE == 0;
}

static struct in_addr service_address(unsigned long rule)
{
	return host_address(SERVICE_NETWORK, rule / RULES_PER_SERVICE);
}

static struct in_addr destination_address(unsigned long rule)
{
	return host_address(DESTINATION_NETWORK, rule);
}

static void print_rule(unsigned long rule)
{
	char service[INET_ADDRSTRLEN], destination[INET_ADDRSTRLEN];
	struct in_addr address = service_address(rule);

	inet_ntop(AF_INET, &address, service, sizeof(service));
	if (is_service(rule)) {
		printf("-A -t %s:%d -s %s\n", service, SERVICE_PORT, SCHEDULER);
		return;
	}
	address = destination_address(rule);
	inet_ntop(AF_INET, &address, destination, sizeof(destination));
	printf("-a -t %s:%d -r %s:%d -m -w 1\n", service, SERVICE_PORT,
	       destination, DESTINATION_PORT);
}

/* --- netlink messages ---------------------------------------------------- */

static struct nlmsghdr *message_begin(struct connection *connection,
				      uint16_t type, uint8_t command,
				      uint16_t flags)
{
	struct nlmsghdr *header;
	struct genlmsghdr *generic;

	header = (struct nlmsghdr *)((char *)connection->buffer +
				     connection->pending);
	memset(header, 0, MESSAGE_MAX_LENGTH);
	header->nlmsg_len = NLMSG_LENGTH(GENL_HDRLEN);
	header->nlmsg_type = type;
	header->nlmsg_flags = NLM_F_REQUEST | flags;
	header->nlmsg_seq = connection->sequence++;
	generic = NLMSG_DATA(header);
	generic->cmd = command;
	generic->version = 1;
	return header;
}

static void message_end(struct connection *connection,
			const struct nlmsghdr *header)
{
	connection->pending += NLMSG_ALIGN(header->nlmsg_len);
}

static struct nlattr *put(struct nlmsghdr *header, uint16_t type,
			  const void *value, size_t length)
{
	struct nlattr *attribute;

	attribute = (struct nlattr *)((char *)header + header->nlmsg_len);
	attribute->nla_type = type;
	attribute->nla_len = (uint16_t)(NLA_HDRLEN + length);
	if (length)
		memcpy((char *)attribute + NLA_HDRLEN, value, length);
	header->nlmsg_len += NLA_ALIGN(attribute->nla_len);
	return attribute;
}

static void put_u16(struct nlmsghdr *header, uint16_t type, uint16_t value)
{
	put(header, type, &value, sizeof(value));
}

static void put_u32(struct nlmsghdr *header, uint16_t type, uint32_t value)
{
	put(header, type, &value, sizeof(value));
}

/* IPVS wants room for an IPv6 address whatever the family is. */
static void put_address(struct nlmsghdr *header, uint16_t type,
			struct in_addr address)
{
	unsigned char bytes[16] = { 0 };

	memcpy(bytes, &address, sizeof(address));
	put(header, type, bytes, sizeof(bytes));
}

static struct nlattr *nest_begin(struct nlmsghdr *header, uint16_t type)
{
	return put(header, NLA_F_NESTED | type, NULL, 0);
}

static void nest_end(const struct nlmsghdr *header, struct nlattr *nest)
{
	nest->nla_len = (uint16_t)((const char *)header + header->nlmsg_len -
				   (char *)nest);
}

/* The service itself when it is new, else what a destination refers to. */
static void put_service(struct nlmsghdr *header, unsigned long rule, int new)
{
	const struct ip_vs_flags flags = { 0, ~0u };
	struct nlattr *nest = nest_begin(header, IPVS_CMD_ATTR_SERVICE);

	put_u16(header, IPVS_SVC_ATTR_AF, AF_INET);
	put_u16(header, IPVS_SVC_ATTR_PROTOCOL, IPPROTO_TCP);
	put_address(header, IPVS_SVC_ATTR_ADDR, service_address(rule));
	put_u16(header, IPVS_SVC_ATTR_PORT, htons(SERVICE_PORT));
	if (new) {
		put(header, IPVS_SVC_ATTR_SCHED_NAME, SCHEDULER,
		    sizeof(SCHEDULER));
		put(header, IPVS_SVC_ATTR_FLAGS, &flags, sizeof(flags));
		put_u32(header, IPVS_SVC_ATTR_TIMEOUT, 0);
		put_u32(header, IPVS_SVC_ATTR_NETMASK, ~0u);
	}
	nest_end(header, nest);
}

static void put_destination(struct nlmsghdr *header, unsigned long rule)
{
	struct nlattr *nest = nest_begin(header, IPVS_CMD_ATTR_DEST);

	put_address(header, IPVS_DEST_ATTR_ADDR, destination_address(rule));
	put_u16(header, IPVS_DEST_ATTR_PORT, htons(DESTINATION_PORT));
	put_u32(header, IPVS_DEST_ATTR_FWD_METHOD, IP_VS_CONN_F_MASQ);
	put_u32(header, IPVS_DEST_ATTR_WEIGHT, 1);
	put_u32(header, IPVS_DEST_ATTR_U_THRESH, 0);
	put_u32(header, IPVS_DEST_ATTR_L_THRESH, 0);
	nest_end(header, nest);
}

static void add_rule(struct connection *connection, unsigned long rule)
{
	int new = is_service(rule);
	struct nlmsghdr *header;

	header = message_begin(connection, connection->family,
			       new ? IPVS_CMD_NEW_SERVICE : IPVS_CMD_NEW_DEST,
			       NLM_F_ACK);
	put_service(header, rule, new);
	if (!new)
		put_destination(header, rule);
	message_end(connection, header);
}

/* --- talking to the kernel ----------------------------------------------- */

static void open_connection(struct connection *connection)
{
	const struct sockaddr_nl kernel = { .nl_family = AF_NETLINK };
	const struct timeval deadline = { .tv_sec = REPLY_DEADLINE_S };
	const int size = SOCKET_BUFFER;
	int fd = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_GENERIC);

	if (fd < 0)
		die("open generic netlink socket: %s", strerror(errno));
	/* Larger buffers are best effort, deadlines are not. */
	setsockopt(fd, SOL_SOCKET, SO_RCVBUFFORCE, &size, sizeof(size));
	setsockopt(fd, SOL_SOCKET, SO_SNDBUFFORCE, &size, sizeof(size));
	if (setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &deadline, sizeof(deadline)) ||
	    setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &deadline, sizeof(deadline)))
		die("set deadline of netlink socket: %s", strerror(errno));
	if (connect(fd, (const struct sockaddr *)&kernel, sizeof(kernel)))
		die("connect netlink socket: %s", strerror(errno));
	connection->fd = fd;
	connection->sequence = 1;
}

static void send_pending(struct connection *connection)
{
	ssize_t sent;

	do
		sent = send(connection->fd, connection->buffer,
			    connection->pending, 0);
	while (sent < 0 && errno == EINTR);
	if (sent < 0)
		die("send %zu bytes to the kernel: %s", connection->pending,
		    strerror(errno));
	if ((size_t)sent != connection->pending)
		die("send to the kernel: %zd of %zu bytes taken", sent,
		    connection->pending);
	connection->pending = 0;
}

static ssize_t receive(struct connection *connection, const char *what)
{
	ssize_t received;

	do
		received = recv(connection->fd, connection->reply,
				sizeof(connection->reply), MSG_TRUNC);
	while (received < 0 && errno == EINTR);
	if (received < 0 && errno == EAGAIN)
		die("%s: no answer from the kernel in %d s", what,
		    REPLY_DEADLINE_S);
	if (received < 0)
		die("%s: receive: %s", what, strerror(errno));
	if ((size_t)received > sizeof(connection->reply))
		die("%s: answer of %zd bytes is too long", what, received);
	return received;
}

static int error_of(const struct nlmsghdr *header)
{
	const struct nlmsgerr *error = NLMSG_DATA(header);

	if (header->nlmsg_len < NLMSG_LENGTH(sizeof(*error)))
		die("receive: short acknowledgement");
	return -error->error;
}

static uint16_t find_family_id(const struct nlmsghdr *header)
{
	const char *p = (const char *)NLMSG_DATA(header) + GENL_HDRLEN;
	const char *end = (const char *)header + header->nlmsg_len;
	const struct nlattr *attribute;
	uint16_t id;

	while (p + NLA_HDRLEN <= end) {
		attribute = (const struct nlattr *)p;
		if (attribute->nla_len < NLA_HDRLEN ||
		    p + attribute->nla_len > end)
			break;
		if (attribute->nla_type == CTRL_ATTR_FAMILY_ID &&
		    attribute->nla_len >= NLA_HDRLEN + sizeof(id)) {
			memcpy(&id, p + NLA_HDRLEN, sizeof(id));
			return id;
		}
		p += NLA_ALIGN(attribute->nla_len);
	}
	die("resolve family " FAMILY ": answer without an id");
}

static void resolve_family(struct connection *connection)
{
	const struct nlmsghdr *answer = (struct nlmsghdr *)connection->reply;
	struct nlmsghdr *header;
	ssize_t length;

	header = message_begin(connection, GENL_ID_CTRL, CTRL_CMD_GETFAMILY, 0);
	put(header, CTRL_ATTR_FAMILY_NAME, FAMILY, sizeof(FAMILY));
	message_end(connection, header);
	send_pending(connection);

	length = receive(connection, "resolve family " FAMILY);
	if (!NLMSG_OK(answer, length))
		die("resolve family " FAMILY ": malformed answer");
	if (answer->nlmsg_type == NLMSG_ERROR)
		die("resolve family " FAMILY ": %s (is the module ip_vs loaded?)",
		    strerror(error_of(answer)));
	connection->family = find_family_id(answer);
}

/* Sends a batch and takes one acknowledgement for each of its rules. */
static void load_batch(struct connection *connection, unsigned long from,
		       unsigned long to, struct outcome *outcome)
{
	uint32_t first = connection->sequence;
	unsigned long rule, missing = to - from;
	const struct nlmsghdr *header;
	ssize_t length;
	int error;

	for (rule = from; rule < to; rule++)
		add_rule(connection, rule);
	send_pending(connection);
	while (missing > 0) {
		length = receive(connection, "load rules");
		header = (struct nlmsghdr *)connection->reply;
		for (; NLMSG_OK(header, length);
		     header = NLMSG_NEXT(header, length)) {
			if (header->nlmsg_type != NLMSG_ERROR ||
			    header->nlmsg_seq - first >= to - from)
				die("load rules %lu to %lu: unexpected message type %u, sequence %u",
				    from, to, header->nlmsg_type,
				    header->nlmsg_seq);
			missing--;
			error = error_of(header);
			if (!error) {
				outcome->acks++;
				continue;
			}
			if (!outcome->errors++) {
				outcome->first_error = error;
				outcome->first_rule = from + header->nlmsg_seq -
						      first;
			}
		}
	}
}

static int load(unsigned long from, unsigned long to, unsigned long batch)
{
	static struct connection connection;
	struct outcome outcome = { 0, 0, 0, 0 };
	unsigned long rule, end;
	uint64_t start_ns;

	open_connection(&connection);
	resolve_family(&connection);
	start_ns = now_ns();
	for (rule = from; rule < to; rule = end) {
		end = to - rule > batch ? rule + batch : to;
		load_batch(&connection, rule, end, &outcome);
	}
	printf("from,to,acks,errors,duration_ns\n%lu,%lu,%lu,%lu,%llu\n", from,
	       to, outcome.acks, outcome.errors,
	       (unsigned long long)(now_ns() - start_ns));
	close(connection.fd);
	if (!outcome.errors)
		return 0;
	fprintf(stderr, "ipvs-load: %lu of %lu rules refused, first rule %lu (%s): %s\n",
		outcome.errors, to - from, outcome.first_rule,
		is_service(outcome.first_rule) ? "service" : "destination",
		strerror(outcome.first_error));
	return 1;
}

int main(int argc, char **argv)
{
	static const struct option options[] = {
		{ "batch", required_argument, NULL, 'b' },
		{ "print", no_argument, NULL, 'p' },
		{ NULL, 0, NULL, 0 },
	};
	unsigned long from, to, rule, batch = 64;
	int print = 0, status = 0, option;

	while ((option = getopt_long(argc, argv, "", options, NULL)) != -1) {
		if (option == 'p')
			print = 1;
		else if (option != 'b' ||
			 parse_number(optarg, 1, BATCH_MAX, &batch))
			usage();
	}
	if (argc - optind != 2 ||
	    parse_number(argv[optind], 0, RULES_MAX, &from) ||
	    parse_number(argv[optind + 1], 0, RULES_MAX, &to) || from > to)
		usage();
	if (print)
		for (rule = from; rule < to; rule++)
			print_rule(rule);
	else
		status = load(from, to, batch);
	if (fflush(stdout) || ferror(stdout))
		die("write stdout: %s", strerror(errno));
	return status;
}
