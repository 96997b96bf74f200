#!/bin/sh
# SPDX-License-Identifier: MIT
# untreated-rates.sh ESTIMATION: rates.sh with run_estimation as it is set, which it says.
set -eu
. guest/has-estimation.sh
exec sh guest/rates.sh
