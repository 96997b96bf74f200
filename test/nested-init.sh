#!/bin/sh
# PID 1 of the guest that nested-guest.sh makes. Disks, by the number of their NVMe namespace: 1 the root, 2 the modules of its
# kernel, 3 a tar with session.sh, 4 a blank one. It runs session.sh, which may leave files in /out, puts a tar of /out onto
# the blank disk and ends the machine.
PATH=/usr/sbin:/usr/bin:/sbin:/bin
export PATH HOME=/root TERM=linux
mount -t proc proc /proc
mount -t sysfs sysfs /sys
mount -t devtmpfs dev /dev
exec </dev/null >/dev/ttyS0 2>&1
mkdir -p /dev/pts /dev/shm
mount -t devpts devpts /dev/pts
for folder in /dev/shm /run /tmp; do mount -t tmpfs tmpfs $folder; done
ip link set lo up
# From Linux 6.11 on disks are called in the order in which they were found.
for block in /sys/class/block/nvme*n*; do
	[ -e "$block/nsid" ] && ln -sf "/dev/${block##*/}" "/dev/disk-$(cat "$block/nsid")"
done
mount -t ext4 -o ro /dev/disk-2 /lib/modules
mkdir /session /out
tar -C /session -xf /dev/disk-3
cd /netknee || exit
sh /session/session.sh
tar -C /out -cf /dev/disk-4 .
sync
echo "nested: session over after $(cut -d' ' -f1 /proc/uptime) s"
echo b >/proc/sysrq-trigger
sleep 60
