#!/bin/sh
# SPDX-License-Identifier: MIT
# Runs a bundle on a machine that is not netknee's own. The first process of new mount, network and process
# namespaces: whatever it mounts, names or starts ends with it.
#
# Usage:  remote-trial.sh FOLDER DEADLINE_S
#
#         FOLDER holds bundle.tar. stdin is a lifeline: at its end, or after DEADLINE_S, all processes are ended.
#
# Output: the bundle's records
# Exit:   what the bundle exited with; 69 when it can't run here, 143 when it was ended
folder=$1
deadline=$2
root=$folder/bundle

cannot() {
	echo "this machine can't run the bundle: $*" >&2
	exit 69
}

case $folder in /run/* | /var/run/* | /sys/*) cannot "its folder may not be in $folder" ;; esac
{ mkdir "$root" && mount -t tmpfs -o mode=0700 netknee "$root"; } || cannot 'no tmpfs can be mounted'
{ mount -t tmpfs -o mode=0755 netknee /run && mkdir /run/netns; } || cannot 'no tmpfs can be mounted on /run'
# Upstream's ip says /var/run, Debian's /run.
if [ "$(readlink -f /var/run)" != /run ]; then mount --bind /run /var/run || cannot '/var/run is not /run'; fi
# The devices that sysfs shows are those of the network namespace it was mounted in.
mount -t sysfs sysfs /sys && mount -t tracefs tracefs /sys/kernel/tracing
{ mkdir "$root/tmp" && tar -xf "$folder/bundle.tar" -C "$root"; } || cannot 'the bundle could not be unpacked'
cd "$root" || exit 69

# Variants are linked with the guest's C library: another distribution's may be too old, or not there.
for tool in variants/*/*; do
	if [ ! -e "$tool" ]; then continue; fi
	said=$("$tool" -V 2>&1 </dev/null)
	case $?:$said in
	126:* | 127:* | *': version `'*"' not found"*) cannot "$tool does not start: $said" ;;
	esac
done

stop() {
	trap '' TERM
	kill -s TERM -1
	# Tracing is set back by whoever set it.
	sleep 1
	exit 143
}
trap stop TERM
exec 3<&0
env -i PATH="$PATH" HOME=/root TMPDIR="$root/tmp" NETKNEE_LOG=trial sh run.sh </dev/null 3<&- &
bundle=$!
{
	cat <&3 >/dev/null
	kill -s TERM $$
} >/dev/null 2>&1 &
{
	sleep "$deadline"
	kill -s TERM $$
} >/dev/null 2>&1 &
wait "$bundle"
exit $?
