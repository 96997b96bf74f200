#!/bin/sh
# SPDX-License-Identifier: MIT
# Whether bundles can run on this machine; changes nothing.
#
# Usage:  remote-check.sh PROGRAM... -- MODULE...
#
# Output: a word and its value, a line each: uid, sudo, marker, namespaces, kernel, virtualization, distribution,
#         cpus; "compiler" and "libc" when C programs can be built there; then "missing PROGRAM" and
#         "no-module MODULE" for each that is not there
# Exit:   0 always
PATH=$PATH:/usr/sbin:/sbin
answer() {
	word=$1
	shift
	if "$@" >/dev/null 2>&1 </dev/null; then echo "$word yes"; else echo "$word no"; fi
}
uid=$(id -u)
echo "uid $uid"
answer sudo sudo -n true
answer marker test -e /etc/netknee-disposable
as_root=
if [ "$uid" -ne 0 ]; then as_root='sudo -n'; fi
# Words, not one: empty when there is nothing to put before the command.
# shellcheck disable=SC2086
answer namespaces $as_root unshare --mount --net --pid --fork --kill-child --mount-proc -- true
echo "kernel $(uname -r)"
echo "virtualization $(systemd-detect-virt --vm 2>/dev/null || true)"
echo "distribution $(. /etc/os-release 2>/dev/null && echo "${PRETTY_NAME:-}")"
# Static: what bundles carry must run on any machine.
compiles() { echo 'int main(void) { return 0; }' | gcc -static -x c -o /dev/null - && make --version; }
if compiles >/dev/null 2>&1; then
	echo "compiler $(gcc --version | head -n 1)"
	echo "libc $(getconf GNU_LIBC_VERSION)"
fi
echo "cpus $(grep -c '^processor' /proc/cpuinfo)"
while [ $# -gt 0 ] && [ "$1" != -- ]; do
	command -v "$1" >/dev/null 2>&1 || echo "missing $1"
	shift
done
shift
for module in "$@"; do
	[ -d "/sys/module/$module" ] || modprobe -n -q "$module" >/dev/null 2>&1 || echo "no-module $module"
done
exit 0
