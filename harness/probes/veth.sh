#!/bin/sh
# SPDX-License-Identifier: MIT
# veth.sh [NAMESPACE]: a network namespace (netknee-peer) joined to this one by a veth pair: nk-host with 10.200.0.1 here,
# nk-peer with 10.200.0.2 there.
set -eu
namespace=${1:-netknee-peer}
ip netns add "$namespace"
ip link add nk-host type veth peer name nk-peer
ip link set nk-peer netns "$namespace"
ip address add 10.200.0.1/24 dev nk-host
ip link set nk-host up
ip -n "$namespace" address add 10.200.0.2/24 dev nk-peer
ip -n "$namespace" link set nk-peer up
ip -n "$namespace" link set lo up
