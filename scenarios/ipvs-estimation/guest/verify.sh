#!/bin/sh
# SPDX-License-Identifier: MIT
# verify.sh RULES [listing]: reads the rules back from the kernel; with `listing` through ipvsadm too, which takes
# long for tens of thousands. Both print three lines of heading above the rules.
set -eu
due=$(($1 + 3))
check() {
	echo "$1 $2"
	if [ "$2" -eq "$due" ]; then return; fi
	echo "verify.sh: $1 has $2 lines where $due are due" >&2
	exit 1
}
check /proc/net/ip_vs "$(wc -l </proc/net/ip_vs)"
if [ "${2:-}" = listing ]; then check 'ipvsadm -L -n' "$(ipvsadm -L -n | wc -l)"; fi
