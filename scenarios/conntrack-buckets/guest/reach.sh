#!/bin/sh
# SPDX-License-Identifier: MIT
# reach.sh FROM TO: goes on from FROM entries of established connections to TO, in a table of many buckets, for a crowded one may refuse
# them. Fails unless there are at least as many.
set -eu
sh guest/table.sh many
file=$(mktemp)
trap 'rm -f "$file"' EXIT
awk -v from="$1" -v to="$2" 'BEGIN { for (i = from; i < to; i++)
	print "-I -p tcp -s 198.18." int(i / 256) % 256 "." i % 256 " -d 198.19.0." 1 + int(i / 65536), \
		"--sport", 1024 + i % 50000, "--dport 80 --state ESTABLISHED -t 86400 -u ASSURED,SEEN_REPLY" }' >"$file"
if [ -s "$file" ]; then conntrack -R "$file" >/dev/null; fi
[ "$(conntrack -C)" -ge "$2" ]
