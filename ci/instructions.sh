#!/bin/sh
# Refuses scenarios in which an instruction of `netknee new` still stands.
set -eu
cd "$(dirname "$0")/.."
if grep -rn 'REPLACE:' scenarios; then
	echo 'Do what these lines say, and remove them: netknee new wrote them for the author of the scenario.' >&2
	exit 1
fi
