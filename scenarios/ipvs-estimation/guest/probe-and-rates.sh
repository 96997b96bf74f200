#!/bin/sh
# SPDX-License-Identifier: MIT
# probe-and-rates.sh ESTIMATION traced|alone RATE SECONDS PATH...: probe.sh, then rates.sh, under one mitigation.
set -eu
sh guest/probe.sh "$@"
sh guest/rates.sh
