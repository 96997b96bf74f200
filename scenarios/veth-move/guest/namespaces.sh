#!/bin/sh
# SPDX-License-Identifier: MIT
# namespaces.sh COUNT: namespaces netknee-0 and so on, one for each pair of a burst, and netknee-others for those that exist.
set -eu
{
	echo 'netns add netknee-others'
	seq -f 'netns add netknee-%.0f' 0 "$(($1 - 1))"
} | ip -batch -
