#!/bin/sh
# vagrant-box.sh DISK.qcow2 OUT.box: packs a disk (disk-image.sh makes one) as a box for Vagrant's provider libvirt, for
# `vagrant box add OUT.box --name NAME`. Needs qemu-utils. The disk is compressed already, so the archive is not.
set -eu
disk=${1:?usage: vagrant-box.sh DISK.qcow2 OUT.box}
out=${2:?usage: vagrant-box.sh DISK.qcow2 OUT.box}

work=$(mktemp -d)
part=$out.part
leave() {
	rm -rf "$work" "$part"
}
trap leave EXIT
trap 'exit 130' INT TERM

bytes=$(qemu-img info --output=json "$disk" | sed -n 's/^    "virtual-size": \([0-9]*\).*/\1/p')
: "${bytes:?qemu-img says no virtual size of $disk}"
# In GiB, rounded up: the provider reads a whole number.
gib=$(((bytes + 1073741823) / 1073741824))
printf '{"provider": "libvirt", "format": "qcow2", "virtual_size": %d}\n' "$gib" >"$work/metadata.json"
cat >"$work/Vagrantfile" <<'END'
Vagrant.configure('2') do |config|
  config.vm.provider :libvirt do |machine|
    machine.driver = 'qemu'
  end
end
END
ln -s "$(realpath "$disk")" "$work/box.img"
tar -C "$work" --dereference --owner=0 --group=0 -cf "$part" metadata.json Vagrantfile box.img
mv "$part" "$out"
