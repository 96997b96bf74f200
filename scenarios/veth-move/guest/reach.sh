#!/bin/sh
# SPDX-License-Identifier: MIT
# reach.sh FROM TO: goes on from FROM pairs that exist to TO, all made in place, and fails unless there are as many.
set -eu
if [ "$2" -gt "$1" ]; then
	seq "$1" "$(($2 - 1))" |
		sed 's/.*/link add there& type veth peer name there&-far netns netknee-others/' | ip -batch -
fi
[ "$(ip -o link show type veth | grep -c ' there')" -eq "$2" ]
