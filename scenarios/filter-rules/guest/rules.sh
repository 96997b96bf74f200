#!/bin/sh
# SPDX-License-Identifier: MIT
# rules.sh METHOD COUNT: COUNT refused addresses and no other rules: one each of iptables (legacy, nft), one each of an nft chain, or
# one rule with a set of all. Fails unless there are as many.
set -eu
addresses() {
	if [ "$2" -eq 0 ]; then return; fi
	seq 1 "$2" | awk -v form="$1" '{ printf form, "198." 18 + int($1 / 65536) "." int($1 / 256) % 256 "." $1 % 256 }'
}
iptables_rules() {
	echo '*filter'
	addresses '-A INPUT -s %s -j DROP\n' "$1"
	echo COMMIT
}
nft_rules() {
	echo 'table ip netknee {'
	printf 'set refused { type ipv4_addr; '
	if [ "$1" = set ] && [ "$2" -gt 0 ]; then echo "elements = { $(addresses '%s, ' "$2") };"; fi
	echo '}'
	echo 'chain in { type filter hook input priority 0;'
	if [ "$1" = chain ]; then addresses 'ip saddr %s drop\n' "$2"; else echo 'ip saddr @refused drop'; fi
	echo '}'
	echo '}'
}
iptables-legacy -F INPUT
nft flush ruleset
case $1 in
legacy | nft)
	iptables_rules "$2" | "iptables-$1-restore"
	found=$("iptables-$1" -S INPUT | grep -c ' 198\.' || :)
	;;
*)
	nft_rules "$1" "$2" | nft -f -
	found=$(nft list table ip netknee | grep -o '198\.' | wc -l)
	;;
esac
if [ "$found" -eq "$2" ]; then exit 0; fi
echo "rules.sh: $found where $2 should be" >&2
exit 1
