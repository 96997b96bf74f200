#!/bin/sh
# SPDX-License-Identifier: MIT
# parallel-adds.sh DELETES SCHEDULE...: the schedules of adds at the same time, as burst.sh runs and prints them; then what they
# made is removed by the schedule DELETES.
set -eu
deletes=$1
shift
sh guest/burst.sh "$@"
spawn-time "$deletes" >/dev/null
