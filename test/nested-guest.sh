#!/bin/sh
# nested-guest.sh FOLDER: a guest in which /dev/kvm works though this machine has none, and netknee in it. QEMU emulates AMD's
# virtualisation extension since version 10, so QEMU of Debian trixie is fetched: the machine runs it from FOLDER without
# installing it, and the guest has it as well. It makes
#
#   FOLDER/tree        the guest's root; its QEMU is run from there by its own loader
#   FOLDER/root.ext4   the same as a disk
#
#   PROJECT   a built netknee: its compiled code and its packages are copied
#   CACHE     netknee's cache (XDG_CACHE_HOME/netknee) with everything that the guest's runs need: it reaches no network
#   MIRROR    where trixie is fetched from; as apt on this machine knows it
#
# Needs mmdebstrap and e2fsprogs; without root the package uidmap and ranges in /etc/subuid and /etc/subgid too.
set -eu
folder=${1:?usage: nested-guest.sh FOLDER}
: "${PROJECT:?a folder with a built netknee}" "${CACHE:?the cache of a netknee}"
here=$(dirname "$(realpath "$0")")
keyring=/usr/share/keyrings/debian-archive-keyring.gpg

if [ -z "${MIRROR:-}" ]; then
	# shellcheck disable=SC2016 # the words in dollars are apt's
	MIRROR=$(apt-get indextargets --format '$(LABEL)|$(REPO_URI)' 'Created-By: Packages' | sed -n 's/^Debian|//p' | head -n 1)
fi
: "${MIRROR:?apt on this machine knows no Debian archive: set MIRROR}"

if [ "$(id -u)" -eq 0 ]; then mode=root; else mode=unshare; fi
mkdir -p "$folder"
work=$(mktemp -d)
leave() {
	rm -rf "$work"
}
trap leave EXIT
trap 'exit 130' INT TERM

# No package is set up: no script of theirs runs, and what they would have made is made below.
apt-config dump | grep -E '^Acquire::(http|https|ftp)::Proxy' | grep -v '"";$' >"$work/apt.conf" || true
mmdebstrap --quiet --mode=$mode --format=tar --variant=extract --keyring="$keyring" --aptopt="$work/apt.conf" \
	--aptopt='APT::Install-Recommends "false"' \
	--include=base-files,coreutils,dash,grep,iproute2,kmod,mount,nodejs,procps,qemu-system-x86,sed,tar,util-linux \
	trixie - "$MIRROR" >"$work/packages.tar"

tree=$folder/tree
rm -rf "$tree"
mkdir "$tree"
tar -C "$tree" --no-same-owner --exclude='./dev/*' --exclude='./usr/share/doc' --exclude='./usr/share/man' \
	--exclude='./usr/share/locale' --exclude='./usr/share/qemu/edk2-*' -xf "$work/packages.tar"
rm "$work/packages.tar"
ln -sf dash "$tree/usr/bin/sh"
echo 'root:x:0:0:root:/root:/bin/sh' >"$tree/etc/passwd"
mkdir -p "$tree/netknee" "$tree/root/.cache/netknee" "$tree/lib/modules"
install -m 755 "$here/nested-init.sh" "$tree/usr/sbin/nested-init"

# netknee wants to find these before it measures. With everything in the cache it has nothing to call them for.
for program in mmdebstrap mke2fs depmod dpkg-deb dpkg-source apt-get git ssh ssh-keygen; do
	rm -f "$tree/usr/bin/$program" "$tree/usr/sbin/$program"
	printf '#!/bin/sh\necho "%s is not in this guest" >&2\nexit 1\n' $program >"$tree/usr/bin/$program"
	chmod 755 "$tree/usr/bin/$program"
done

cp -r "$PROJECT/dist" "$PROJECT/harness" "$PROJECT/scenarios" "$PROJECT/node_modules" "$PROJECT/package.json" "$tree/netknee/"
# Guests boot the image of a root: the unpacked one is for building programs, one with a plus sign has packages that only
# another scenario's guests need. Either would take gigabytes.
tar -C "$CACHE" --exclude='rootfs/*/tree' --exclude='rootfs/*+*' --exclude=making -cf - . |
	tar -C "$tree/root/.cache/netknee" -xf -

rm -f "$folder/root.ext4"
mke2fs -q -t ext4 -E root_owner=0:0 -d "$tree" "$folder/root.ext4" 4G
# It stands on the disk now; of the tree only QEMU is run from here.
rm -rf "$tree/root/.cache" "$tree/netknee"
