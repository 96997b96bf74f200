#!/bin/sh
# SPDX-License-Identifier: MIT
# Unpacks a Debian package into a root tree, as dpkg would leave it before its maintainer scripts are run.
#   unpack-package.sh DEB TREE INFO [PATTERN...]   INFO is the package's name in dpkg's database; files that match a PATTERN are left out
set -eu
deb=$1
tree=$2
info=$tree/var/lib/dpkg/info/$3
shift 3
for pattern in "$@"; do
	set -- "$@" "--exclude=$pattern"
	shift
done
# Folders of the package may be links in the tree, as /bin is.
dpkg-deb --fsys-tarfile "$deb" |
	tar -C "$tree" --no-same-owner --same-permissions --keep-directory-symlink "$@" -xf -
dpkg-deb --fsys-tarfile "$deb" | tar -tf - | sed -e 's|^\.||' -e 's|/$||' -e 's|^$|/.|' >"$info.list"
control=$deb.control
dpkg-deb --control "$deb" "$control"
for file in "$control"/*; do
	if [ "${file##*/}" != control ]; then cp "$file" "$info.${file##*/}"; fi
done
cat "$control/control"
