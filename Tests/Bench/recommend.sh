#!/usr/bin/env bash
# Times `purser recommend` over a store that it makes itself: a million jobs of 2,000 executables on eight types, with
# processor use, peak memory and sizes of inputs. On one core. Usage: Tests/Bench/recommend.sh PURSER
# (JOBS and EXECUTABLES change the sizes)
set -euo pipefail
export LC_ALL=C

purser=${1:?usage: Tests/Bench/recommend.sh PURSER}
jobs=${JOBS:-1000000}
executables=${EXECUTABLES:-2000}
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
if [ ! -x /usr/bin/time ]; then echo "recommend.sh: /usr/bin/time is needed" >&2; exit 0; fi

awk -v jobs="$jobs" -v executables="$executables" '
  function draw() { state = (state * 16807) % 2147483647; return state / 2147483647 }
  BEGIN {
    state = 20260302
    split("c5.large c5.xlarge c5.2xlarge c5.4xlarge m5.xlarge m5.2xlarge m5.4xlarge r5.2xlarge", types, " ")
    split("2 4 8 16 4 8 16 8", cores, " "); split("4 8 16 32 16 32 64 64", memory, " ")
    print "job,executable,state,failure_reason,submitted_s,started_s,stopped_s,instance_type,cpu_percent,peak_memory_bytes,input_bytes"
    for (i = 0; i < jobs; i++) {
      e = int(draw() * executables); usual = 1 + e % 8
      t = draw() < 0.85 ? usual : 1 + int(draw() * 8)
      input = 1e8 + draw() * 9e9; start = i * 10 + int(draw() * 300)
      run = (60 + e % 97 * 60) * (0.5 + input / 1e10) * (0.8 + draw() * 0.4)
      peak = (0.1 + e % 7 * 0.12) * memory[usual] * 1e9 * (0.7 + input / 3e10) * (0.95 + draw() * 0.1)
      failed = draw() < 0.02
      printf "j%d,tool-%d,%s,%s,%d,%d,%d,%s,%d,%.0f,%.0f\n", i, e, failed ? "failed" : "done",
        failed ? "AppInternalError" : "", start, start + 90, start + 90 + run, types[t],
        100 * cores[t] * (0.1 + e % 9 / 10), peak, input
    }
  }' >"$folder/jobs.csv"
"$purser" import "$folder/jobs.csv" --store "$folder/store.sqlite" --json >"$folder/out"

pin=""
if command -v taskset >/dev/null; then pin="taskset -c 0"; fi
for goal in cheapest fastest; do
  /usr/bin/time -o "$folder/time" -f '%e %U %S %M' $pin "$purser" recommend --store "$folder/store.sqlite" \
    --catalog aws-us-east-1 --goal "$goal" --no-replay --json >"$folder/out" 2>"$folder/err" || { cat "$folder/err" >&2; exit 1; }
  awk -v what="recommend --goal $goal, $jobs jobs of $executables executables" '{
    printf "%-64s %7.2f s elapsed %7.2f s processor %7.1f MiB\n", what, $1, $2 + $3, $4 / 1024 }' "$folder/time"
done
