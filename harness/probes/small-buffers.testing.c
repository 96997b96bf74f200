/* SPDX-License-Identifier: MIT */
/*
 * Linked with -Wl,--wrap=setsockopt: whoever asks for a large buffer to send
 * from gets the smallest there is, so that a peer that does not read holds
 * the sender up after some kilobytes.
 */
#include <sys/socket.h>

int __real_setsockopt(int fd, int level, int option, const void *value,
		      socklen_t length);
int __wrap_setsockopt(int fd, int level, int option, const void *value,
		      socklen_t length);

int __wrap_setsockopt(int fd, int level, int option, const void *value,
		      socklen_t length)
{
	const int smallest = 1;

	if (level == SOL_SOCKET && option == SO_SNDBUFFORCE)
		return __real_setsockopt(fd, level, SO_SNDBUF, &smallest,
					 sizeof(smallest));
	return __real_setsockopt(fd, level, option, value, length);
}
