#!/bin/sh
# SPDX-License-Identifier: MIT
# inside.sh NAMESPACE COMMAND...: runs COMMAND in that network namespace, and leaves the mounts as they are, which `ip -n` would copy.
set -eu
namespace=$1
shift
exec nsenter "--net=/run/netns/$namespace" "$@"
