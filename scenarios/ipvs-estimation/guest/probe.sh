#!/bin/sh
# SPDX-License-Identifier: MIT
# probe.sh ESTIMATION traced|alone RATE SECONDS PATH...: paths.sh, with every run of estimation_timer traced meanwhile, or
# alone. Tracing costs the packets nothing: only that one function is patched.
set -eu
. guest/has-estimation.sh
tracing=$2
shift 2
if [ "$tracing" = alone ]; then exec sh guest/paths.sh "$@"; fi

output=$(mktemp)
trap 'rm -f "$output"' EXIT
NETKNEE_COMMAND_OUTPUT=$output
export NETKNEE_COMMAND_OUTPUT
echo '@@ trace'
# The seconds only bound the command: it has 60 more.
sh guest/ftrace-function.sh estimation_timer $(($2 * ($# - 2))) -- sh guest/paths.sh "$@"
cat "$output"
