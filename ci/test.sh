#!/bin/sh
# All tests, in two mochas side by side: those of test/alone move TMPDIR and PATH of their whole process, so they have one of their own.
# Their output is printed when the others have ended, so that the two are not mixed.
set -u
log=$(mktemp)
mocha 'test/alone/*.test.ts' >"$log" 2>&1 &
alone=$!
trap 'rm -f "$log"' EXIT
trap 'kill "$alone" 2>/dev/null; exit 130' INT TERM
npm run --silent test:others
others=$?
wait "$alone"
code=$?
echo "The tests of test/alone:"
cat "$log"
[ "$others" -ne 0 ] || exit "$code"
exit "$others"
