#!/bin/sh
# SPDX-License-Identifier: MIT
# request-path.sh PATH RATE SECONDS DEADLINE_MS: requests over TCP across the veth pair, the ends on CPUs as in paths.sh;
# first over four connections that stay open, all waited for, then GETs over a new one each, given up at the deadline.
set -eu
path=$1 rate=$2 seconds=$3 deadline=$4
case $path in
away) client=1 server=1 ;;
receiver) client=1 server=0 ;;
*) exit 2 ;;
esac
set -- 1
. guest/has-estimation.sh
port=7001
pid=
trap 'if [ -n "$pid" ]; then kill "$pid" 2>/dev/null || :; fi' EXIT
ip netns exec netknee-probe tcp-probe server "$port" --cpu "$server" >/dev/null &
pid=$!
request() {
	tcp-probe client 10.200.0.2 "$port" --rate "$rate" --seconds "$seconds" --cpu "$client" --warmup 20 "$@"
}
echo '@@ tcp'
request --connections 4
echo '@@ http'
request --http --deadline-ms "$deadline"
