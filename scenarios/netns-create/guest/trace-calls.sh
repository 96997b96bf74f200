#!/bin/sh
# SPDX-License-Identifier: MIT
# trace-calls.sh IP NAME: every system call of one add with its time, by strace; the namespace is removed again. What
# goes before reads the tool, and of strace the parts that tell netlink messages, from the disk.
set -eu
ip=$1
name=$2
trace=$(mktemp)
trap 'rm -f "$trace"' EXIT
strace -o "$trace" "$ip" link show lo >&2
strace -tt -T -o "$trace" "$ip" netns add "$name" >&2
"$ip" netns delete "$name"
cat "$trace"
