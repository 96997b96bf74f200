#!/bin/sh
# verify.sh RULES: reads the rules back; `ipvsadm -L -n` prints three lines of heading above them.
set -eu
lines=$(ipvsadm -L -n | wc -l)
echo "$lines"
if [ "$lines" -ne $(($1 + 3)) ]; then
	echo "verify.sh: ipvsadm -L -n prints $lines lines where $(($1 + 3)) are due" >&2
	exit 1
fi
