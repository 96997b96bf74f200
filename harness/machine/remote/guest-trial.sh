#!/bin/sh
# SPDX-License-Identifier: MIT
# Runs a bundle in a guest that is thrown away afterwards, in the guest's own namespaces: what its distribution does to
# them belongs to what is measured.
#
# Usage:  guest-trial.sh FOLDER    FOLDER holds bundle.tar
#
# Output: the bundle's records
# Exit:   what the bundle exited with; 69 when it can't run here
root=$1/bundle
PATH=$PATH:/usr/sbin:/sbin

cannot() {
	echo "this guest can't run the bundle: $*" >&2
	exit 69
}

{ mkdir "$root" && mount -t tmpfs -o mode=0700 netknee "$root"; } || cannot 'no tmpfs can be mounted'
{ mkdir "$root/tmp" && tar -xf "$1/bundle.tar" -C "$root"; } || cannot 'the bundle could not be unpacked'
# What is measured needs no way out; the host, from where we are called, is on the guest's own network.
ip route del default 2>/dev/null
# systemd mounts it only on later distributions.
if [ ! -e /sys/kernel/tracing/current_tracer ]; then
	mount -t tracefs tracefs /sys/kernel/tracing 2>/dev/null || mount -t debugfs debugfs /sys/kernel/debug 2>/dev/null
fi
cd "$root" || exit 69
exec env -i PATH="$PATH" HOME=/root TMPDIR="$root/tmp" sh run.sh </dev/null
