#!/bin/sh
# SPDX-License-Identifier: MIT
# prepare.sh: the namespace that has all interfaces.
set -eu
modprobe dummy numdummies=0
ip netns add netknee-together
