#!/bin/sh
# SPDX-License-Identifier: MIT
# pair.sh METHOD NAME NAMESPACE: a veth pair, NAME here and NAME-far in NAMESPACE. By one ip either way: `moved` makes both ends here
# and moves one, `made` makes the far one where it stays.
set -eu
case $1 in
moved) printf 'link add %s type veth peer name %s-far\nlink set %s-far netns %s\n' "$2" "$2" "$2" "$3" ;;
made) printf 'link add %s type veth peer name %s-far netns %s\n' "$2" "$2" "$3" ;;
esac | ip -batch -
