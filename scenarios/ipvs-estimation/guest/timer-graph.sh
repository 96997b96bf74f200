#!/bin/sh
# SPDX-License-Identifier: MIT
# timer-graph.sh HERTZ SECONDS CPU: call stacks of one CPU while estimation is on.
set -eu
set -- 1 "$@"
. guest/has-estimation.sh
shift
echo '@@ stacks'
sh guest/perf-stacks.sh "$1" "$2" -C "$3"
