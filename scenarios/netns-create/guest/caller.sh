#!/bin/sh
# SPDX-License-Identifier: MIT
# caller.sh IP NAME: who calls sendmsg in one add, by gdb; the namespace is removed again.
set -eu
ip=$1
name=$2
sh guest/gdb-caller.sh sendmsg 240 5 "$ip" netns add "$name"
"$ip" netns delete "$name"
