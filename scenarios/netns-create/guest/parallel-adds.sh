#!/bin/sh
# parallel-adds.sh DELETES SCHEDULE...: the schedules of adds at the same time, each by a `spawn-time` of its own, whose
# rows follow a line `@@ creator-N`; then what they made is removed by the schedule DELETES.
set -eu
deletes=$1
shift
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
number=0
pids=
for schedule in "$@"; do
	number=$((number + 1))
	spawn-time "$schedule" >"$work/$number" &
	pids="$pids $!"
done
for pid in $pids; do wait "$pid"; done
number=0
for schedule in "$@"; do
	number=$((number + 1))
	echo "@@ creator-$number"
	cat "$work/$number"
done
spawn-time "$deletes" >/dev/null
