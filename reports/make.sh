#!/bin/sh
# Writes the examples of pages to a folder: make.sh PURSER FOLDER. They come from `purser demo` and hold neither the time
# nor the place of their making, so the same program writes the same bytes.
set -eu
purser=$1
mkdir -p "$2"
out=$(cd "$2" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
"$purser" demo --into demo > /dev/null 2>&1
cd demo
catalog=ukb-rap-aws-eu-west-2
export PURSER_STORE=demo.sqlite
"$purser" estimate gwas.yaml --scenario on-demand.yaml > /dev/null 2>&1
on_demand=$("$purser" runs list --csv | tail -n 1 | cut -d, -f1)
"$purser" estimate gwas.yaml --scenario spot.yaml --html "$out/estimate.html" > /dev/null 2>&1
spot=$("$purser" runs list --csv | tail -n 1 | cut -d, -f1)
"$purser" replay --catalog "$catalog" --scenario quota.yaml --html "$out/replay.html" > /dev/null 2>&1
"$purser" report "$on_demand" "$spot" -o "$out/compare.html" > /dev/null
"$purser" review --html "$out/review.html" > /dev/null 2>&1
"$purser" recommend --catalog "$catalog" --html "$out/recommend.html" > /dev/null 2>&1
"$purser" recommend gwas.yaml --scenario spot.yaml --deadline 16h --html "$out/recommend-plan.html" > /dev/null 2>&1
# The demo's history records no limits: those of now are taken to be two days.
"$purser" jobs --csv --limit 1000 --sort submitted --ascending | sed '2,$s/[^,]*$/172800/' > jobs.csv
"$purser" validate timeouts jobs.csv --html "$out/validate.html" > /dev/null 2>&1
"$purser" estimate gwas.yaml --scenario spot.yaml --replications 300 \
  --sweep platform.max_concurrent_jobs=5,10,15,22,50 --html "$out/sweep.html" > /dev/null 2>&1
