#!/bin/sh
# What a guest of ipvs-estimation does with netknee: it is asked whether it has the effect, without rules, with 20,000, with estimation
# turned off, as another user, with the timer traced, and while somebody else traces. Prints "== NAME CODE" before what each call printed.
set -eu
cd "$(dirname "$0")"
bundle=/run/netknee/bundle
PATH=$PWD:$PATH

call() {
	name=$1
	shift
	code=0
	"$@" >out 2>err || code=$?
	echo "== $name $code"
	cat out err
}
check() {
	name=$1
	shift
	call "$name" node netknee/dist/harness/cli.js check "$@"
}
# Every setting that a trace may change, and that nothing is left in the buffer.
tracing() {
	unshare --mount sh -c 'mount -t tracefs tracefs /sys/kernel/tracing 2>/dev/null
		cd /sys/kernel/tracing && grep -H . current_tracer trace_clock tracing_on tracing_thresh tracing_cpumask set_ftrace_filter \
			set_ftrace_pid set_ftrace_notrace set_graph_function options/funcgraph-* options/latency-format
		grep -c -v "^#" trace'
}

check none ipvs-estimation --json
modprobe ip_vs
modprobe ip_vs_rr
"$bundle/bin/ipvs-load" 0 20000 >/dev/null
call user setpriv --reuid 65534 --clear-groups node netknee/dist/harness/cli.js check ipvs-estimation --json
tracing >before 2>/dev/null || :
check measured ipvs-estimation --json --measure 5
tracing >after 2>/dev/null || :
call tracing diff before after
echo "== settings $(wc -l <before)"
# A trace of somebody else stays what it is. It is of one function that nobody calls: with every function traced an emulated guest is
# busy with its timer's interrupts alone.
mount -t tracefs tracefs /sys/kernel/tracing 2>/dev/null || :
echo kernel_halt >/sys/kernel/tracing/set_ftrace_filter
echo function_graph >/sys/kernel/tracing/current_tracer
check traced ipvs-estimation --measure 2
echo "== tracer $(cat /sys/kernel/tracing/current_tracer)"
echo nop >/sys/kernel/tracing/current_tracer
echo >/sys/kernel/tracing/set_ftrace_filter
# 5.10 lacks the knob.
if [ -e /proc/sys/net/ipv4/vs/run_estimation ]; then
	sysctl -q -w net.ipv4.vs.run_estimation=0
	check off ipvs-estimation --json
	sysctl -q -w net.ipv4.vs.run_estimation=1
fi
# Rules of another network namespace have a timer of their own: root sees them.
ipvsadm -C
unshare --net sh -c "ip link set lo up && '$bundle/bin/ipvs-load' 0 12000 >/dev/null && : >loaded && exec sleep 300" &
tries=300
while [ ! -e loaded ] && [ "$tries" -gt 0 ]; do
	tries=$((tries - 1))
	sleep 0.2
done
check elsewhere ipvs-estimation --json
kill $!
