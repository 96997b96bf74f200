#!/bin/sh
# SPDX-License-Identifier: MIT
# stat-path.sh PATH RATE SECONDS: one path of paths.sh twice, first as it is, then with /proc/stat read every 100 ms from
# CPU 1, where no timer holds the reader up.
set -eu
path=$1 rate=$2 seconds=$3
set -- 1
. guest/has-estimation.sh
sh guest/paths.sh "$rate" "$seconds" "$path" | sed -n '/^@@ packets/,$ { s/^@@ packets.*/@@ plain/; p }'
work=$(mktemp -d)
pid=
trap 'if [ -n "$pid" ]; then kill "$pid" 2>/dev/null || :; fi; rm -rf "$work"' EXIT
stat-windows --cpu 1 "$seconds" >"$work/windows" &
pid=$!
sh guest/paths.sh "$rate" "$seconds" "$path" | sed -n '/^@@ packets/,$ { s/^@@ packets.*/@@ packets/; p }'
wait "$pid"
pid=
echo '@@ windows'
cat "$work/windows"
