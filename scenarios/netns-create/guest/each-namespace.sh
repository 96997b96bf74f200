#!/bin/sh
# SPDX-License-Identifier: MIT
# each-namespace.sh IP LEVEL WORDS...: one `ip -batch` with a command for each of the filler's namespaces, of which there
# are LEVEL: WORDS, in which the word @ stands for the name of the namespace and veth@ for a name made of its number.
set -eu
ip=$1
level=$2
shift 2
batch=$(mktemp)
trap 'rm -f "$batch"' EXIT
number=0
while [ "$number" -lt "$level" ]; do
	for word in "$@"; do
		case $word in
		@) printf 'netknee-%s ' "$number" ;;
		veth@) printf 'veth%s ' "$number" ;;
		*) printf '%s ' "$word" ;;
		esac
	done
	echo
	number=$((number + 1))
done >"$batch"
"$ip" -batch "$batch"
