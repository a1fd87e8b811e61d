#!/usr/bin/env bash
# Times `purser import` on files that it makes itself: answers of `dx find jobs --json`, pretty-printed and compact, and
# tables: a jobs CSV of 24 columns and one of 10 short ones, a batch log, a Nextflow trace. Each is read and checked
# (--dry-run), stored, and the answers stored again. Beside it, in the same run: for answers DuckDB's read_json on one
# thread with named columns, if PYTHON (python3) has its module, and gzip's own time for the compressed file; for tables
# DuckDB's read_csv in the same way, Python's csv module and wc -l.
# Usage: Tests/Bench/import.sh PURSER   (MEGABYTES, 300, sets the size of each file; half of it that of each table)
#
# Times are known to 10 ms, so half of that is added before dividing. MB/s are of processor time and of elapsed
# time: storing is done on two threads. Compare figures of one run only.
set -euo pipefail
export LC_ALL=C

purser=${1:?usage: Tests/Bench/import.sh PURSER}
python=${PYTHON:-python3}
megabytes=${MEGABYTES:-300}
here=$(cd "$(dirname "$0")" && pwd)
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
if [ ! -x /usr/bin/time ]; then echo "import.sh: /usr/bin/time is needed" >&2; exit 0; fi

# measure WHAT BYTES COMMAND…: sets `processor` to its seconds.
measure() {
  local what=$1 bytes=$2
  shift 2
  if ! /usr/bin/time -o "$folder/time" -f '%e %U %S %M' "$@" >"$folder/out" 2>"$folder/err"; then
    echo "$what failed"; cat "$folder/err" >&2; return 1
  fi
  processor=$(awk '{ print $2 + $3 }' "$folder/time")
  awk -v what="$what" -v bytes="$bytes" '{
    printf "%-34s %7.2f s processor %6.0f MB/s %7.2f s elapsed %6.0f MB/s %7.1f MiB\n", what, $2 + $3,
      bytes / 1e6 / ($2 + $3 + 0.005), $1, bytes / 1e6 / ($1 + 0.005), $4 / 1024 }' "$folder/time"
}

# stored WHAT ROWS: jobs a second of the last measurement.
stored() { awk -v what="$1" -v rows="$2" '{ printf "%-34s %7.0f jobs/s elapsed\n", what, rows / ($1 + 0.005) }' "$folder/time"; }

cat >"$folder/table.py" <<'PYTHON'
import sys
if sys.argv[1] == "csv":
  import csv
  rows = csv.reader(open(sys.argv[2], newline=""), delimiter=sys.argv[3])
  print(sum(1 for row in rows))
else:
  import duckdb
  connection = duckdb.connect()
  connection.execute("SET threads = 1")
  table = connection.from_csv_auto(sys.argv[2], sep=sys.argv[3], header=True)
  print(table.aggregate("count(*), " + ", ".join(f'max("{name}")' for name in table.columns)).fetchall()[0][0])
PYTHON

cat >"$folder/duck.py" <<'PYTHON'
import sys, duckdb
columns = {name: "VARCHAR" for name in """id name executable executableName class state function launchedBy project
  folder region billTo parentJob originJob rootExecution analysis stage instanceType priority finalPriority""".split()}
columns |= {name: "BIGINT" for name in ["try", "created", "modified", "startedRunning", "stoppedRunning", "timeout"]}
columns |= {"totalPrice": "DOUBLE", "stateTransitions": "STRUCT(newState VARCHAR, setAt BIGINT)[]"}
connection = duckdb.connect()
connection.execute("SET threads = 1")
used = ", ".join(f'max("{name}")' for name in columns)
row = connection.execute(
  f"SELECT count(*), {used} FROM read_json(?, format = 'array', columns = ?)", [sys.argv[1], columns]).fetchone()
print(row[0])
PYTHON

ratio() { awk -v a="$1" -v b="$2" 'BEGIN { printf "%-34s %7.2f times the processor time of DuckDB\n", "", a / b }'; }

hasDuck=$("$python" -c 'import duckdb; print(duckdb.__version__)' 2>/dev/null || true)
printf '\nimport, %s MB each; %s; DuckDB %s\n' "$megabytes" "$("$purser" --version)" "${hasDuck:-not found}"
for form in pretty compact; do
  file=$folder/$form.json
  awk -f "$here/describes.awk" -v megabytes="$megabytes" -v seed=1 -v form="$form" >"$file"
  bytes=$(wc -c <"$file")
  duck=
  # Once unmeasured, so that the file is in memory for all.
  cat "$file" >/dev/null
  if [ -n "$hasDuck" ]; then measure "$form: DuckDB, read_json" "$bytes" "$python" "$folder/duck.py" "$file"; duck=$processor; fi
  measure "$form: import --dry-run" "$bytes" "$purser" import "$file" --dry-run --json
  if [ -n "$duck" ]; then ratio "$processor" "$duck"; fi
  measure "$form: import into a new store" "$bytes" "$purser" import "$file" --store "$folder/$form.sqlite" --json
  measure "$form: import of the same again" "$bytes" "$purser" import "$file" --store "$folder/$form.sqlite" --json
  rm -f "$folder/$form.sqlite"*
  if [ "$form" = pretty ]; then
    gzip -1 -k "$file"
    measure "$form, gzip: gzip -cd" "$bytes" gzip -cd "$file.gz"
    measure "$form, gzip: import --dry-run" "$bytes" "$purser" import "$file.gz" --dry-run --json
  fi
  rm -f "$file" "$file.gz"
done

tables=$((megabytes / 2))
printf '\ntables, %s MB each\n' "$tables"
for table in wide short swf nextflow; do
  file=$folder/$table
  awk -f "$here/tables.awk" -v table="$table" -v megabytes="$tables" -v seed=1 >"$file"
  bytes=$(wc -c <"$file")
  rows=$(wc -l <"$file")
  delimiter=,
  if [ "$table" = nextflow ]; then delimiter=$'\t'; fi
  measure "$table: wc -l" "$bytes" wc -l "$file"
  if [ "$table" != swf ]; then
    if [ -n "$hasDuck" ]; then measure "$table: DuckDB, read_csv" "$bytes" "$python" "$folder/table.py" duck "$file" "$delimiter"; fi
    if [ -x "$(command -v "$python")" ]; then measure "$table: Python, csv" "$bytes" "$python" "$folder/table.py" csv "$file" "$delimiter"; fi
  fi
  measure "$table: import --dry-run" "$bytes" "$purser" import "$file" --dry-run --json
  measure "$table: import into a new store" "$bytes" "$purser" import "$file" --store "$folder/$table.sqlite" --json
  stored "$table: $rows rows" "$rows"
  rm -f "$folder/$table.sqlite"* "$file"
done
