#!/bin/sh
# SPDX-License-Identifier: MIT
# with-server.sh NAMESPACE SERVER... -- CLIENT...: runs CLIENT here while SERVER runs in the network namespace NAMESPACE, and
# begins it once SERVER has printed its first line. Prints what CLIENT prints, and exits with what it exits with.
set -eu
namespace=$1
shift
work=$(mktemp -d)
pid=
trap 'if [ -n "$pid" ]; then kill "$pid" 2>/dev/null || :; fi; rm -rf "$work"' EXIT
mkfifo "$work/said"
# Words up to -- are the server's: they are taken from the front and put to the end of a list of their own.
server=0
for word in "$@"; do
	if [ "$word" = -- ]; then break; fi
	server=$((server + 1))
done
client=$#
i=0
(
	while [ "$#" -gt "$server" ] && [ "$i" -lt "$client" ]; do
		first=$1
		shift
		if [ "$i" -lt "$server" ]; then set -- "$@" "$first"; fi
		i=$((i + 1))
	done
	exec ip netns exec "$namespace" "$@" >"$work/said"
) &
pid=$!
read -r _ <"$work/said"
shift "$((server + 1))"
"$@"
