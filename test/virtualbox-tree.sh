#!/bin/sh
# virtualbox-tree.sh FOLDER MIRROR: unpacks Debian sid's VirtualBox (contrib) into FOLDER/tree, writes a VBoxManage that runs in it
# to FOLDER/bin, and makes a box of an empty machine, FOLDER/home/empty.box. Needs root and mmdebstrap.
set -eu
folder=$1 mirror=$2
tree=$folder/tree home=$folder/home
keyring=/usr/share/keyrings/debian-archive-keyring.gpg
mkdir -p "$folder/bin" "$home"

# A frozen mirror's sid may be past its date; its signature is checked all the same.
mmdebstrap --quiet --mode=root --variant=extract --format=tar --components=main,contrib \
	--include=virtualbox,base-files,base-passwd,coreutils,dash,sed,grep,mawk,libc-bin,procps,kmod \
	--aptopt='APT::Install-Recommends "false"' --aptopt='Acquire::Check-Valid-Until "false"' \
	sid "$folder/tree.tar" "deb [signed-by=$keyring] $mirror sid main contrib"
mkdir "$tree"
tar -C "$tree" --exclude='./usr/share/doc/*' --exclude='./usr/share/man/*' --exclude='./usr/share/locale/*' -xf "$folder/tree.tar"
rm "$folder/tree.tar"
ldconfig -r "$tree"
ln -sf dash "$tree/usr/bin/sh"
ln -sf mawk "$tree/usr/bin/awk"
cp "$tree/usr/share/base-passwd/passwd.master" "$tree/etc/passwd"
cp "$tree/usr/share/base-passwd/group.master" "$tree/etc/group"
mkdir -p "$tree$home"

# TOLD_VERSION: what it says of its version, for a Vagrant that does not know this one.
cat >"$folder/bin/VBoxManage" <<END
#!/bin/sh
if [ "\$*" = --version ] && [ -n "\${TOLD_VERSION:-}" ]; then echo "\$TOLD_VERSION"; exit 0; fi
exec chroot '$tree' /usr/bin/env HOME='$home' PATH=/usr/sbin:/usr/bin:/sbin:/bin VBoxManage "\$@"
END
chmod 755 "$folder/bin/VBoxManage"
