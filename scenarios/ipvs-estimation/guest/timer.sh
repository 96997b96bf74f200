#!/bin/sh
# SPDX-License-Identifier: MIT
# timer.sh ESTIMATION SECONDS: every run of estimation_timer in that time, nothing else going on.
set -eu
. guest/has-estimation.sh
echo '@@ trace'
sh guest/ftrace-function.sh estimation_timer "$2"
