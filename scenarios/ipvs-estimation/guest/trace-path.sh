#!/bin/sh
# SPDX-License-Identifier: MIT
# trace-path.sh PATH RATE SECONDS: one path of paths.sh with every packet's way through the stack and every run of
# estimation_timer traced. Away from the timer first without: what tracing costs is the difference of the two, which the
# timer would blur.
set -eu
path=$1 rate=$2 seconds=$3
set -- 1
. guest/has-estimation.sh
if [ "$path" = away ]; then
	sh guest/paths.sh "$rate" "$seconds" "$path" | sed -n '/^@@ packets/,$ { s/^@@ packets.*/@@ plain/; p }'
fi
output=$(mktemp)
trap 'rm -f "$output"' EXIT
NETKNEE_COMMAND_OUTPUT=$output
export NETKNEE_COMMAND_OUTPUT
echo '@@ trace'
sh guest/packet-path.sh nk-host,nk-peer estimation_timer "$seconds" -- sh guest/paths.sh "$rate" "$seconds" "$path"
sed -n '/^@@ packets/,$ { s/^@@ packets.*/@@ packets/; p }' "$output"
