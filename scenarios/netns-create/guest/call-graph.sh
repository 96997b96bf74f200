#!/bin/sh
# SPDX-License-Identifier: MIT
# call-graph.sh HERTZ SECONDS PLAIN SAMPLED DELETE: the adds of schedule PLAIN timed as they are, those of SAMPLED with
# their stacks sampled meanwhile, and all of them removed by DELETE, which nobody samples. What sampling costs is
# the time of the ones over that of the others.
set -eu
output=$(mktemp)
trap 'rm -f "$output"' EXIT
echo '@@ plain'
spawn-time "$3"
NETKNEE_COMMAND_OUTPUT=$output
export NETKNEE_COMMAND_OUTPUT
echo '@@ stacks'
sh guest/perf-stacks.sh "$1" "$2" -- spawn-time "$4"
echo '@@ sampled'
cat "$output"
spawn-time "$5" >/dev/null
