#!/bin/sh
# SPDX-License-Identifier: MIT
# mitigate.sh MITIGATION COMMAND...: runs a command while a mitigation is in force, then takes it back.
#   livepatch     estimation_timer() is replaced by an empty function. After the patch goes the timer stays away, since an
#                 empty function does not arm it again: nothing that needs it may follow.
#   est-nice      the estimation threads (Linux 6.2 and later) at nice 19
#   est-cpulist   the estimation threads on CPU 1 alone, where there is one
# Output: "@@ mitigation", and "applied", or "absent" alone where this kernel does not have it (COMMAND is not run).
set -eu
mitigation=$1
shift
module=netknee_no_estimation
patch=/sys/kernel/livepatch/$module
knobs=/proc/sys/net/ipv4/vs

absent() {
	echo absent
	exit 0
}

# transition_ends WHAT: until every task runs the functions it should.
transition_ends() {
	waited=0
	while [ -e "$patch/transition" ] && [ "$(cat "$patch/transition" 2>/dev/null || echo 0)" = 1 ]; do
		if [ "$waited" -ge 300 ]; then
			echo "mitigate.sh: the livepatch is not $1 after 30 s" >&2
			return 1
		fi
		waited=$((waited + 1))
		sleep 0.1
	done
}

unpatch() {
	if [ -e "$patch/enabled" ]; then
		echo 0 >"$patch/enabled"
		transition_ends disabled
	fi
	rmmod "$module"
}

# As long as the old run of the timer goes on, it holds the old function.
livepatch() {
	if [ ! -e "modules/$module.ko" ] || [ ! -d /sys/module/ip_vs ]; then absent; fi
	cleanup=unpatch
	insmod "modules/$module.ko"
	transition_ends enabled
	sleep 4
}

# knob NAME VALUE, in both namespaces: each has threads of its own. Threads are made anew, which takes up to a period.
knob() {
	if [ ! -e "$knobs/$1" ]; then absent; fi
	was=$(cat "$knobs/$1")
	cleanup="put_back $1"
	put "$1" "$2"
	sleep 4
}

put() {
	echo "$2" >"$knobs/$1"
	ip netns exec netknee-probe sh -c "echo '$2' >$knobs/$1"
}

put_back() {
	put "$1" "$was"
	sleep 4
}

# Called by trap.
# shellcheck disable=SC2317
leave() {
	code=$?
	trap '' INT TERM
	if [ -n "$cleanup" ]; then $cleanup || code=1; fi
	exit "$code"
}

cleanup=
trap leave EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
echo '@@ mitigation'
case $mitigation in
livepatch) livepatch ;;
est-nice) knob est_nice 19 ;;
est-cpulist)
	if [ "$(cat /sys/devices/system/cpu/online)" = 0 ]; then absent; fi
	knob est_cpulist 1
	;;
*) exit 2 ;;
esac
echo applied
"$@"
