#!/bin/sh
# SPDX-License-Identifier: MIT
# compare-loads.sh RULES: times load-by.sh with each method, each on a module loaded anew, since adding after a
# flush is slower. Leaves no ip_vs behind.
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
for method in netlink ipvsadm-restore ipvsadm-exec; do
	modprobe ip_vs_rr
	printf '%s\t0\t/bin/sh\tguest/load-by.sh\t%s\t%s\n' "$method" "$method" "$1" >"$work/load.tsv"
	echo "@@ $method"
	spawn-time --deadline-ms 600000 "$work/load.tsv"
	lines=$(ipvsadm -L -n | wc -l)
	if [ "$lines" -ne $(($1 + 3)) ]; then
		echo "compare-loads.sh: $method left $lines lines where $(($1 + 3)) are due" >&2
		exit 1
	fi
	ipvsadm -C
	modprobe -r ip_vs_rr ip_vs
done
