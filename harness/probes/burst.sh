#!/bin/sh
# SPDX-License-Identifier: MIT
# burst.sh SCHEDULE...: runs every schedule by a spawn-time of its own, all at the same time; the rows of each follow a line
# `@@ part-N`.
set -eu
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
	echo "@@ part-$number"
	cat "$work/$number"
done
