/* SPDX-License-Identifier: MIT */
/*
 * frame - wrap one file or stdin into a checked record on stdout.
 *
 * Usage:  frame KIND NAME [FILE]
 *
 * Output: @netknee 1 <KIND> <NAME> <length> <crc32>\n<payload>\n
 *         <length> is the payload's length in bytes, <crc32> the IEEE CRC-32
 *         in eight lower-case hex digits over "<KIND> <NAME>\n" and the
 *         payload. The payload is read to its end before anything is written,
 *         because files of /proc and pipes do not know their length.
 *
 * KIND and NAME consist of A-Z a-z 0-9 . _ / - and are at most 255 long.
 *
 * It waits for its input and for its reader as long as they take: whoever
 * starts it holds the deadline.
 *
 * Exit:   0 written in full, 1 failure, 2 usage
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define WORD_MAX_LENGTH	255
#define WORD_CHARS	"ABCDEFGHIJKLMNOPQRSTUVWXYZ" \
			"abcdefghijklmnopqrstuvwxyz0123456789._/-"
#define FIRST_CAPACITY	((size_t)64 * 1024)

struct payload {
	unsigned char *bytes;
	size_t length;
	size_t capacity;
};

static int fail(const char *operation, const char *object)
{
	fprintf(stderr, "frame: %s %s: %s\n", operation, object,
		strerror(errno));
	return -1;
}

static int is_word(const char *s)
{
	size_t length = strlen(s);

	return length > 0 && length <= WORD_MAX_LENGTH &&
	       strspn(s, WORD_CHARS) == length;
}

static uint32_t crc32_table[256];

static void crc32_prepare(void)
{
	uint32_t i, value;
	int bit;

	for (i = 0; i < 256; i++) {
		value = i;
		for (bit = 0; bit < 8; bit++)
			value = value & 1 ? value >> 1 ^ 0xedb88320u
					  : value >> 1;
		crc32_table[i] = value;
	}
}

/* Carries the inverted remainder: start with ~0 and invert the result. */
static uint32_t crc32_add(uint32_t crc, const void *bytes, size_t length)
{
	const unsigned char *p = bytes;

	while (length--)
		crc = crc32_table[(crc ^ *p++) & 0xff] ^ crc >> 8;
	return crc;
}

static int grow(struct payload *payload)
{
	size_t capacity = payload->capacity ? payload->capacity * 2
					    : FIRST_CAPACITY;
	unsigned char *bytes;

	if (capacity < payload->capacity) {
		errno = EOVERFLOW;
		return -1;
	}
	bytes = realloc(payload->bytes, capacity);
	if (!bytes)
		return -1;
	payload->bytes = bytes;
	payload->capacity = capacity;
	return 0;
}

static int read_all(int fd, struct payload *payload)
{
	ssize_t n;

	for (;;) {
		if (payload->length == payload->capacity && grow(payload))
			return -1;
		n = read(fd, payload->bytes + payload->length,
			 payload->capacity - payload->length);
		if (n == 0)
			return 0;
		if (n > 0)
			payload->length += (size_t)n;
		else if (errno != EINTR)
			return -1;
	}
}

static int write_all(int fd, const void *bytes, size_t length)
{
	const unsigned char *p = bytes;
	ssize_t n;

	while (length > 0) {
		n = write(fd, p, length);
		if (n > 0) {
			p += n;
			length -= (size_t)n;
		} else if (n == 0) {
			errno = EIO;
			return -1;
		} else if (errno != EINTR) {
			return -1;
		}
	}
	return 0;
}

static int write_frame(const char *kind, const char *name,
		       const struct payload *payload)
{
	char header[2 * WORD_MAX_LENGTH + 64];
	uint32_t crc = ~(uint32_t)0;
	int length;

	crc32_prepare();
	length = snprintf(header, sizeof(header), "%s %s\n", kind, name);
	crc = crc32_add(crc, header, (size_t)length);
	crc = ~crc32_add(crc, payload->bytes, payload->length);
	length = snprintf(header, sizeof(header),
			  "@netknee 1 %s %s %zu %08lx\n", kind, name,
			  payload->length, (unsigned long)crc);
	if (write_all(STDOUT_FILENO, header, (size_t)length) ||
	    write_all(STDOUT_FILENO, payload->bytes, payload->length) ||
	    write_all(STDOUT_FILENO, "\n", 1))
		return fail("write frame", name);
	return 0;
}

int main(int argc, char **argv)
{
	struct payload payload = { NULL, 0, 0 };
	const char *source = argc == 4 ? argv[3] : "stdin";
	int fd = STDIN_FILENO;
	int failed;

	if (argc < 3 || argc > 4) {
		fprintf(stderr, "usage: frame KIND NAME [FILE]\n");
		return 2;
	}
	if (!is_word(argv[1]) || !is_word(argv[2])) {
		fprintf(stderr, "frame: KIND and NAME: 1 to %d of A-Z a-z 0-9 . _ / -, not \"%s\" \"%s\"\n",
			WORD_MAX_LENGTH, argv[1], argv[2]);
		return 2;
	}
	signal(SIGPIPE, SIG_IGN);
	if (argc == 4) {
		fd = open(source, O_RDONLY | O_CLOEXEC);
		if (fd < 0) {
			fail("open", source);
			return 1;
		}
	}
	failed = read_all(fd, &payload);
	if (failed)
		fail("read", source);
	else
		failed = write_frame(argv[1], argv[2], &payload);
	free(payload.bytes);
	if (fd != STDIN_FILENO)
		close(fd);
	return failed ? 1 : 0;
}
