#!/usr/bin/env bash
# Times the pages of `purser serve` over a store that it makes itself: a million jobs of 2,000 executables, twelve users
# and eight types. Usage: Tests/Bench/serve.sh PURSER   (JOBS, EXECUTABLES and ROUNDS change the sizes; STORE names a
# store to use in place of a new one)
#
# Prints for each page the median and the 95th percentile of the time from the request to the last byte, warm.
set -euo pipefail
export LC_ALL=C

purser=${1:?usage: Tests/Bench/serve.sh PURSER}
jobs=${JOBS:-1000000}
executables=${EXECUTABLES:-2000}
rounds=${ROUNDS:-40}
folder=$(mktemp -d)
server=
trap '[ -z "$server" ] || kill "$server" 2>/dev/null || true; rm -rf "$folder"' EXIT
if ! command -v curl >/dev/null; then echo "serve.sh: curl is needed" >&2; exit 0; fi

store=${STORE:-$folder/store.sqlite}
if [ -z "${STORE:-}" ]; then
  awk -v jobs="$jobs" -v executables="$executables" '
    function draw() { state = (state * 16807) % 2147483647; return state / 2147483647 }
    BEGIN {
      state = 20260302
      split("c5.large c5.xlarge c5.2xlarge c5.4xlarge m5.xlarge m5.2xlarge m5.4xlarge r5.2xlarge", types, " ")
      print "job,name,executable,user,state,failure_reason,submitted_s,started_s,stopped_s,instance_type,cost,currency,peak_memory_bytes"
      for (i = 0; i < jobs; i++) {
        # One executable has every fourth job: its jobs have many peers.
        e = i % 4 == 0 ? 0 : int(draw() * executables); start = 1760000000 + i * 10 + int(draw() * 300)
        run = (60 + e % 97 * 60) * (0.5 + draw()); failed = draw() < 0.02
        printf "job-%024d,sample %d of cohort %d,tool-%d,user-%d,%s,%s,%d,%d,%d,%s,%.6f,USD,%.0f\n", i, i % 5000, int(i / 5000), e,
          i % 12, failed ? "failed" : "done", failed ? "AppInternalError" : "", start, start + 90, start + 90 + run,
          types[1 + e % 8], 0.1 * run / 3600, 1e9 * (1 + draw() * 60)
      }
    }' >"$folder/jobs.csv"
  "$purser" import "$folder/jobs.csv" --store "$store" --json >"$folder/out"
  rm "$folder/jobs.csv"
  cat >"$folder/plan.yaml" <<'EOF'
name: bench
tasks:
  - {name: a, runtime: {median: 1h, p95: 3h}, count: 100, instance_type: c5.large}
EOF
  for seed in 1 2; do
    "$purser" estimate "$folder/plan.yaml" --catalog aws-us-east-1 --seed "$seed" --replications 200 --store "$store" --json >"$folder/out"
  done
  "$purser" review --catalog aws-us-east-1 --store "$store" --json >"$folder/out" 2>"$folder/err"
fi

: >"$folder/address"
"$purser" serve --port 0 --store "$store" >"$folder/address" 2>"$folder/err" &
server=$!
for _ in $(seq 600); do grep -q http "$folder/address" && break; sleep 0.1; done
url=$(grep -o 'http://[^ ]*' "$folder/address") || { cat "$folder/err" >&2; exit 1; }
first=$(curl -s -o "$folder/page" -w '%{time_total}' "$url")
printf 'the first page, while the jobs are read: %.2f s\n' "$first"
# The orders that take longest are made in the background.
curl -s -o "$folder/page" "${url}jobs?sort=name"
id=$(curl -s "${url}jobs?format=json&limit=1&executable=tool-0" | sed -n 's/^ *"job": "\(.*\)",$/\1/p' | head -n 1)
runs=$(curl -s "${url}runs?format=json" | sed -n 's/^ *"run": "\(.*\)",$/\1/p' | head -n 2 | tr '\n' ' ')
read -r a b <<<"$runs" || true

# The second page of each kind is not the first one, so that nothing is found ready that a reader would not find ready.
measure() {
  local what=$1 address i
  shift
  for address in "$@"; do curl -s -f -o "$folder/page" "$url$address" || { echo "$what: $address fails" >&2; return 1; }; done
  for ((i = 0; i < rounds; i++)); do
    address=${*:$((i % $# + 1)):1}
    curl -s -f -o "$folder/page" -w '%{time_total} %{size_download}\n' "$url$address"
  done | sort -n | awk -v what="$what" '
    { time[NR] = $1 * 1000; size = $2 > size ? $2 : size }
    END { printf "%-44s p50 %7.1f ms   p95 %7.1f ms   %6.0f kB\n", what, time[int((NR + 1) / 2)], time[int(NR * 0.95 + 0.999)], size / 1000 }'
}
measure "/" ""
measure "/runs" "runs"
if [ -n "${b:-}" ]; then
  measure "/runs/ID" "runs/$a" "runs/$b"
  measure "/compare" "compare?a=$a&b=$b" "compare?a=$b&b=$a"
fi
measure "/jobs" "jobs" "jobs?offset=50" "jobs?offset=500000"
measure "/jobs, ordered" "jobs?sort=cost" "jobs?sort=runtime" "jobs?sort=wait&ascending=1" "jobs?sort=memory" "jobs?sort=name"
measure "/jobs, chosen" "jobs?executable=tool-1*" "jobs?state=failed&sort=cost" "jobs?type=c5.*&user=user-3" "jobs?since=2025-11-01&until=2025-12-01"
measure "/jobs, searched" "jobs?search=tool-17" "jobs?search=cohort+77" "jobs?search=99999" "jobs?search=e" "jobs?search=nobody+has+this"
measure "/jobs, as JSON" "jobs?format=json" "jobs?format=json&search=sample+42"
measure "/jobs/ID" "jobs/$id"
measure "/history" "history" "history?sort=name&offset=100" "history?search=17"
measure "/findings" "findings" "findings?severity=low" "findings?offset=40"
if [ -r "/proc/$server/status" ]; then awk '/VmHWM/ { printf "memory of the server, at most: %.0f MiB\n", $2 / 1024 }' "/proc/$server/status"; fi
