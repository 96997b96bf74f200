#!/bin/sh
# SPDX-License-Identifier: MIT
# reach.sh FROM TO: goes on from FROM namespaces to TO beside the one that is entered, and fails unless there are as many.
set -eu
if [ "$2" -gt "$1" ]; then seq -f 'netns add netknee-%.0f' "$1" "$(($2 - 1))" | ip -batch -; fi
[ "$(ip netns list | wc -l)" -eq "$(($2 + 1))" ]
grep -c ' nsfs ' /proc/self/mountinfo
