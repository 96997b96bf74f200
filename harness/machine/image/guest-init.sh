#!/bin/sh
# SPDX-License-Identifier: MIT
# PID 1 of a netknee guest: mounts what a trial needs, unpacks the bundle and runs it from start to end
# by itself. The kernel command line tells it what to do:
#   netknee.do=trial   run the bundle, its records on the virtio port netknee.stream, then power off
#   netknee.do=shell   bring up the network card and sshd, and wait
#   netknee.init=systemd   hand PID 1 over to systemd, which has one unit: this script again, as `netknee-init trial`
# Disks, by the number of their NVMe namespace: 1 the root, 2 the kernel's modules, 3 the bundle as a bare tar.
PATH=/usr/sbin:/usr/bin:/sbin:/bin
export PATH HOME=/root TERM=linux

finish() {
	echo "netknee: $1"
	# With -no-reboot a reset ends QEMU; it needs no ACPI and no time.
	echo b >/proc/sysrq-trigger
	sleep 60
}

# The bundle from start to end; its records go out by the virtio port.
trial() {
	port=
	tries=0
	while [ -z "$port" ] && [ "$tries" -lt 100 ]; do
		for name in /sys/class/virtio-ports/*/name; do
			[ "$(cat "$name" 2>/dev/null)" = netknee.stream ] && port=/dev/$(basename "$(dirname "$name")")
		done
		tries=$((tries + 1))
		[ -n "$port" ] || sleep 0.1
	done
	[ -n "$port" ] || finish 'no stream port'
	echo 'netknee: trial starts'
	sh /run/netknee/bundle/run.sh >"$port"
	finish "trial ended with $?"
}

# No dependencies: nothing of what a distribution starts beside.
under_systemd() {
	mkdir -p /run/systemd/system
	cat >/run/systemd/system/netknee.service <<-'unit'
		[Unit]
		DefaultDependencies=no
		[Service]
		Type=oneshot
		ExecStart=/bin/sh /sbin/netknee-init trial
		TasksMax=infinity
	unit
	exec /lib/systemd/systemd --unit=netknee.service --log-target=kmsg --log-level=warning --show-status=no
}

if [ "${1:-}" = trial ]; then
	exec </dev/null >/dev/console 2>&1
	trial
fi

mount -t proc proc /proc
mount -t sysfs sysfs /sys
mount -t devtmpfs dev /dev
exec </dev/null >/dev/console 2>&1
mkdir -p /dev/pts /dev/shm
mount -t devpts devpts /dev/pts
mount -t tmpfs tmpfs /dev/shm
mount -t tmpfs run /run
mount -t tmpfs tmp /tmp
# What systemd does, and what `ip netns add` finds on nearly every distribution.
mount --make-rshared /
mount -t tracefs tracefs /sys/kernel/tracing
mount -t debugfs debugfs /sys/kernel/debug 2>/dev/null
mkdir -p /run/netns /run/netknee/bundle
ip link set lo up

# disk NUMBER: from Linux 6.11 on disks are found side by side, and called in the order in which they were.
disk() {
	tries=0
	while [ "$tries" -lt 100 ]; do
		for block in /sys/class/block/nvme0n*; do
			if [ "$(cat "$block/nsid" 2>/dev/null)" = "$1" ]; then
				echo "/dev/${block##*/}"
				return
			fi
		done
		tries=$((tries + 1))
		sleep 0.1
	done
	echo "/dev/no-disk-$1"
}

mount -t ext4 -o ro,noatime "$(disk 2)" /lib/modules || finish 'no modules disk'
modprobe -a virtio_pci virtio_console || finish 'no virtio-serial modules'
tar -C /run/netknee/bundle -xf "$(disk 3)" || finish 'no bundle'

do= init=
for word in $(cat /proc/cmdline); do
	case $word in
	netknee.do=*) do=${word#netknee.do=} ;;
	netknee.init=*) init=${word#netknee.init=} ;;
	esac
done

case $do in
trial)
	if [ "$init" = systemd ]; then under_systemd; fi
	trial
	;;
shell)
	modprobe virtio_net
	mkdir -p /run/sshd /root/.ssh
	install -m 600 /run/netknee/bundle/ssh/host_key /run/netknee/host_key
	ip link set eth0 up
	ip addr add 10.0.2.15/24 dev eth0
	/usr/sbin/sshd -f /dev/null -o HostKey=/run/netknee/host_key -o UsePAM=no -o UseDNS=no -o StrictModes=no \
		-o PermitRootLogin=prohibit-password -o PasswordAuthentication=no \
		-o AuthorizedKeysFile=/run/netknee/bundle/ssh/authorized_keys || finish 'sshd did not start'
	echo 'netknee: shell ready'
	# PID 1 must reap what others leave, and never end.
	while :; do sleep 5; wait; done
	;;
*)
	finish "nothing to do: netknee.do=$do"
	;;
esac
