#!/bin/sh
# packages.sh PACKAGE...: installs the Debian packages that are missing, when root or sudo without a password
# allows; else prints the exact lines to run. Does nothing, and needs no right, when all are there.
set -eu

# How long another apt or dpkg, such as unattended-upgrades after a boot, is waited for.
patience=${NETKNEE_APT_PATIENCE_S:-900}

if ! command -v dpkg-query >/dev/null 2>&1; then
	# No Debian and none of its family: netknee itself says what it lacks, and what runs without.
	echo "netknee: no dpkg here: packages are left to you; 'make doctor' says what is missing" >&2
	exit 0
fi

missing=
for package in "$@"; do
	status=$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null || true)
	if [ "$status" != installed ]; then missing="$missing $package"; fi
done
if [ -z "$missing" ]; then exit 0; fi

if [ "$(id -u)" -eq 0 ]; then
	sudo=
elif sudo -n true 2>/dev/null; then
	sudo='sudo -n'
else
	echo "netknee needs packages that are not installed. Run these as root, then make again:" >&2
	echo "  apt-get update" >&2
	echo "  apt-get install -y --no-install-recommends$missing" >&2
	exit 69
fi
echo "installing:$missing"
export DEBIAN_FRONTEND=noninteractive

log=$(mktemp)
cleanup() {
	rm -f "$log"
	if [ -n "${made_policy:-}" ]; then $sudo rm -f "$policy"; fi
}
trap cleanup EXIT
trap 'exit 130' INT TERM HUP

# A package that brings a service (sshd, munged) is wanted for its programs alone: nothing is started, neither now nor at the
# next boot. Debian's own way to say so is this file; one that is there already is left as it is.
policy=/usr/sbin/policy-rc.d
made_policy=
if [ ! -e $policy ]; then
	made_policy=1
	printf '#!/bin/sh\nexit 101\n' | $sudo tee $policy >/dev/null
	$sudo chmod 755 $policy
fi

# apt COMMAND...: quiet; on failure all that it printed. dpkg's lock is apt's own to wait for; the lock of the package lists
# is not, so that what failed for a lock is tried again.
waited=0
apt() {
	while ! $sudo apt-get -q -o "DPkg::Lock::Timeout=$patience" -o Dpkg::Use-Pty=0 "$@" >"$log" 2>&1; do
		if ! grep -qE 'Could not get lock|Unable to (lock|acquire)|is another process using it' "$log" ||
			[ "$waited" -ge "$patience" ]; then
			cat "$log" >&2
			echo "netknee: apt-get $1 failed; what it said stands above" >&2
			exit 69
		fi
		if [ "$waited" -eq 0 ]; then
			echo "waiting for another apt to end, at most $patience s: $(grep -m1 -oE 'held by process [0-9]+.*' "$log" || echo 'it holds a lock')"
		fi
		waited=$((waited + 3))
		sleep 3
	done
}

disable() {
	if [ ! -d /run/systemd/system ]; then return; fi
	for package in $missing; do
		dpkg -L "$package" | sed -n 's|.*/systemd/system/\([^/@]*\.\(service\|socket\|timer\)\)$|\1|p'
	done | while read -r unit; do $sudo systemctl disable --quiet "$unit" || true; done
}

apt update
# shellcheck disable=SC2086 # a list of names, none of them with a blank
apt install -y --no-install-recommends $missing
disable
