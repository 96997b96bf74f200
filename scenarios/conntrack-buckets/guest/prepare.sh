#!/bin/sh
# SPDX-License-Identifier: MIT
# prepare.sh: connections of this namespace are tracked, since a rule asks for their state.
set -eu
modprobe nf_conntrack_netlink
nft 'table ip netknee { chain in { type filter hook input priority 0; ct state invalid drop; }; }'
