#!/bin/sh
# SPDX-License-Identifier: MIT
# table.sh many|few|full: 65,536 buckets, or 512; full: as many connections as may be. What requests before this left is removed.
set -eu
conntrack -D -d 10.200.0.2 >/dev/null 2>&1 || :
buckets=65536
if [ "$1" = few ]; then buckets=512; fi
sysctl -qw net.netfilter.nf_conntrack_max=1048576 "net.netfilter.nf_conntrack_buckets=$buckets"
[ "$(cat /proc/sys/net/netfilter/nf_conntrack_buckets)" -eq "$buckets" ]
# 0 would be no limit.
count=$(conntrack -C)
if [ "$1" = full ]; then sysctl -qw "net.netfilter.nf_conntrack_max=$((count > 0 ? count : 1))"; fi
