#!/bin/sh
# SPDX-License-Identifier: MIT
# The whole bundle of a guest that is asked what it lacks. `programs` and `modules` stand beside it, a name a line.
#
# Output: "missing PROGRAM" and "no-module MODULE" for each that is not there; "asked" at the end
# Exit:   0 always
cd "$(dirname "$0")" || exit 0
while read -r program; do
	command -v "$program" >/dev/null 2>&1 || echo "missing $program"
done <programs
while read -r module; do
	[ -d "/sys/module/$module" ] || modprobe -n -q "$module" >/dev/null 2>&1 || echo "no-module $module"
done <modules
echo asked
exit 0
