#!/bin/sh
# probe.sh ESTIMATION PATH RATE SECONDS: open-loop UDP across the veth pair, with estimation_timer traced and the
# softirq counters read before and after. PATH says where packets meet the timer, which is on CPU 0:
#   same      both ends on CPU 0
#   away      both ends on CPU 1 (negative control)
#   receiver  sender on CPU 1, receiver on CPU 0
#   rps       both ends on CPU 1, receive packet steering to CPU 0
set -eu
. guest/has-estimation.sh
steer=0
case $2 in
same) client=0 server=0 ;;
away) client=1 server=1 ;;
receiver) client=1 server=0 ;;
rps) client=1 server=1 steer=1 ;;
*) exit 2 ;;
esac
port=7000
echo "$steer" >/sys/class/net/nk-host/queues/rx-0/rps_cpus
ip netns exec netknee-probe sh -c "echo $steer >/sys/class/net/nk-peer/queues/rx-0/rps_cpus"

work=$(mktemp -d)
ip netns exec netknee-probe udp-probe server "$port" --cpu "$server" >"$work/server" &
pid=$!
trap 'kill "$pid" 2>/dev/null; rm -rf "$work"' EXIT
echo '@@ softirqs-before'
cat /proc/softirqs
echo '@@ stat-before'
cat /proc/stat
NETKNEE_COMMAND_OUTPUT=$work/packets
export NETKNEE_COMMAND_OUTPUT
echo '@@ trace'
sh guest/ftrace-function.sh estimation_timer "$4" -- \
	udp-probe client 10.200.0.2 "$port" --rate "$3" --seconds "$4" --cpu "$client" --warmup 50
echo '@@ softirqs-after'
cat /proc/softirqs
echo '@@ stat-after'
cat /proc/stat
echo '@@ packets'
cat "$work/packets"
