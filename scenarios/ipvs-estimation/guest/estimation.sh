#!/bin/sh
# SPDX-License-Identifier: MIT
# estimation.sh VALUE: sets net.ipv4.vs.run_estimation where the kernel has it, then waits until a timer run
# that began before is over. Each network namespace has a knob and a timer of its own.
set -eu
knob=/proc/sys/net/ipv4/vs/run_estimation
if [ -e "$knob" ]; then
	echo "$1" >"$knob"
	ip netns exec netknee-probe sh -c "echo $1 >$knob"
fi
sleep 1
