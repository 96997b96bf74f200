#!/bin/sh
# SPDX-License-Identifier: MIT
# Runs a command inside a root tree, with one folder of the host at /build there. The command comes from whoever wrote what is
# built: nothing that it does to the tree stays, and it has no capability, no network and no device but /dev/null.
#   in-rootfs.sh mount TREE BUILD COMMAND [ARGUMENT...]   in namespaces of its own (mount, network, processes): the tree is
#                                                         the lower layer of an overlay that ends with them; where the
#                                                         kernel has no overlay for us it is read-only
#   in-rootfs.sh copy TREE BUILD COMMAND [ARGUMENT...]    where nothing may be mounted: BUILD is copied in and out, the
#                                                         command is run as a user who owns nothing else in the tree, and
#                                                         a system call filter (without-network.c) keeps it from networks
# Exits with what the command exits with; with 125 when the command was never run.
set -eu
how=$1
tree=$2
build=$3
shift 3
# Debian's "nobody".
NOBODY=65534

cannot() {
	echo "netknee: $1" >&2
	exit 125
}

# The command sees nothing of the caller's environment. A Makefile that names no compiler calls `cc`, a link that maintainer scripts
# would have made: the tree has gcc itself.
CLEAN="/usr/bin/env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/ LC_ALL=C SOURCE_DATE_EPOCH=0 CC=gcc"
# shellcheck disable=SC2086 # a list of words
set -- $CLEAN "$@"

# A layer above the tree that takes all changes. Names in its options are relative: a comma or a colon in a path would end them.
layer() {
	mount -t tmpfs -o mode=0755,size=1g,nosuid,nodev netknee "$tree/tmp" || return 1
	mkdir "$tree/tmp/upper" "$tree/tmp/work" || return 1
	cd "$tree/.." || return 1
	name=$(basename "$tree")
	options="nosuid,nodev,lowerdir=$name,upperdir=$name/tmp/upper,workdir=$name/tmp/work"
	# Without rights over trusted attributes an overlay keeps its notes in those of a user, where the kernel knows how.
	mount -t overlay -o "$options,userxattr" netknee "$name" 2>/dev/null ||
		mount -t overlay -o "$options" netknee "$name" 2>/dev/null
}

case $how in
mount)
	[ -d "$tree" ] || cannot "$build could not be mounted into $tree: there is no such tree"
	if layer; then
		# Of the tree itself: the layer's own folder hides it.
		mkdir -p "$tree/tmp" && chmod 1777 "$tree/tmp" || cannot "$tree/tmp could not be made"
	else
		mount --bind "$tree" "$tree" && mount -o remount,bind,ro,nosuid,nodev "$tree" ||
			cannot "$tree could not be made read-only"
		mount -t tmpfs -o mode=1777,size=1g,nosuid,nodev netknee "$tree/tmp" || cannot "$tree/tmp could not be mounted"
	fi
	mount --bind "$build" "$tree/build" || cannot "$build could not be mounted into $tree"
	mount -o remount,bind,nosuid,nodev "$tree/build" || cannot "$tree/build could not be closed to devices"
	# A plain file stands at dev/null in the tree: an ordinary user can't make device nodes.
	mount --bind /dev/null "$tree/dev/null" || cannot "/dev/null could not be mounted into $tree"
	cd "$tree" || cannot "$tree can't be entered"
	exec chroot "$tree" /usr/bin/setpriv --bounding-set=-all --inh-caps=-all --no-new-privs "$@"
	;;
copy)
	# One build at a time: all of them are at /build, which their debug information names.
	exec 9>"$tree.lock" || cannot "$tree.lock could not be written"
	flock -w 900 9 || cannot "another build did not leave $tree within 900 s"
	without="$tree.without-network"
	empty() {
		# First of all closed to whatever an earlier build may have left running.
		chown 0:0 "$tree/build" && chmod 755 "$tree/build" && rm -f "$without" &&
			find "$tree/build" -mindepth 1 -delete && : >"$tree/dev/null" &&
			find "$tree" -xdev -depth -uid "$NOBODY" ! -path "$tree/build" -delete
	}
	empty || cannot "$tree/build could not be emptied"
	trap 'empty || :' EXIT
	trap 'exit 130' INT TERM HUP
	# netknee's own program: made by the tree's compiler while nothing of anybody else stands there, kept outside the tree.
	# shellcheck disable=SC2086 # a list of words
	cp "${0%/*}/without-network.c" "$tree/build/" && chroot "$tree" $CLEAN TMPDIR=/build gcc -std=c99 -pedantic -O2 -Wall \
		-Wextra -Werror -static -o /build/without-network /build/without-network.c &&
		mv "$tree/build/without-network" "$without" && rm "$tree/build/without-network.c" ||
		cannot "without-network.c could not be compiled in $tree, and no build is run with a network"
	cp -a "$build/." "$tree/build/" || cannot "$build could not be copied into $tree"
	chown -R "$NOBODY:$NOBODY" "$tree/build" || cannot "$tree/build could not be given away"
	chmod 666 "$tree/dev/null"
	status=0
	"$without" chroot "$tree" /usr/bin/setpriv --reuid="$NOBODY" --regid="$NOBODY" --clear-groups --no-new-privs "$@" 9>&- ||
		status=$?
	cp -R --preserve=mode,timestamps "$tree/build/." "$build/" || cannot "what was built could not be copied out of $tree"
	exit "$status"
	;;
*)
	cannot "no such way: $how"
	;;
esac
