#!/bin/sh
# SPDX-License-Identifier: MIT
# compare-paths.sh PATH RATE SECONDS: packets away from the timer as they are, and with every packet traced by bpftrace, to
# see what that costs; then one path traced by bpftrace and tracefs at the same time, to see whether they agree. Without
# bpftrace `# netknee: no bpftrace` alone.
set -eu
path=$1 rate=$2 seconds=$3
if ! command -v bpftrace >/dev/null; then
	echo '# netknee: no bpftrace'
	exit 0
fi
set -- 1
. guest/has-estimation.sh
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
packets() { sed -n "/^@@ packets/,\$ { s/^@@ packets.*/@@ $1/; p }"; }
bpf() { NETKNEE_COMMAND_OUTPUT=$work/$1 sh guest/packet-path-bpf.sh estimation_timer "$seconds" -- sh "$work/$1.sh" >"$work/$1.trace"; }

echo "exec sh guest/paths.sh $rate $seconds away" >"$work/alone.sh"
echo "exec sh guest/paths.sh $rate $seconds $path" >"$work/path.sh"
echo "NETKNEE_COMMAND_OUTPUT=$work/packets exec sh guest/packet-path.sh nk-host,nk-peer estimation_timer $seconds -- sh $work/path.sh" >"$work/both.sh"
sh "$work/alone.sh" | packets plain
bpf alone
packets packets <"$work/alone"
bpf both
echo '@@ tracefs'
cat "$work/both"
echo '@@ bpftrace'
cat "$work/both.trace"
