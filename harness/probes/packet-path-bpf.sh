#!/bin/sh
# SPDX-License-Identifier: MIT
# Traces what packets pass on their way through the network stack, and every run of one function, by bpftrace: a second
# opinion on packet-path.sh, in the same format.
#
# Usage:  packet-path-bpf.sh FUNCTION SECONDS -- COMMAND...
#
#         Traces until COMMAND ends, which has SECONDS + 60 to do so. COMMAND's stdout goes to the file
#         $NETKNEE_COMMAND_OUTPUT, or to stderr.
#
# Output: `# netknee:` lines: clock, and what this kernel lacks (`no function NAME`); then lines as in a trace, those of each
#         CPU in order. Of the flags there is but the one for a softirq. Packets of all devices. Without
#         bpftrace `# netknee: no bpftrace` alone, and COMMAND does not run.
# Leaves: nothing: the probes go with bpftrace, also after SIGINT and SIGTERM.
# Exit:   0 done, 1 tracing failed or lost events, 2 usage, else what COMMAND exited with
set -eu

usage() {
	echo 'usage: packet-path-bpf.sh FUNCTION SECONDS -- COMMAND...' >&2
	exit 2
}

fail() {
	echo "packet-path-bpf.sh: $*" >&2
	exit 1
}

has_function() {
	if grep -qE "^[^ ]+ [tT] $1(	|\$)" /proc/kallsyms; then return 0; fi
	echo "# netknee: no function $1"
	return 1
}

# event WHAT: one line of the trace; the time is taken once, or it could fall into two seconds.
event() {
	printf '$t = nsecs; printf("%%s-%%d [%%03d] ..%%s.. %%llu.%%06llu: %s\\n", comm, tid, cpu, @soft[cpu] ? "s" : ".", $t / 1000000000, $t / 1000 %% 1000000%s);' "$1" "${2:-}"
}

# probe WHERE ACTION. Not by echo, which may turn the line's end in a format into one.
probe() { printf '%s { %s }\n' "$1" "$2" >>"$work/program"; }

# step FUNCTION ARGUMENT [named]: a function that gets a socket buffer in that argument, named when it has a device then.
step() {
	if ! has_function "$1"; then return; fi
	if [ -n "${3:-}" ]; then
		probe "kprobe:$1" "$(event "$1: skb=0x%llx dev=%s" ", arg$2, ((struct sk_buff *)arg$2)->dev->name")"
	else
		probe "kprobe:$1" "$(event "$1: skb=0x%llx" ", arg$2")"
	fi
}

write_program() {
	cat >"$work/program" <<-'PROGRAM'
		tracepoint:irq:softirq_entry { @soft[cpu] = 1; }
		tracepoint:irq:softirq_exit { @soft[cpu] = 0; }
		END { clear(@soft); }
	PROGRAM
	step ip_output 2
	for name in dev_hard_start_xmit __netif_rx netif_rx __netif_receive_skb ip_rcv __udp4_lib_rcv; do
		step "$name" 0 named
	done
	step __udp_enqueue_schedule_skb 1 named
	step skb_consume_udp 1
	if has_function "$function"; then
		probe "kprobe:$function" "$(event 'netknee_entry: ')"
		probe "kretprobe:$function" "$(event 'netknee_return: ')"
	fi
}

leave() {
	code=$?
	trap '' INT TERM
	for process in $waited $tracer; do kill "$process" 2>/dev/null || :; done
	if [ -n "$tracer" ]; then wait "$tracer" || :; fi
	rm -rf "$work"
	exit "$code"
}

# bpftrace starts its own command when all probes are attached, and ends with it: a command that waits for ours.
start() {
	cat >"$work/wait" <<-WAIT
		touch $work/attached
		while [ -e $work/attached ] && [ ! -e $work/over ]; do sleep 0.1; done
	WAIT
	BPFTRACE_PERF_RB_PAGES=1024 bpftrace -o "$work/trace" -c "/bin/sh $work/wait" "$work/program" >&2 &
	tracer=$!
	until [ -e "$work/attached" ]; do
		if ! kill -0 "$tracer" 2>/dev/null; then
			tracer=
			fail 'bpftrace ended before its probes were attached'
		fi
		sleep 0.1
	done
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

if [ $# -lt 4 ] || [ "$3" != -- ]; then usage; fi
function=$1 seconds=$2
shift 3
case $function in '' | *[!A-Za-z0-9_.]*) usage ;; esac
case $seconds in '' | 0?* | *[!0-9]*) usage ;; esac
if ! command -v bpftrace >/dev/null; then
	echo '# netknee: no bpftrace'
	exit 0
fi

waited= tracer= code=0
work=$(mktemp -d)
trap leave EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
echo '# netknee: clock mono'
write_program
start
run "$@"
touch "$work/over"
wait "$tracer" || fail 'bpftrace failed'
tracer=
if grep -q '^Lost ' "$work/trace"; then fail 'the trace lost events'; fi
grep -vE '^(Attaching .*)?$' "$work/trace"
exit "$code"
