#!/bin/sh
# SPDX-License-Identifier: MIT
# shrink-slabs.sh: gives back the slab pages that earlier steps left half empty. How many there are depends on how
# the boot went, and decides how many pages an add takes: two instruction-clock boots differed by up to 0.9 %, and by less
# than 0.2 % since.
set -eu
for cache in /sys/kernel/slab/*/shrink; do
	if [ -w "$cache" ]; then echo 1 >"$cache"; fi
done
