#!/bin/sh
# Runs a command inside a root tree, with one folder of the host at /build there.
#   in-rootfs.sh mount TREE BUILD COMMAND [ARGUMENT...]   in a mount namespace of its own: the mounts end with it
#   in-rootfs.sh copy TREE BUILD COMMAND [ARGUMENT...]    where nothing may be mounted: BUILD is copied in and out
# Exits with what the command exits with; with 125 when the command was never run.
set -eu
how=$1
tree=$2
build=$3
shift 3

cannot() {
	echo "netknee: $1" >&2
	exit 125
}

# The command sees nothing of the caller's environment.
set -- chroot "$tree" /usr/bin/env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/ LC_ALL=C SOURCE_DATE_EPOCH=0 "$@"

case $how in
mount)
	mount --bind "$build" "$tree/build" || cannot "$build could not be mounted into $tree"
	# A plain file stands at dev/null in the tree: an ordinary user can't make device nodes.
	mount --bind /dev/null "$tree/dev/null" || cannot "/dev/null could not be mounted into $tree"
	cd "$tree" || cannot "$tree can't be entered"
	exec "$@"
	;;
copy)
	# One build at a time: all of them are at /build, which their debug information names.
	exec 9>"$tree.lock" || cannot "$tree.lock could not be written"
	flock -w 900 9 || cannot "another build did not leave $tree within 900 s"
	empty() { find "$tree/build" -mindepth 1 -delete && : >"$tree/dev/null"; }
	empty || cannot "$tree/build could not be emptied"
	trap empty EXIT
	trap 'exit 130' INT TERM HUP
	cp -a "$build/." "$tree/build/" || cannot "$build could not be copied into $tree"
	chmod 666 "$tree/dev/null"
	status=0
	"$@" 9>&- || status=$?
	cp -a "$tree/build/." "$build/" || cannot "what was built could not be copied out of $tree"
	exit "$status"
	;;
*)
	cannot "no such way: $how"
	;;
esac
