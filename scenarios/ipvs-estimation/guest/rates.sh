#!/bin/sh
# SPDX-License-Identifier: MIT
# rates.sh: what a mitigation costs. Datagrams come in for a service of its own, 50 a second; prints the rates that ipvsadm
# shows of it after three periods of the estimation, and takes the service away.
set -eu
service=10.200.0.1:9000
sender=
ipvsadm -A -u "$service" -s rr
trap 'kill "$sender" 2>/dev/null || :; ipvsadm -D -u "$service"' EXIT
ipvsadm -a -u "$service" -r 10.200.0.2:9001 -m
# bash, for its /dev/udp.
ip netns exec netknee-probe bash -c 'for i in $(seq 350); do echo netknee >/dev/udp/10.200.0.1/9000; sleep 0.02; done' &
sender=$!
sleep 6.5
echo '@@ rates'
ipvsadm -L -n --rate -u "$service"
