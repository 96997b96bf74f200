#!/bin/sh
# SPDX-License-Identifier: MIT
# load-by.sh METHOD RULES: loads rules 0 .. RULES - 1 into a fresh ip_vs by one of three ways, to compare them:
# netlink (ipvs-load), ipvsadm-restore (one ipvsadm -R), ipvsadm-exec (one ipvsadm per rule).
set -eu
case $1 in
netlink) ipvs-load 0 "$2" ;;
ipvsadm-restore) ipvs-load --print 0 "$2" | ipvsadm -R ;;
ipvsadm-exec)
	ipvs-load --print 0 "$2" | while read -r rule; do
		# The rule's words are options of ipvsadm, printed by our own program.
		# shellcheck disable=SC2086
		ipvsadm $rule
	done
	;;
*) exit 2 ;;
esac
