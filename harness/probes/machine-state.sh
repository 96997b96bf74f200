#!/bin/sh
# SPDX-License-Identifier: MIT
# What a trial could leave behind on a machine that it does not have to itself, one item a line, in sections.
# Run before and after the trial, as root, in the machine's own namespaces.
#
# Usage:  machine-state.sh
#
# Output: "@@ NAME" before each section; what the machine does not have is an empty section
# Exit:   0 always
LC_ALL=C
export LC_ALL

# Keys are written with slashes, as below /proc/sys.
sysctls() {
	cd /proc/sys || return
	for key in kernel/timer_migration; do
		if [ -r "$key" ]; then echo "$key $(cat "$key")"; fi
	done
}

tracing() {
	for tracing in /sys/kernel/tracing /sys/kernel/debug/tracing; do
		if [ -e "$tracing/current_tracer" ]; then break; fi
	done
	cd "$tracing" 2>/dev/null || return
	echo "tracing_on $(cat tracing_on)"
	echo "current_tracer $(cat current_tracer)"
	echo "trace_clock $(sed 's/.*\[\(.*\)\].*/\1/' trace_clock)"
	if [ -r set_ftrace_filter ]; then sed -e '/^#/d' -e '/:/d' -e 's/ .*//' -e 's/^/set_ftrace_filter /' set_ftrace_filter; fi
}

if [ "${1:-}" = tracing ]; then
	mount -t tracefs tracefs /sys/kernel/tracing
	tracing
	exit 0
fi 2>/dev/null

echo '@@ network-namespaces'
# A namespace that has a name shows among the mounts.
# lsns prints nothing at all when a process that it looks at ends meanwhile.
tries=20
while :; do
	found=$(lsns -t net -n -o NS 2>/dev/null | sort)
	tries=$((tries - 1))
	if [ -n "$found" ] || [ "$tries" = 0 ] || ! command -v lsns >/dev/null; then break; fi
done
if [ -n "$found" ]; then echo "$found"; fi
echo '@@ links'
sed -n 's/^ *\([^ :]*\):.*/\1/p' /proc/net/dev | sort
echo '@@ mounts'
# Mount point, type and source; numbers of mounts differ from one reading to the next.
sed 's/^[^ ]* [^ ]* [^ ]* [^ ]* \([^ ]*\) .* - \([^ ]* [^ ]*\) .*/\1 \2/' /proc/self/mountinfo | sort
echo '@@ sysctls'
(sysctls)
echo '@@ modules'
cut -d' ' -f1 /proc/modules 2>/dev/null | sort
echo '@@ tracing'
# Where nobody has mounted it a trial does, for itself: the settings are the machine's all the same.
unshare --mount sh "$0" tracing 2>/dev/null
exit 0
