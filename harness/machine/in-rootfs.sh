#!/bin/sh
# Runs a command inside a root tree, with one folder of the host bound to /build there.
# Called inside a mount namespace of its own, so that the mounts end with it.
#   in-rootfs.sh TREE BUILD COMMAND [ARGUMENT...]
set -eu
tree=$1
build=$2
shift 2
mount --bind "$build" "$tree/build"
# A plain file stands at dev/null in the tree: an ordinary user can't make device nodes.
mount --bind /dev/null "$tree/dev/null"
cd "$tree"
exec chroot "$tree" /usr/bin/env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/ LC_ALL=C SOURCE_DATE_EPOCH=0 "$@"
