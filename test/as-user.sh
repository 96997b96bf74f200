#!/bin/sh
# as-user.sh HOME PACKAGE COMMAND...: runs COMMAND as an ordinary user that this machine does not have, in a mount namespace
# of its own, where the user stands in /etc/passwd, HOME is theirs and the folder PACKAGE is at HOME/netknee, which every
# user may read even when the checkout is root's alone. Needs root; leaves the machine as it is.
# With AS_USER_SUBORDINATE=1 the user has subordinate ids and may use them; else it may never gain a right. With
# AS_USER_NAMELESS=1 it is a number alone, as in many containers.
set -eu
home=$1 package=$2
shift 2
uid=64999
name=netknee-test

if [ -z "${AS_USER_INSIDE:-}" ]; then
	AS_USER_INSIDE=1 exec unshare --mount -- sh "$0" "$home" "$package" "$@"
fi
unset AS_USER_INSIDE
mkdir -p "$home/netknee" "$home/run"
# Each call has files of its own: others are at work with theirs.
files=$(mktemp -d "$home/etc-XXXXXX")
chmod 755 "$files"
for file in passwd group subuid subgid; do cp /etc/$file "$files/$file" 2>/dev/null || : >"$files/$file"; done
if [ -z "${AS_USER_NAMELESS:-}" ]; then
	echo "$name:x:$uid:$uid::$home:/bin/sh" >>"$files/passwd"
	echo "$name:x:$uid:" >>"$files/group"
fi
if [ -n "${AS_USER_SUBORDINATE:-}" ]; then
	for file in subuid subgid; do echo "$name:1300000000:65536" >>"$files/$file"; done
	set -- setpriv --reuid $uid --regid $uid --clear-groups "$@"
else
	set -- setpriv --reuid $uid --regid $uid --clear-groups --no-new-privs --inh-caps=-all --bounding-set=-all "$@"
fi
for file in passwd group subuid subgid; do
	if [ -e /etc/$file ]; then mount --bind "$files/$file" /etc/$file; fi
done
chown $uid:$uid "$home" "$home/run"
chmod 755 "$home"
chmod 700 "$home/run"
mount --bind "$package" "$home/netknee"
cd "$home"
exec env -i PATH="$PATH" HOME="$home" USER=$name LOGNAME=$name XDG_RUNTIME_DIR="$home/run" LANG=C.UTF-8 CI="${CI:-}" "$@"
