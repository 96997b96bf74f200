#!/bin/sh
# SPDX-License-Identifier: MIT
# reach.sh FROM TO: goes on from FROM interfaces to TO in netknee-together, and to as many in netknee-spread-N, ten in each. Fails
# unless there are as many.
set -eu
links() { seq "$1" "$(($2 - 1))" | sed 's/.*/link add netknee& type dummy/'; }
links "$1" "$2" | ip -n netknee-together -batch -
at=$1
while [ "$at" -lt "$2" ]; do
	namespace=netknee-spread-$((at / 10))
	ip netns add "$namespace"
	links "$at" "$((at + 10))" | ip -n "$namespace" -batch -
	at=$((at + 10))
done
[ "$(ip -n netknee-together -o link show type dummy | wc -l)" -eq "$2" ]
[ "$(ip netns list | grep -c spread)" -eq "$(($2 / 10))" ]
