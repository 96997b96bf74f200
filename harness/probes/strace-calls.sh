#!/bin/sh
# SPDX-License-Identifier: MIT
# strace-calls.sh COMMAND...: the system calls of COMMAND and its children, as `strace -c` sums them up; its own output goes to
# stderr.
set -eu
summary=$(mktemp)
trap 'rm -f "$summary"' EXIT
strace -f -c -o "$summary" "$@" >&2
cat "$summary"
