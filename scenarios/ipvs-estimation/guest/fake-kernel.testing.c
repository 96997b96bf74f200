/* SPDX-License-Identifier: MIT */
/*
 * Stands in for the kernel when ipvs-load is linked with it and with
 * -Wl,--wrap=send,--wrap=recv: knows the family IPVS, acknowledges every rule
 * and refuses those of the destination address $REFUSED (EEXIST). Writes the
 * address of each rule it takes to the file $TAKEN.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>

#include <linux/genetlink.h>
#include <linux/ip_vs.h>
#include <linux/netlink.h>

#define FAMILY_ID	33

ssize_t __wrap_send(int fd, const void *bytes, size_t length, int flags);
ssize_t __wrap_recv(int fd, void *bytes, size_t capacity, int flags);

static uint32_t sent[1 << 18];
static size_t sent_length;

ssize_t __wrap_send(int fd, const void *bytes, size_t length, int flags)
{
	(void)fd;
	(void)flags;
	if (length > sizeof(sent))
		abort();
	memcpy(sent, bytes, length);
	sent_length = length;
	return (ssize_t)length;
}

/* The attribute of that type among those from @p to @end. */
static const char *find(const char *p, const char *end, int type)
{
	const struct nlattr *attribute;

	while (p < end) {
		attribute = (const struct nlattr *)p;
		if ((attribute->nla_type & NLA_TYPE_MASK) == type)
			return p;
		p += NLA_ALIGN(attribute->nla_len);
	}
	return NULL;
}

/* The address of a message's destination or, without one, of its service. */
static void rule_address(const struct nlmsghdr *header, char *text)
{
	const char *p = (const char *)NLMSG_DATA(header) + GENL_HDRLEN;
	const char *end = (const char *)header + header->nlmsg_len;
	const char *nest = find(p, end, IPVS_CMD_ATTR_DEST);
	int type = IPVS_DEST_ATTR_ADDR;
	struct in_addr address;

	if (!nest) {
		nest = find(p, end, IPVS_CMD_ATTR_SERVICE);
		type = IPVS_SVC_ATTR_ADDR;
	}
	if (!nest)
		abort();
	end = nest + ((const struct nlattr *)nest)->nla_len;
	memcpy(&address, find(nest + NLA_HDRLEN, end, type) + NLA_HDRLEN,
	       sizeof(address));
	inet_ntop(AF_INET, &address, text, INET_ADDRSTRLEN);
}

static size_t answer_family(struct nlmsghdr *reply)
{
	const uint16_t id = FAMILY_ID;
	struct nlattr *attribute;

	memset(reply, 0, 64);
	attribute = (struct nlattr *)((char *)NLMSG_DATA(reply) + GENL_HDRLEN);
	attribute->nla_type = CTRL_ATTR_FAMILY_ID;
	attribute->nla_len = (uint16_t)(NLA_HDRLEN + sizeof(id));
	memcpy((char *)attribute + NLA_HDRLEN, &id, sizeof(id));
	reply->nlmsg_type = GENL_ID_CTRL;
	reply->nlmsg_len = (uint32_t)(NLMSG_LENGTH(GENL_HDRLEN) +
				      NLA_ALIGN(attribute->nla_len));
	return reply->nlmsg_len;
}

static size_t acknowledge(const struct nlmsghdr *header, struct nlmsghdr *reply,
			  FILE *taken)
{
	const char *refused = getenv("REFUSED");
	char address[INET_ADDRSTRLEN];
	struct nlmsgerr *error;

	rule_address(header, address);
	reply->nlmsg_len = (uint32_t)NLMSG_LENGTH(sizeof(*error));
	reply->nlmsg_type = NLMSG_ERROR;
	reply->nlmsg_flags = 0;
	reply->nlmsg_seq = header->nlmsg_seq;
	reply->nlmsg_pid = 0;
	error = NLMSG_DATA(reply);
	error->error = refused && !strcmp(refused, address) ? -EEXIST : 0;
	error->msg = *header;
	if (!error->error)
		fprintf(taken, "%s %s\n", header->nlmsg_type == FAMILY_ID ?
			"rule" : "unknown family", address);
	return NLMSG_ALIGN(reply->nlmsg_len);
}

ssize_t __wrap_recv(int fd, void *bytes, size_t capacity, int flags)
{
	const char *p = (const char *)sent, *end = p + sent_length;
	char *out = bytes;
	FILE *taken;

	(void)fd;
	(void)flags;
	(void)capacity;
	if (((const struct nlmsghdr *)p)->nlmsg_type == GENL_ID_CTRL)
		return (ssize_t)answer_family(bytes);
	taken = fopen(getenv("TAKEN"), "a");
	if (!taken)
		abort();
	for (; p < end; p += NLMSG_ALIGN(((const struct nlmsghdr *)p)->nlmsg_len))
		out += acknowledge((const struct nlmsghdr *)p,
				   (struct nlmsghdr *)out, taken);
	fclose(taken);
	return out - (char *)bytes;
}
