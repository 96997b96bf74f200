#!/bin/sh
# SPDX-License-Identifier: MIT
# count-calls.sh IP NAME: the system calls of one add, by strace; the namespace is removed again.
set -eu
ip=$1
name=$2
summary=$(mktemp)
trap 'rm -f "$summary"' EXIT
strace -f -c -o "$summary" "$ip" netns add "$name" >&2
"$ip" netns delete "$name"
cat "$summary"
