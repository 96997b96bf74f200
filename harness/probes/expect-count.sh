#!/bin/sh
# SPDX-License-Identifier: MIT
# expect-count.sh EXPECTED COMMAND...: ends with 1 unless COMMAND prints the whole number EXPECTED and nothing else.
set -eu
expected=$1
shift
found=$("$@")
if [ "$found" = "$expected" ]; then exit 0; fi
echo "expect-count.sh: $found where $expected should be: $*" >&2
exit 1
