#!/usr/bin/env bash
# Times the program on inputs that it makes itself: an estimate of 10,000 jobs a thousand times, an import and a replay
# of 100,000 jobs, and their pages. Usage: Tests/Bench/run.sh PURSER   (JOBS and REPLICATIONS change the sizes)
#
# Prints elapsed and processor seconds and the peak memory of each. Compare figures of one idle machine only.
set -euo pipefail
export LC_ALL=C

purser=${1:?usage: Tests/Bench/run.sh PURSER}
replications=${REPLICATIONS:-1000}
jobs=${JOBS:-100000}
catalog=ukb-rap-aws-eu-west-2
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

# measure WHAT COMMAND…: its output goes to a file, which is shown if it fails.
measure() {
  local what=$1
  shift
  printf '%-44s' "$what"
  if [ -x /usr/bin/time ]; then
    if ! /usr/bin/time -o "$folder/time" -f '%e %U %S %M' "$@" >"$folder/out" 2>"$folder/err"; then
      echo "failed"; cat "$folder/err" >&2; return 1
    fi
    awk '{ printf "%8.2f s elapsed %8.2f s processor %8.1f MiB\n", $1, $2 + $3, $4 / 1024 }' "$folder/time"
  else
    local TIMEFORMAT='%R %U %S'
    if ! { time "$@" >"$folder/out" 2>"$folder/err"; } 2>"$folder/time"; then
      echo "failed"; cat "$folder/err" >&2; return 1
    fi
    awk '{ printf "%8.2f s elapsed %8.2f s processor     (no /usr/bin/time: memory unknown)\n", $1, $2 + $3 }' \
      "$folder/time"
  fi
}

# A plan of 10,000 jobs: one to split, four steps of 2,499 that follow each other job by job, three to report.
{
  printf 'name: bench\ncatalog: %s\ntasks:\n' "$catalog"
  printf '  - {name: split, runtime: 10m, instance_type: mem1_ssd1_v2_x4, priority: high}\n'
  before=split; wait=after
  for step in filter align call annotate; do
    printf '  - {name: %s, %s: %s, count: 2499, runtime: {median: 1h, p95: 3h}, memory: {median: 9 GiB, p95: 14 GiB}, ' \
      "$step" "$wait" "$before"
    printf 'instance_type: mem1_ssd1_v2_x16, priority: low}\n'
    before=$step; wait=each
  done
  printf '  - {name: report, after: annotate, count: 3, runtime: 5m, instance_type: mem1_ssd1_v2_x4, priority: high}\n'
} >"$folder/plan.yaml"
printf 'platform: {max_concurrent_jobs: 1000}\nspot: {interruptions_per_hour: 0.05, wait: 2m}\n' >"$folder/spot.yaml"
printf 'platform: {max_concurrent_jobs: 50}\n' >"$folder/quota.yaml"

# A history as `dx find jobs --json` prints it: launched in hundreds, of 20 programs, each a quarter to two hours long.
awk -v jobs="$jobs" '
  function draw() { state = (state * 16807) % 2147483647; return state / 2147483647 }
  BEGIN {
    state = 20260302; launch = 1772409600000
    print "["
    for (i = 0; i < jobs; i++) {
      if (i % 100 == 0) launch += 1800000
      start = launch + 60000 + int(draw() * 140000); run = 900000 + int(draw() * 6300000)
      printf "{\"id\": \"job-%024d\", \"class\": \"job\", \"name\": \"sample %d\", \"executableName\": \"step_%d\", ", i, i, i % 20
      printf "\"function\": \"main\", \"try\": 0, \"launchedBy\": \"user-%d\", \"region\": \"aws:eu-west-2\", ", int(i / 100) % 7
      printf "\"created\": %.0f, \"startedRunning\": %.0f, \"stoppedRunning\": %.0f, \"state\": \"done\", ", launch, start, start + run
      printf "\"stateTransitions\": [{\"newState\": \"runnable\", \"setAt\": %.0f}, {\"newState\": \"running\", \"setAt\": %.0f}, ", launch + 4000, start
      printf "{\"newState\": \"done\", \"setAt\": %.0f}], \"instanceType\": \"mem1_ssd1_v2_x16\", ", start + run + 3000
      printf "\"priority\": \"low\", \"finalPriority\": \"low\", \"timeout\": 43200000, \"totalPrice\": %.12f, ", 0.1168 * run / 3600000
      printf "\"currency\": {\"dxCode\": 1, \"code\": \"GBP\"}}%s\n", i < jobs - 1 ? "," : ""
    }
    print "]"
  }' >"$folder/history.json"
printf '%s\nhistory: %s jobs, %s bytes\n\n' "$("$purser" --version)" "$jobs" "$(wc -c <"$folder/history.json")"

export PURSER_STORE=$folder/bench.sqlite
measure "estimate, 10,000 jobs × $replications" \
  "$purser" estimate "$folder/plan.yaml" --scenario "$folder/spot.yaml" --replications "$replications" --no-store --json
measure "estimate, the same on one thread" "$purser" estimate "$folder/plan.yaml" \
  --scenario "$folder/spot.yaml" --replications "$replications" --threads 1 --no-store --json
measure "import, $jobs jobs" "$purser" import "$folder/history.json" --json
measure "replay of the file, as recorded" "$purser" replay "$folder/history.json" --catalog "$catalog" --no-store --json
measure "replay of the file, 50 jobs a user" \
  "$purser" replay "$folder/history.json" --catalog "$catalog" --scenario "$folder/quota.yaml" --no-store --json
"$purser" replay --catalog "$catalog" --scenario "$folder/quota.yaml" --json >"$folder/out" 2>"$folder/err"
measure "page of that replay" "$purser" report latest -o "$folder/replay.html"
measure "page of a review" "$purser" review --catalog "$catalog" --html "$folder/review.html" --json
printf 'pages: replay %s bytes, review %s bytes\n' "$(wc -c <"$folder/replay.html")" "$(wc -c <"$folder/review.html")"
# How soon a browser has painted it, where one is at hand: from the start of the program to the end of its picture.
for browser in chromium chromium-browser google-chrome; do
  command -v "$browser" >/dev/null || continue
  measure "browser started, page painted ($browser)" "$browser" --headless=new --no-sandbox --disable-gpu \
    --disable-dev-shm-usage --user-data-dir="$folder/profile" --screenshot="$folder/page.png" "file://$folder/replay.html"
  break
done
