#!/bin/sh
# SPDX-License-Identifier: MIT
# Traces what packets of given devices pass on their way through the network stack, and every run of one function.
#
# Usage:  packet-path.sh DEVICE[,DEVICE...] FUNCTION SECONDS -- COMMAND...
#
#         Traces until COMMAND ends, which has SECONDS + 60 to do so. COMMAND's stdout goes to the file
#         $NETKNEE_COMMAND_OUTPUT, or to stderr. $NETKNEE_TRACING names another tracing folder than
#         /sys/kernel/tracing or /sys/kernel/debug/tracing.
#
# Output: `# netknee:` lines: clock, `namespace INODE NAME DEVICE...`, and what this kernel lacks (`no function NAME`);
#         then the trace of an instance of its own, with times of the clock `mono` and addresses of socket
#         buffers as they are. FUNCTION shows as netknee_entry and netknee_return. Before Linux 6.8 all steps are kprobes,
#         with the device's name: tracepoints print hashed addresses (4.15 to 5.11), or addresses but no names
#         (6.1). From 6.8 on a kprobe can't tell the name, and tracepoints stand in for four of them.
#         net_dev_xmit is left out: its buffer may be another packet's by then.
# Leaves: no instance and no probe of its own, also after SIGINT and SIGTERM. Other instances are not touched.
# Exit:   0 done, 1 tracing failed or lost events, 2 usage, else what COMMAND exited with
set -eu

usage() {
	echo 'usage: packet-path.sh DEVICE[,DEVICE...] FUNCTION SECONDS -- COMMAND...' >&2
	exit 2
}

fail() {
	echo "packet-path.sh: $*" >&2
	exit 1
}

# put FILE VALUE: one setting of the instance.
put() {
	if printf '%s\n' "$2" >"$instance/$1"; then return 0; fi
	echo "packet-path.sh: write \"$2\" to $instance/$1 failed" >&2
	return 1
}

find_tracing() {
	for tracing in ${NETKNEE_TRACING:-/sys/kernel/tracing /sys/kernel/debug/tracing}; do
		if [ -d "$tracing/instances" ] && [ -e "$tracing/kprobe_events" ]; then return; fi
	done
	fail 'no tracing folder with instances and kprobe_events: mount tracefs on /sys/kernel/tracing'
}

choose_tracepoints() {
	tracepoints=$(uname -r | sed -E 's/^([0-9]+)\.([0-9]+).*/\1 \2/' | {
		read -r major minor
		if [ "$major" -gt 6 ] || { [ "$major" -eq 6 ] && [ "$minor" -ge 8 ]; }; then echo yes; fi
	})
}

# Function arguments in registers: $argN is there from Linux 4.20 on only.
name_registers() {
	case $(uname -m) in
	x86_64) first=%di second=%si third=%dx ;;
	aarch64) first=%x0 second=%x1 third=%x2 ;;
	*) fail "no names of argument registers for $(uname -m)" ;;
	esac
}

# define p|r NAME FUNCTION [ARGUMENTS]: a kprobe, or one on the function's return.
define() {
	if printf '%s:%s/%s %s %s\n' "$1" "$group" "$2" "$3" "${4:-}" 2>/dev/null >>"$tracing/kprobe_events"; then
		defined="$defined $2"
		return 0
	fi
	return 1
}

# step FUNCTION REGISTER [named]: a function that gets a socket buffer in that argument, named when it has a device then.
step() {
	name_of_device=
	# The device is the third pointer of a buffer, and its name came first in it until Linux 6.8.
	if [ -z "$tracepoints" ] && [ -n "${3:-}" ]; then name_of_device="dev=+0(+16($2)):string"; fi
	define p "$1" "$1" "skb=$2:x64 $name_of_device" || echo "# netknee: no function $1"
}

define_steps() {
	step ip_output "$third"
	if [ -z "$tracepoints" ]; then
		for name in dev_hard_start_xmit __netif_rx netif_rx __netif_receive_skb; do step "$name" "$first" named; done
	fi
	step ip_rcv "$first" named
	step __udp4_lib_rcv "$first" named
	step __udp_enqueue_schedule_skb "$second" named
	step skb_consume_udp "$second"
	if define p netknee_entry "$function"; then
		define r netknee_return "$function" || fail "the end of $function can't be traced"
	else
		echo "# netknee: no function $function"
	fi
}

enable_tracepoints() {
	filter=
	for device in $(echo "$devices" | tr , ' '); do filter="${filter:+$filter || }name == \"$device\""; done
	put options/hash-ptr 0
	for event in net_dev_start_xmit netif_rx netif_receive_skb; do
		put "events/net/$event/filter" "$filter"
		put "events/net/$event/enable" 1
	done
}

# What is in which network namespace; the own one is called `-`.
describe() {
	echo '# netknee: clock mono'
	echo "# netknee: namespace $(stat -L -c %i /proc/self/ns/net) - $(names_of ip -o link)"
	for name in $(ip netns list 2>/dev/null | cut -d' ' -f1); do
		echo "# netknee: namespace $(stat -L -c %i "/run/netns/$name") $name $(names_of ip -n "$name" -o link)"
	done
}

names_of() { "$@" | sed -E 's/^[0-9]+: ([^:@]+).*/\1/' | tr '\n' ' '; }

# Eight megabytes a CPU hold a hundred thousand events.
start() {
	mkdir "$instance"
	made=yes
	put tracing_on 0
	put trace_clock mono
	put buffer_size_kb 8192
	define_steps
	if [ -n "$tracepoints" ]; then enable_tracepoints; fi
	put "events/$group/enable" 1
	put tracing_on 1
}

# What fails is reported and the rest is restored even so.
restore() {
	if [ -n "$made" ]; then
		put tracing_on 0 || code=1
		put events/enable 0 || code=1
		rmdir "$instance" || code=1
	fi
	for name in $defined; do
		echo "-:$group/$name" >>"$tracing/kprobe_events" || code=1
	done
}

leave() {
	code=$?
	trap '' INT TERM
	if [ -n "$waited" ]; then kill "$waited" 2>/dev/null || :; fi
	restore
	exit "$code"
}

# In the background, because a shell that waits for a command in the foreground handles no signal.
run() {
	if [ -n "${NETKNEE_COMMAND_OUTPUT:-}" ]; then
		timeout -k 5 "$((seconds + 60))" "$@" >"$NETKNEE_COMMAND_OUTPUT" &
	else
		timeout -k 5 "$((seconds + 60))" "$@" >&2 &
	fi
	waited=$!
	wait "$waited" || code=$?
	waited=
}

# A guest may have no awk.
check_losses() {
	if grep -hE '^(overrun|dropped events): ' "$instance"/per_cpu/cpu*/stats | grep -qv ' 0$'; then
		fail 'the trace lost events'
	fi
	while read -r name _ misses; do
		case " $defined " in *" $name "*) if [ "$misses" -ne 0 ]; then echo "# netknee: missed $misses of $name"; fi ;; esac
	done <"$tracing/kprobe_profile"
}

if [ $# -lt 5 ] || [ "$4" != -- ]; then usage; fi
devices=$1 function=$2 seconds=$3
shift 4
case $devices in '' | *[!A-Za-z0-9_.,-]*) usage ;; esac
case $function in '' | *[!A-Za-z0-9_.]*) usage ;; esac
case $seconds in '' | 0?* | *[!0-9]*) usage ;; esac

made= defined= waited= code=0
group=netknee_$$
find_tracing
instance=$tracing/instances/$group
name_registers
choose_tracepoints
trap leave EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
describe
start
run "$@"
put tracing_on 0
check_losses
# What is not used, such as where in a function its kprobe is, would be most of the output.
sed -E 's/^ +//; s/: \([^ ()]+\) /: /; s/ (queue_mapping=|len=|napi_id=).*(skbaddr=[^ ]+).*/ \2/; s/(skbaddr=[^ ]+) len=.*/\1/' "$instance/trace"
exit "$code"
