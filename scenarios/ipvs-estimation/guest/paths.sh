#!/bin/sh
# SPDX-License-Identifier: MIT
# paths.sh RATE SECONDS PATH...: open-loop UDP across the veth pair, one path after the other, with the softirq counters
# and the time that estimation threads ran (Linux 6.2 and later; seconds of uptime, then ns a thread) read before and after. PATH says where packets meet the estimation timer, which is on CPU 0:
#   same      both ends on CPU 0
#   away      both ends on CPU 1 (negative control)
#   receiver  sender on CPU 1, receiver on CPU 0
#   rps       both ends on CPU 1, receive packet steering to CPU 0
set -eu
rate=$1
seconds=$2
shift 2
port=7000
pid=
work=$(mktemp -d)
trap 'if [ -n "$pid" ]; then kill "$pid" 2>/dev/null || :; fi; rm -rf "$work"' EXIT

steer() {
	echo "$1" >/sys/class/net/nk-host/queues/rx-0/rps_cpus
	ip netns exec netknee-probe sh -c "echo $1 >/sys/class/net/nk-peer/queues/rx-0/rps_cpus"
}

counters() {
	echo "@@ softirqs-$1"
	cat /proc/softirqs
	echo "@@ stat-$1"
	cat /proc/stat
	echo "@@ kthreads-$1"
	cut -d' ' -f1 /proc/uptime
	# Read by the shell itself: a hundred processes more for each reading took seconds, and stirred the machine up.
	for comm in /proc/[0-9]*/comm; do
		name=
		{ read -r name <"$comm"; } 2>/dev/null || :
		case $name in ipvs-e:*) cut -d' ' -f1 "${comm%comm}schedstat" ;; esac
	done
}

for path in "$@"; do
	rps=0
	case $path in
	same) client=0 server=0 ;;
	away) client=1 server=1 ;;
	receiver) client=1 server=0 ;;
	rps) client=1 server=1 rps=1 ;;
	*) exit 2 ;;
	esac
	steer "$rps"
	ip netns exec netknee-probe udp-probe server "$port" --cpu "$server" >/dev/null &
	pid=$!
	counters "before.$path"
	udp-probe client 10.200.0.2 "$port" --rate "$rate" --seconds "$seconds" --cpu "$client" --warmup 50 >"$work/packets"
	counters "after.$path"
	echo "@@ packets.$path"
	cat "$work/packets"
	kill "$pid"
	wait "$pid" || :
	pid=
done
