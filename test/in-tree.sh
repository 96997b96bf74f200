#!/bin/sh
# in-tree.sh TREE FOLDER COMMAND [ARGUMENT...]: runs COMMAND as root in FOLDER of a machine whose root directory is TREE, with
# processes and mounts of its own. The root is changed for good, not by chroot: the kernel gives user namespaces to nobody whose root
# is not that of the mounts. Needs root; everything ends with the command.
set -eu
if [ -z "${IN_TREE:-}" ]; then
	IN_TREE=1 exec unshare --mount --pid --fork --kill-child -- sh "$0" "$@"
fi
tree=$1 folder=$2
shift 2
mount --bind "$tree" "$tree"
mount -t proc proc "$tree/proc"
for shared in sys dev; do mount --rbind /$shared "$tree/$shared"; done
for file in resolv.conf hosts; do cp -L /etc/$file "$tree/etc/$file"; done
cd "$tree"
# The root before stays below, where root alone comes: a minimal machine has no umount.
mkdir -p -m 700 .before
mkdir -p .before/root
pivot_root . .before/root
# shellcheck disable=SC2016 # the inner shell's own words
exec chroot . /usr/bin/env -i PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LANG=C.UTF-8 CI=true \
	sh -euc 'cd "$1"; shift; exec "$@"' sh "$folder" "$@"
