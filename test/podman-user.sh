#!/bin/sh
# podman-user.sh UID FOLDER COMMAND [ARGUMENT...]: runs COMMAND with a podman whose images, containers and settings are all in FOLDER,
# as root (UID 0) or as an ordinary user that this machine does not have: one with ranges of subordinate ids, as podman wants
# it. Programs named in HIDDEN fail, as if the machine did not have them. Everything happens in a mount namespace of its own. Needs root; leaves the machine as it is.
set -eu
uid=$1 folder=$2
shift 2
name=netknee-podman

if [ -z "${PODMAN_USER_INSIDE:-}" ]; then
	PODMAN_USER_INSIDE=1 exec unshare --mount -- sh "$0" "$uid" "$folder" "$@"
fi
unset PODMAN_USER_INSIDE
mkdir -p "$folder/run" "$folder/home"

# podman asks for limits that a container may not have more of than its maker.
least() { [ "$1" != unlimited ] && [ "$1" -lt "$2" ] && echo "$1" || echo "$2"; }
limit() { prlimit --noheadings --output HARD "--$1" | tr -d ' '; }
files=$(least "$(limit nofile)" 1024) processes=$(least "$(limit nproc)" 4096)
cat >"$folder/containers.conf" <<END
[containers]
default_ulimits = ["nofile=$files:$files", "nproc=$processes:$processes"]
[engine]
cgroup_manager = "cgroupfs"
events_logger = "file"
END
cat >"$folder/storage.conf" <<END
[storage]
driver = "overlay"
graphroot = "$folder/storage"
runroot = "$folder/run/storage"
END
# podman warns of mounts that containers would not see. crun refuses machines that have both kinds of cgroups; this process sees one.
mount --make-rshared /
if mountpoint -q /sys/fs/cgroup/unified; then umount /sys/fs/cgroup/unified; fi

for program in ${HIDDEN:-}; do
	if path=$(command -v "$program"); then mount --bind /bin/false "$path"; fi
done

cd "$folder/home"
set -- env -i PATH="$PATH" HOME="$folder/home" XDG_RUNTIME_DIR="$folder/run" CONTAINERS_CONF="$folder/containers.conf" \
	CONTAINERS_STORAGE_CONF="$folder/storage.conf" LANG=C.UTF-8 "$@"
if [ "$uid" -eq 0 ]; then exec "$@"; fi

for file in passwd group subuid subgid; do cp /etc/$file "$folder/$file"; done
echo "$name:x:$uid:$uid::$folder/home:/bin/sh" >>"$folder/passwd"
echo "$name:x:$uid:" >>"$folder/group"
for file in subuid subgid; do echo "$name:$((uid * 20000)):65536" >"$folder/$file"; done
for file in passwd group subuid subgid; do mount --bind "$folder/$file" /etc/$file; done
chown -R "$uid:$uid" "$folder/run" "$folder/home"
chown "$uid:$uid" "$folder"
chmod 700 "$folder/run"
exec setpriv --reuid "$uid" --regid "$uid" --clear-groups -- "$@"
