#!/usr/bin/env bash
# Compares simulated queues with their exact figures at all loads up to 0.99 and beyond what a waiting room can serve.
# Usage: Tests/Bench/theory.sh   (SWIFT names the compiler's driver)
#
# The tests are built once more, optimised and with @testable, in .build-theory. Prints, for each model, how many cells
# there are, how many are exactly 0, the worst deviation in standard errors and the mean relative error of the others.
set -euo pipefail
export LC_ALL=C

cd "$(dirname "$0")/../.."
log=$(mktemp)
trap 'rm -f "$log"' EXIT
echo
echo "queues and theory"
if ! PURSER_BENCH=1 "${SWIFT:-swift}" test -c release -Xswiftc -enable-testing --scratch-path .build-theory \
  --filter QueueTheoryBench >"$log" 2>&1; then
  cat "$log" >&2
  exit 1
fi
grep -E '^(model|M/|two classes)|Test run with' "$log"
