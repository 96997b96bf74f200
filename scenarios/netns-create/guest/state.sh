#!/bin/sh
# SPDX-License-Identifier: MIT
# state.sh: memory, and how many nsfs mounts the namespaces brought.
set -eu
echo '@@ meminfo'
cat /proc/meminfo
echo '@@ nsfs-mounts'
# grep exits with 1 when it counts none.
grep -c ' nsfs ' /proc/self/mounts || true
