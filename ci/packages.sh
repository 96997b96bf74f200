#!/bin/sh
# packages.sh PACKAGE...: installs the Debian packages that are missing, when root or sudo without a password
# allows; else prints the exact line to run. Does nothing, and needs no right, when all are there.
set -eu
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
	echo "netknee needs packages that are not installed. Run this, then make again:" >&2
	echo "  sudo apt-get update && sudo apt-get install -y --no-install-recommends$missing" >&2
	exit 69
fi
echo "installing:$missing"
export DEBIAN_FRONTEND=noninteractive

# A package that brings a service (sshd, munged) is wanted for its programs alone: nothing is started, neither now nor at the
# next boot. Debian's own way to say so is this file; one that is there already is left as it is.
policy=/usr/sbin/policy-rc.d
forbid() {
	if [ -e $policy ]; then return; fi
	printf '#!/bin/sh\nexit 101\n' | $sudo tee $policy >/dev/null
	$sudo chmod 755 $policy
	trap '$sudo rm -f $policy' EXIT
	trap 'exit 130' INT TERM
}
disable() {
	if [ ! -d /run/systemd/system ]; then return; fi
	for package in $missing; do
		dpkg -L "$package" | sed -n 's|.*/systemd/system/\([^/@]*\.\(service\|socket\|timer\)\)$|\1|p'
	done | while read -r unit; do $sudo systemctl disable --quiet "$unit" || true; done
}

forbid
# shellcheck disable=SC2086 # $sudo and $missing are lists, none of them with a blank
$sudo apt-get update -q
# shellcheck disable=SC2086
$sudo apt-get install -q -y --no-install-recommends $missing
disable
