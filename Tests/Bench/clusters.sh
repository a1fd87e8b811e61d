#!/usr/bin/env bash
# Replays one-pool cluster logs with the program, with the C++ reference and with SimPy, side by side in one run, checks
# that the schedules are the same, and prints ratios of processor time and of peak memory. The median of five runs each.
# Usage: Tests/Bench/clusters.sh PURSER BENCH RAW [LOG…]
#   BENCH  the folder with replay.cpp, prepare_log.py and simpy_fcfs.py;  RAW  the folder of the archive's logs
set -euo pipefail
export LC_ALL=C

purser=$(realpath "${1:?usage: Tests/Bench/clusters.sh PURSER BENCH RAW}")
bench=$(realpath "${2:?the folder of the reference replayers}")
raw=$(realpath "${3:?the folder of the logs}")
shift 3
runs=${RUNS:-5}
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

if [ ! -x /usr/bin/time ]; then echo "GNU time is needed (apt-get install time)" >&2; exit 1; fi
g++ -O3 -march=native -std=c++17 -o "$folder/replay" "$bench/replay.cpp"
# SimGrid's replayer, where its library is installed (apt-get install libsimgrid-dev).
g++ -O2 -std=c++17 -o "$folder/simgrid" "$bench/simgrid_replay.cpp" -lsimgrid 2>/dev/null || echo "without SimGrid: its library is not installed"

# median COMMAND…: "processor-seconds MiB" of the run in the middle.
median() {
  for _ in $(seq "$runs"); do
    /usr/bin/time -o "$folder/time" -f '%U %S %M' "$@" >"$folder/out" 2>"$folder/err" || { cat "$folder/err" >&2; return 1; }
    awk '{ printf "%.3f %.1f\n", $1 + $2, $3 / 1024 }' "$folder/time"
  done | sort -n | awk '{ line[NR] = $0 } END { print line[int((NR + 1) / 2)] }'
}

# prepare NAME RAWFILE OPTIONS…: the log in the form that every replayer reads.
prepare() {
  local name=$1 file=$2
  shift 2
  python3 "$bench/prepare_log.py" "$raw/$file" "$folder/$name.swf" "$@" >/dev/null
}

same() {
  awk -F, 'NR == 1 { print "job,start,end"; next } { print $1 "," $4 "," $5 }' "$1" | cmp -s - "$2" && echo same || echo DIFFERENT
}

# row LOG POLICY: one line of the table.
row() {
  local log=$1 policy=$2 reference ours jobs
  jobs=$(grep -vc '^;' "$folder/$log.swf")
  reference=$(median "$folder/replay" "$policy" "$folder/$log.swf" "$folder/reference.csv")
  ours=$(median "$purser" replay "$folder/$log.swf" --policy "$policy" --no-store --schedule "$folder/ours.csv" --json)
  printf '%-10s %-5s %9d jobs  reference %7.3f s %6.1f MiB   purser %7.3f s %6.1f MiB   ratio %.2f, %.2f   %3.0f bytes/job   %s\n' \
    "$log" "$policy" "$jobs" ${reference} ${ours} \
    "$(awk -v a="${ours% *}" -v b="${reference% *}" 'BEGIN { print a / b }')" \
    "$(awk -v a="${ours#* }" -v b="${reference#* }" 'BEGIN { print a / b }')" \
    "$(awk -v m="${ours#* }" -v n="$jobs" 'BEGIN { print m * 1048576 / n }')" "$(same "$folder/ours.csv" "$folder/reference.csv")"
  if [ "${alone:-0}" = 1 ]; then return; fi
  if [ "$policy" = fcfs ] && python3 -c 'import simpy' 2>/dev/null; then
    beside SimPy "${ours% *}" python3 "$bench/simpy_fcfs.py" "$folder/$log.swf" "$folder/simpy.csv"
  fi
  if [ -x "$folder/simgrid" ]; then
    beside SimGrid "${ours% *}" "$folder/simgrid" "$policy" "$folder/$log.swf" "$folder/simgrid.csv"
  fi
}

# beside NAME OURS COMMAND…: one run of another replayer, against our processor-seconds.
beside() {
  local name=$1 ours=$2 theirs
  shift 2
  theirs=$(runs=1 median "$@")
  printf '%-10s %-5s %s %.2f s: purser is %.0f times as fast\n' "$log" "$policy" "$name" "${theirs% *}" \
    "$(awk -v a="${theirs% *}" -v b="$ours" 'BEGIN { print a / b }')"
}

prepare hpc2n HPC2N-2002-2.2-cln.swf.gz
prepare hpc2n_x5 HPC2N-2002-2.2-cln.swf.gz --tile 5
prepare ctc CTC-SP2-1996-3.1-cln.swf.gz
for log in ctc hpc2n hpc2n_x5; do for policy in fcfs easy; do row $log $policy; done; done

# Time against size: the same log, tiled.
if [ "${LARGE:-0}" = 1 ]; then
  for tiles in 10 25 50; do
    prepare "hpc2n_x$tiles" HPC2N-2002-2.2-cln.swf.gz --tile "$tiles"
    for policy in fcfs easy; do alone=1 row "hpc2n_x$tiles" $policy; done
    rm -f "$folder/hpc2n_x$tiles.swf"
  done
fi
