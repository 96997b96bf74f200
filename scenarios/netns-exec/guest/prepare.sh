#!/bin/sh
# SPDX-License-Identifier: MIT
# prepare.sh private|shared: what mounts below /run propagate to, and the namespace that is entered.
set -eu
if ! mountpoint -q /run; then mount --bind /run /run; fi
mount "--make-$1" /run
ip netns add netknee-entered
[ "$(findmnt -no PROPAGATION /run | tail -n 1)" = "$1" ]
