#!/bin/sh
# disk-image.sh OUT.qcow2 [SUITE]: a small bootable Debian disk, for tests of netknee's guests that are not its own. It serves
# as the disk of a Vagrant box for libvirt (vagrant-box.sh packs it) and as a cloud image: a seed labelled CIDATA is honoured.
# A user `vagrant` with Vagrant's well-known key has sudo without a password, so it is for machines nobody else can reach.
#
#   MIRROR            where SUITE is fetched from; as apt on this machine knows it
#   AUTHORIZED_KEY    a file with the public key; that of the installed package vagrant
#
# Needs mmdebstrap, e2fsprogs, qemu-utils and util-linux. Nothing is mounted and no loop device is used; without root the
# package uidmap and ranges in /etc/subuid and /etc/subgid are needed. GRUB comes from SUITE itself.
set -eu
out=${1:?usage: disk-image.sh OUT.qcow2 [SUITE]}
suite=${2:-bullseye}
# The oldest suite that is asked for is older than the mirror's newest keyring, which holds its key too.
keyring=/usr/share/keyrings/debian-archive-keyring.gpg
size_mb=4096
# Sectors before the first partition: GRUB lives there.
first=2048

if [ -z "${MIRROR:-}" ]; then
	# shellcheck disable=SC2016 # the words in dollars are apt's
	MIRROR=$(apt-get indextargets --format '$(LABEL)|$(REPO_URI)' 'Created-By: Packages' | sed -n 's/^Debian|//p' | head -n 1)
fi
: "${MIRROR:?apt on this machine knows no Debian archive: set MIRROR}"
if [ -z "${AUTHORIZED_KEY:-}" ]; then
	AUTHORIZED_KEY=$(dpkg -L vagrant | grep '/keys/vagrant\.pub$')
fi

work=$(mktemp -d)
part=$out.part
leave() {
	rm -rf "$work" "$part"
}
trap leave EXIT
trap 'exit 130' INT TERM

if [ "$(id -u)" -eq 0 ]; then
	mode=root
	as_root() { "$@"; }
else
	mode=unshare
	as_root() { unshare --map-root-user --map-auto -- "$@"; }
	# The packages' scripts run as a mapped user, who must be able to read what is given to them.
	chmod 755 "$work"
fi
cp "$AUTHORIZED_KEY" "$work/key.pub"
chmod 644 "$work/key.pub"

boot='linux-image-cloud-amd64 initramfs-tools grub-pc-bin grub-common'
system='systemd-sysv dbus udev kmod procps iproute2 ca-certificates'
access='openssh-server sudo qemu-guest-agent cloud-init'
tools='gcc libc6-dev make bison flex pkg-config strace ipvsadm'
include=$(echo "$boot $system $access $tools" | tr ' ' ',')

# Before the kernel is unpacked, so that its initrd is made once and small. The disk is found on any of these buses; the
# cloud kernel has no others (it has no SATA).
cat >"$work/early.sh" <<'END'
#!/bin/sh
set -eu
mkdir -p "$1/etc/initramfs-tools/conf.d" "$1/usr/share/initramfs-tools/modules.d"
printf 'MODULES=list\nCOMPRESS=gzip\nRESUME=none\n' >"$1/etc/initramfs-tools/conf.d/disk-image"
printf '%s\n' virtio_pci virtio_blk virtio_scsi sd_mod nvme ext4 >"$1/usr/share/initramfs-tools/modules.d/disk-image"
END

cat >"$work/furnish.sh" <<'END'
#!/bin/sh
set -eu
root=$1
at() { mkdir -p "$root/$(dirname "$1")" && cat >"$root/$1"; }

chroot "$root" useradd --create-home --shell /bin/bash vagrant
at home/vagrant/.ssh/authorized_keys <"$(dirname "$0")/key.pub"
chmod 700 "$root/home/vagrant/.ssh"
chroot "$root" chown -R vagrant:vagrant /home/vagrant/.ssh
echo 'vagrant ALL=(ALL) NOPASSWD: ALL' | at etc/sudoers.d/vagrant
chmod 440 "$root/etc/sudoers.d/vagrant"
echo 'UseDNS no' | at etc/ssh/sshd_config.d/disk-image.conf

echo guest | at etc/hostname
printf '127.0.0.1 localhost\n127.0.1.1 guest\n' | at etc/hosts
: | at etc/machine-id
: | at etc/resolv.conf
echo 'LABEL=guest / ext4 noatime 0 1' | at etc/fstab
at etc/systemd/network/10-dhcp.network <<'UNIT'
[Match]
Name=e*
[Network]
DHCP=ipv4
LinkLocalAddressing=no
IPv6AcceptRA=no
[DHCPv4]
ClientIdentifier=mac
UNIT
chroot "$root" systemctl --quiet enable systemd-networkd.service
# Not every suite has every one of these: a mask for a unit that does not exist does no harm.
for unit in systemd-networkd-wait-online.service systemd-timesyncd.service systemd-pstore.service e2scrub_reap.service \
	apt-daily.timer apt-daily-upgrade.timer dpkg-db-backup.timer e2scrub_all.timer fstrim.timer man-db.timer ipvsadm.service; do
	ln -sf /dev/null "$root/etc/systemd/system/$unit"
done

# With one datasource in the list cloud-init would take it without looking; with two it looks, and finds the seed or none.
echo 'datasource_list: [NoCloud, ConfigDrive, None]' | at etc/cloud/cloud.cfg.d/95-disk-image.cfg
echo 'network: {config: disabled}' | at etc/cloud/cloud.cfg.d/96-disk-image-network.cfg
# The locale that the image has; to generate another one would fail, its sources are left out.
echo 'locale: false' | at etc/cloud/cloud.cfg.d/97-disk-image-locale.cfg
echo 'policy: search,found=all,maybe=none,notfound=disabled' | at etc/cloud/ds-identify.cfg

release=$(basename "$root"/boot/vmlinuz-* | sed 's/^vmlinuz-//')
at boot/grub/grub.cfg <<GRUB
set timeout=0
linux /boot/vmlinuz-$release root=LABEL=guest ro quiet console=ttyS0 net.ifnames=0 mitigations=off no_timer_check random.trust_cpu=on
initrd /boot/initrd.img-$release
boot
GRUB
chroot "$root" grub-mkimage -O i386-pc -p '(hd0,msdos1)/boot/grub' -o /boot/grub/core.img biosdisk part_msdos ext2 linux normal
cp "$root/usr/lib/grub/i386-pc/boot.img" "$root/boot/grub/boot.img"
END
chmod 755 "$work/early.sh" "$work/furnish.sh"

apt-config dump | grep -E '^Acquire::(http|https|ftp)::Proxy' | grep -v '"";$' >"$work/apt.conf" || true
mmdebstrap --quiet --mode=$mode --format=tar --variant=minbase --keyring="$keyring" --aptopt="$work/apt.conf" \
	--aptopt='APT::Install-Recommends "false"' --include="$include" \
	--essential-hook="$work/early.sh" --customize-hook="$work/furnish.sh" \
	"$suite" - "$MIRROR" >"$work/root.tar"

# The label of an MBR by hand: one bootable partition (0x80), of Linux (0x83), with addresses in sectors, least byte first.
little_endian() {
	printf '\\%03o\\%03o\\%03o\\%03o' $(($1 & 255)) $((($1 >> 8) & 255)) $((($1 >> 16) & 255)) $((($1 >> 24) & 255))
}
sectors=$((size_mb * 2048 - first))
{
	printf '\200\376\377\377\203\376\377\377'
	# shellcheck disable=SC2059 # the format is the bytes
	printf "$(little_endian $first)$(little_endian $sectors)"
} >"$work/partition"

# Debian's oldest suites know neither orphan files nor checksum seeds, which a newer mke2fs would choose.
cat >"$work/fill.sh" <<'END'
set -eu
work=$1 first=$2 sectors=$3
mkdir "$work/tree"
tar -C "$work/tree" --numeric-owner --exclude='./dev/*' --exclude='./var/cache/apt/*' --exclude='./var/lib/apt/lists/*' \
	--exclude='./usr/share/doc/*' --exclude='./usr/share/man/*' --exclude='./usr/share/locale/*' -xf "$work/root.tar"
rm "$work/root.tar"
mke2fs -q -t ext4 -L guest -O ^metadata_csum_seed,^orphan_file -E "offset=$((first * 512))" -d "$work/tree" \
	"$work/disk.raw" "$((sectors / 2))k"
cp "$work/tree/boot/grub/boot.img" "$work/tree/boot/grub/core.img" "$work"
rm -rf "$work/tree"
END
truncate -s "${size_mb}M" "$work/disk.raw"
as_root sh "$work/fill.sh" "$work" $first $sectors

put() { dd if="$1" of="$work/disk.raw" bs=1 seek="$2" count="$3" conv=notrunc status=none; }
put "$work/boot.img" 0 440
put "$work/partition" 446 16
printf '\125\252' >"$work/signature"
put "$work/signature" 510 2
core=$(wc -c <"$work/core.img")
if [ "$core" -gt $(((first - 1) * 512)) ]; then
	echo "disk-image.sh: GRUB's core of $core bytes does not fit before the partition" >&2
	exit 1
fi
# boot.img looks for it in sector 1, and its first sector for the rest in sector 2 and on: as it was built.
put "$work/core.img" 512 "$core"

qemu-img convert -f raw -O qcow2 -c "$work/disk.raw" "$part"
mv "$part" "$out"
