#!/bin/sh
# SPDX-License-Identifier: MIT
# verify.sh EXPECTED IP...: counts the namespaces through each tool under test; another number than
# expected, or two tools that see different folders, is an error.
set -eu
expected=$1
shift
for ip in "$@"; do
	seen=$("$ip" netns list | wc -l)
	echo "$ip $seen"
	if [ "$seen" -ne "$expected" ]; then
		echo "verify.sh: $ip lists $seen namespaces where $expected were made" >&2
		exit 1
	fi
done
