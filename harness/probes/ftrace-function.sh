#!/bin/sh
# SPDX-License-Identifier: MIT
# Traces one kernel function with the function_graph tracer and prints the trace.
#
# Usage:  ftrace-function.sh FUNCTION SECONDS [-- COMMAND...]
#
#         Traces for SECONDS, or until COMMAND ends, which then has SECONDS + 60 to do so. COMMAND's stdout
#         goes to the file $NETKNEE_COMMAND_OUTPUT, or to stderr. $NETKNEE_TRACING names another tracing
#         folder than /sys/kernel/tracing or /sys/kernel/debug/tracing.
#
# Output: the trace, with times of the clock `mono`; or, on a kernel that does not have the function,
#         `# netknee: no function FUNCTION` alone (COMMAND runs even so).
# Leaves: every setting as it was found, also after SIGINT and SIGTERM; the trace buffer empty.
# Exit:   0 done, 1 tracing failed, 2 usage, else what COMMAND exited with
set -eu

usage() {
	echo 'usage: ftrace-function.sh FUNCTION SECONDS [-- COMMAND...]' >&2
	exit 2
}

fail() {
	echo "ftrace-function.sh: $*" >&2
	exit 1
}

# put FILE VALUE: one setting.
put() {
	if printf '%s\n' "$2" >"$tracing/$1"; then return 0; fi
	echo "ftrace-function.sh: write \"$2\" to $tracing/$1 failed" >&2
	return 1
}

find_tracing() {
	for tracing in ${NETKNEE_TRACING:-/sys/kernel/tracing /sys/kernel/debug/tracing}; do
		if [ -e "$tracing/current_tracer" ]; then return; fi
	done
	fail 'no tracing folder: mount tracefs on /sys/kernel/tracing'
}

# A list that can't be read, as under lockdown, must not pass for a kernel that lacks the function.
has_function() {
	found=0
	grep -qE "^$(printf '%s' "$function" | sed 's/\./\\./g')( |\$)" "$tracing/available_filter_functions" || found=$?
	if [ "$found" -gt 1 ]; then fail "$tracing/available_filter_functions can't be read"; fi
	return "$found"
}

# As the kernel takes them again: no "[module]" after the name, and nothing when no filter is set.
read_filter() {
	sed -e '/^#/d' -e '/:/d' -e 's/ .*//' "$tracing/set_ftrace_filter"
}

# Settings that somebody may have left and that would hide calls or print them otherwise: each with the value that does not.
# Lists come first, which are empty then; kernels before 4.4 have options of a tracer only while it is set.
lists='set_ftrace_pid set_ftrace_notrace set_graph_function set_graph_notrace'
numbers='tracing_thresh tracing_cpumask'
options='funcgraph-proc=0 latency-format=0 funcgraph-cpu=1 funcgraph-duration=1 funcgraph-overhead=1'

# What a list holds, as the kernel takes it again.
read_list() {
	sed -e '/^#/d' -e '/^no pid/d' -e 's/ .*//' "$tracing/$1"
}

# A mask of all CPUs that the machine may have.
all_cpus() {
	count=$(($(sed 's/.*[-,]//' /sys/devices/system/cpu/possible) + 1))
	mask=
	while [ "$count" -ge 32 ]; do
		mask=${mask:+$mask,}ffffffff
		count=$((count - 32))
	done
	if [ "$count" -gt 0 ]; then mask=$(printf '%x' $(((1 << count) - 1)))${mask:+,$mask}; fi
	echo "$mask"
}

neutral() {
	case $1 in
	tracing_cpumask) all_cpus ;;
	tracing_thresh) echo 0 ;;
	esac
}

save_others() {
	for name in $lists; do
		if [ -e "$tracing/$name" ]; then eval "was_$name=\$(read_list $name)" 'others="$others $name"'; fi
	done
	for name in $numbers; do
		if [ -e "$tracing/$name" ]; then eval "was_$name=\$(cat "\$tracing/$name")" 'others="$others $name"'; fi
	done
}

# What is as it should be is not touched.
set_others() {
	for name in $others; do
		value=$(neutral "$name")
		eval "was=\$was_$name"
		if [ "$was" != "$value" ]; then put "$name" "$value"; fi
	done
}

restore_others() {
	for name in $others; do
		eval "was=\$was_$name"
		if [ "$was" != "$(neutral "$name")" ]; then put "$name" "$was" || code=1; fi
	done
}

set_options() {
	for pair in $options; do
		option=options/${pair%=*}
		if [ ! -e "$tracing/$option" ] || [ "$(cat "$tracing/$option")" = "${pair#*=}" ]; then continue; fi
		changed="$changed $option=$(cat "$tracing/$option")"
		put "$option" "${pair#*=}"
	done
}

restore_options() {
	for pair in $changed; do
		put "${pair%=*}" "${pair#*=}" || code=1
	done
}

save() {
	save_others
	tracer=$(cat "$tracing/current_tracer")
	clock=$(sed 's/.*\[\(.*\)\].*/\1/' "$tracing/trace_clock")
	filter=$(read_filter)
	running=$(cat "$tracing/tracing_on")
	saved=yes
}

# What fails is reported and the rest is restored even so. Kernels before 4.4 have the option only while the
# tracer is set: it comes back before the tracer does.
restore() {
	put tracing_on 0 || code=1
	if [ -n "$absolute" ]; then put options/funcgraph-abstime "$absolute" || code=1; fi
	restore_options
	put current_tracer "$tracer" || code=1
	put trace_clock "$clock" || code=1
	put set_ftrace_filter "$filter" || code=1
	restore_others
	: >"$tracing/trace" || code=1
	put tracing_on "$running" || code=1
}

leave() {
	code=$?
	trap '' INT TERM
	if [ -n "$waited" ]; then kill "$waited" 2>/dev/null || :; fi
	if [ -n "$saved" ]; then restore; fi
	exit "$code"
}

# The filter comes first: unfiltered, the tracer would slow the whole kernel down.
start() {
	put tracing_on 0
	put set_ftrace_filter "$function"
	set_others
	put trace_clock mono
	put current_tracer function_graph
	absolute=$(cat "$tracing/options/funcgraph-abstime")
	put options/funcgraph-abstime 1
	set_options
	: >"$tracing/trace"
	put tracing_on 1
}

# A command in the background, because a shell that waits for one in the foreground handles no signal.
run() {
	if [ $# -eq 0 ]; then
		sleep "$seconds" &
	elif [ -n "${NETKNEE_COMMAND_OUTPUT:-}" ]; then
		timeout -k 5 "$((seconds + 60))" "$@" >"$NETKNEE_COMMAND_OUTPUT" &
	else
		timeout -k 5 "$((seconds + 60))" "$@" >&2 &
	fi
	waited=$!
	code=0
	wait "$waited" || code=$?
	waited=
}

if [ $# -lt 2 ]; then usage; fi
function=$1
seconds=$2
shift 2
case $function in '' | *[!A-Za-z0-9_.]*) usage ;; esac
case $seconds in '' | 0?* | *[!0-9]*) usage ;; esac
if [ $# -gt 0 ]; then
	if [ "$1" != -- ] || [ $# -lt 2 ]; then usage; fi
	shift
fi

saved= absolute= waited= others= changed= code=0
trap leave EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
find_tracing
if ! has_function; then
	echo "# netknee: no function $function"
	if [ $# -gt 0 ]; then run "$@"; fi
	exit "$code"
fi
save
start
run "$@"
put tracing_on 0
cat "$tracing/trace"
exit "$code"
