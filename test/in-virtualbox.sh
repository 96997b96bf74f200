#!/bin/sh
# in-virtualbox.sh FOLDER COMMAND [ARGUMENT...]: runs COMMAND as root with the VBoxManage of virtualbox-tree.sh on its PATH, in
# namespaces of its own, with which VirtualBox's own server ends. DRIVER=absent leaves the stand-in for its kernel driver out.
set -eu
folder=$1
shift
if [ -z "${IN_VIRTUALBOX:-}" ]; then
	IN_VIRTUALBOX=1 exec unshare --mount --pid --fork --kill-child --mount-proc -- sh "$0" "$folder" "$@"
fi
unset IN_VIRTUALBOX
tree=$folder/tree home=$folder/home
mount -t tmpfs dev "$tree/dev"
for name in null zero random urandom; do cp -a "/dev/$name" "$tree/dev/"; done
# Nothing answers behind it: with no hypervisor VirtualBox does all but start a machine.
if [ "${DRIVER:-}" != absent ]; then mknod -m 600 "$tree/dev/vboxdrv" c 10 54; fi
mount -t proc proc "$tree/proc"
mount --bind "$home" "$tree$home"
cd "$home"
exec env HOME="$home" PATH="$folder/bin:$PATH" VAGRANT_CHECKPOINT_DISABLE=1 "$@"
