#!/bin/sh
# nightly.sh RESULTS-FOLDER: one night without a CI system, for cron or a systemd timer. Measures the instruction clock,
# compares it with the baseline `nightly` when there is one, and removes old runs. Its exit code is the worst news:
# 2 a regression, 1 a failed trial, others as in README.
#
# cron:   17 2 * * *  cd $HOME/netknee && ci/nightly.sh results >> nightly.log 2>&1
set -eu
results=${1:?usage: nightly.sh RESULTS-FOLDER}
cd "$(dirname "$0")/.."
make -s setup

night=$results/night
mkdir -p "$night"
code=0
# shellcheck disable=SC2086 # SCENARIOS and ARGS are lists of words
npx --no-install netknee run ${SCENARIOS:-} --profile "${PROFILE:-quick}" --clock instructions --jobs auto --out "$night" ${ARGS:-} || code=$?
run=$(find "$night" -mindepth 2 -maxdepth 2 -name manifest.json -printf '%h\n' | sort | tail -n 1)
if [ -d baselines/nightly ]; then
	npx --no-install netknee compare nightly "$run" --clock instructions --threshold 1% --out "$run/compare" || code=$?
else
	echo "no baseline yet: npx netknee baseline save $run --name nightly"
fi
npx --no-install netknee clean
npx --no-install netknee prune --results "$night" --keep-last "${KEEP:-14}" --keep-baselines
exit "$code"
