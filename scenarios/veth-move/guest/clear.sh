#!/bin/sh
# SPDX-License-Identifier: MIT
# clear.sh NAME COUNT: removes the pairs NAME0 and so on.
set -eu
seq -f "link delete $1%.0f" 0 "$(($2 - 1))" | ip -batch -
