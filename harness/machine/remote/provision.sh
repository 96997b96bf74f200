#!/bin/sh
# SPDX-License-Identifier: MIT
# Gives a throw-away guest the programs that builds and trials call, and keeps it quiet. What is there is not touched: a
# second call changes nothing.
#
# Usage:  provision.sh PROGRAM=PACKAGE...
# Exit:   0 done, 1 something is still missing
PATH=$PATH:/usr/sbin:/sbin
export PATH DEBIAN_FRONTEND=noninteractive

# Updates that begin by themselves would be measured along, and hold apt's lock.
if command -v systemctl >/dev/null 2>&1; then
	for unit in apt-daily.timer apt-daily-upgrade.timer unattended-upgrades.service; do
		systemctl disable --now "$unit" >/dev/null 2>&1
	done
fi

compiles() { echo 'int main(void) { return 0; }' | gcc -static -x c -o /dev/null -; }

missing() {
	for pair in "$@"; do
		command -v "${pair%%=*}" >/dev/null 2>&1 || echo "${pair#*=}"
	done
	compiles >/dev/null 2>&1 || echo libc6-dev
}

packages=$(missing "$@")
if [ -z "$packages" ]; then exit 0; fi
if ! command -v apt-get >/dev/null 2>&1; then
	echo "there is no apt-get to install them with: $(echo "$packages" | tr '\n' ' ')" >&2
	exit 1
fi
tries=0
# Another apt may still be at work after the boot.
# shellcheck disable=SC2086 # words, not one
until apt-get update -q && apt-get install -q -y --no-install-recommends $packages; do
	tries=$((tries + 1))
	if [ "$tries" -ge 5 ]; then exit 1; fi
	sleep 10
done
packages=$(missing "$@")
if [ -n "$packages" ]; then
	echo "still missing: $(echo "$packages" | tr '\n' ' ')" >&2
	exit 1
fi
