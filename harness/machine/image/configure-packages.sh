#!/bin/sh
# SPDX-License-Identifier: MIT
# Runs the maintainer scripts of the packages that were unpacked into a root tree, by the tree's own dpkg: alternatives, users and
# configuration are then as on any Debian. Scripts have no network, no device but /dev/null, and no right outside the tree.
#   configure-packages.sh mount TREE   in namespaces of its own
#   configure-packages.sh copy TREE    where nothing may be mounted: /dev/null of the tree is a plain file, emptied afterwards
# Exits with what dpkg exits with.
set -eu
how=$1
tree=$2
if [ "$how" = mount ]; then
	mount --bind "$tree" "$tree"
	mount -o remount,bind,nosuid,nodev "$tree"
	mount --bind /dev/null "$tree/dev/null"
fi
# No service is started by a bake.
printf '#!/bin/sh\nexit 101\n' >"$tree/usr/sbin/policy-rc.d"
chmod 755 "$tree/usr/sbin/policy-rc.d"
cd "$tree"
status=0
# What a script does to owners is kept where this machine allows it; the image's files are all root's.
chroot "$tree" /usr/bin/env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LC_ALL=C DEBIAN_FRONTEND=noninteractive \
	DEBCONF_NONINTERACTIVE_SEEN=true SOURCE_DATE_EPOCH=0 \
	/usr/bin/setpriv --inh-caps=-all --no-new-privs \
	--bounding-set=-all,+chown,+dac_override,+fowner,+fsetid,+setuid,+setgid \
	dpkg --force-depends --force-confold --configure -a </dev/null >&2 || status=$?
rm -f "$tree/usr/sbin/policy-rc.d"
if [ "$how" = copy ]; then : >"$tree/dev/null"; fi
# Logs, locks and former versions: all that has a time or an inode number of this bake in it.
find "$tree/var/log" -type f -delete
rm -f "$tree"/var/lib/dpkg/*-old "$tree"/var/cache/debconf/*-old "$tree/var/cache/ldconfig/aux-cache"
exit "$status"
