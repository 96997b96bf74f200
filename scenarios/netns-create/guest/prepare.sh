#!/bin/sh
# SPDX-License-Identifier: MIT
# prepare.sh IP...: the first `ip netns add` on a machine makes /run/netns a shared mount of its own; that
# happens here, outside what is timed. Each tool must run under this name before it is measured.
set -eu
for ip in "$@"; do
	"$ip" -V
	"$ip" netns add netknee-first
	"$ip" netns delete netknee-first
done
