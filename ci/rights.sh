#!/bin/sh
# rights.sh: says within a second what keeps this user from baking, before anything is fetched or built: a Node that is too
# old, no subordinate ids, no user namespaces. `netknee doctor` knows more; this needs neither npm nor Node.
set -eu
refuse() {
	echo "netknee: $1" >&2
	shift
	for line in "$@"; do echo "  $line" >&2; done
	exit 69
}

# -------- Node

version=$(node --version 2>/dev/null) || refuse 'there is no Node.js; it needs 20.19 or newer' \
	'Install it from your distribution or from nodejs.org.'
major=${version#v}
minor=${major#*.}
major=${major%%.*}
minor=${minor%%.*}
if [ "$major" -lt 20 ] || { [ "$major" -eq 20 ] && [ "$minor" -lt 19 ]; }; then
	refuse "Node.js $version is too old; it needs 20.19 or newer" 'Install a newer one from your distribution or from nodejs.org.'
fi

# -------- what an ordinary user needs to bake; root, and who has baked or imported already, needs none of it

if [ "$(id -u)" -eq 0 ] || [ -d "${XDG_CACHE_HOME:-$HOME/.cache}/netknee/rootfs" ]; then exit 0; fi
if [ "$(uname -s)" != Linux ]; then exit 0; fi

user=$(id -un 2>/dev/null || id -u)
for file in /etc/subuid /etc/subgid; do
	if ! grep -qE "^($user|$(id -u)):" $file 2>/dev/null; then
		refuse "the user $user has no subordinate ids ($file), which mmdebstrap needs. As root:" \
			"usermod --add-subuids 100000-165535 --add-subgids 100000-165535 $user"
	fi
done
PATH=$PATH:/usr/sbin:/sbin
if ! said=$(unshare --map-root-user --mount --fork --kill-child -- true 2>&1); then
	read_setting() { cat "/proc/sys/$1" 2>/dev/null || true; }
	if [ "$(read_setting kernel/unprivileged_userns_clone)" = 0 ]; then
		set -- 'sysctl -w kernel.unprivileged_userns_clone=1'
	elif [ "$(read_setting user/max_user_namespaces)" = 0 ]; then
		set -- 'sysctl -w user.max_user_namespaces=15000'
	elif [ "$(read_setting kernel/apparmor_restrict_unprivileged_userns)" = 1 ]; then
		set -- 'sysctl -w kernel.apparmor_restrict_unprivileged_userns=0'
	else
		set -- 'In a container run netknee as root; elsewhere ask who forbids user namespaces.'
	fi
	refuse "ordinary users get no user namespace here ($said). As root:" "$@"
fi
