#!/bin/sh
# SPDX-License-Identifier: MIT
# prepare.sh: a network namespace joined to the root one by a veth pair, and ip_vs with its estimation timer
# on CPU 0. A timer stays on the CPU where it was first armed, so the module is loaded from there, and
# timers are kept from moving to a busier CPU.
set -eu
# Loaded by somebody else its timer may be on any CPU; with rules in it this fails, and should.
if [ -d /sys/module/ip_vs ]; then modprobe -r ip_vs_rr ip_vs; fi
sysctl -w kernel.timer_migration=0
ip netns add netknee-probe
ip link add nk-host type veth peer name nk-peer
ip link set nk-peer netns netknee-probe
ip address add 10.200.0.1/24 dev nk-host
ip link set nk-host up
ip -n netknee-probe address add 10.200.0.2/24 dev nk-peer
ip -n netknee-probe link set nk-peer up
ip -n netknee-probe link set lo up
taskset -c 0 modprobe ip_vs
taskset -c 0 modprobe ip_vs_rr
