# Writes a history as a table of the size asked for; the same seed gives the same bytes.
# Usage: awk -f tables.awk -v table=wide -v megabytes=300 -v seed=1
#
# table: wide is a jobs CSV of 24 columns, short one of 10 short columns, swf a log of a batch system, nextflow an
# execution trace with units for people, as `-with-trace` writes it. Figures are drawn; every twentieth job failed.

function draw() { state = (state * 16807) % 2147483647; return state / 2147483647 }

# Of the duration in milliseconds what Nextflow writes.
function span(ms) {
  if (ms < 1000) return ms "ms"
  if (ms < 60000) return sprintf("%.1fs", ms / 1000)
  if (ms < 3600000) return int(ms / 60000) "m " int(ms / 1000) % 60 "s"
  return int(ms / 3600000) "h " int(ms / 60000) % 60 "m " int(ms / 1000) % 60 "s"
}

# A time of a month whose days are counted from the first.
function clock(ms) {
  return sprintf("2022-%02d-%02d %02d:%02d:%02d.%03d", 1 + int(ms / 86400000 / 28) % 12, 1 + int(ms / 86400000) % 28,
    int(ms / 3600000) % 24, int(ms / 60000) % 60, int(ms / 1000) % 60, ms % 1000)
}

function row(number,   wait, run, failed, cores, peak, app, sample, task) {
  submitted += int(draw() * 20000)
  wait = int(draw() * 300000)
  run = draw() < 0.2 ? 200 + int(draw() * 50000) : 60000 + int(draw() * draw() * 30000000)
  failed = number % 20 == 19
  cores = cpus[1 + int(draw() * 4)]
  peak = 100000000 + int(draw() * 8000000000)
  app = 1 + int(draw() * 10)
  sample = int(number / 10)
  if (table == "wide") {
    return "job-" number "," failed "," programs[app] "," programs[app] " sample_" sample ",user-" int(number / 100) % 17 "," \
      (failed ? "failed" : "done") "," (failed ? "AppInternalError" : "") "," (failed ? 1 : 0) "," \
      sprintf("%.0f,%.0f,%.0f", epoch + submitted, epoch + submitted + wait, epoch + submitted + wait + run) "," run "," \
      types[1 + int(draw() * 4)] "," cores "," cores * 4000000000 ",43200," (number % 3 ? "normal" : "high") "," \
      sprintf("%.1f", draw() * 100 * cores) "," peak "," peak * 3 "," peak * 2 "," peak * 5 "," peak "," \
      sprintf("%.4f", run / 3600000 * cores * 0.05)
  }
  if (table == "short") {
    return number "," programs[app] "," "u" int(number / 100) % 17 "," (failed ? "failed" : "done") "," \
      int(submitted / 1000) "," int(wait / 1000) "," int(run / 1000) "," cores "," (failed ? 1 : 0) "," int(draw() * 100)
  }
  if (table == "swf") {
    return sprintf("%5d %8d %6d %6d %4d %6d %8d %4d %6d %8d %d %4d %3d %3d %3d %2d %3d %3d", number + 1,
      submitted / 1000, wait / 1000, run / 1000, cores, run / 1200, peak / 1024, cores, 43200, -1, failed ? 0 : 1,
      int(number / 100) % 170, 1 + number % 9, app, 1 + number % 3, -1, -1, -1)
  }
  # Tasks end, and so stand in the trace, in another order than they were submitted in.
  task = number - number % 16 + number * 7 % 16 + 1
  return task "\t" sprintf("%02x/%06x", draw() * 256, draw() * 16777216) "\t" 10000 + task "\t" \
    processes[app] " (sample_" sample ")\t" (failed ? "FAILED" : "COMPLETED") "\t" (failed ? 1 : 0) "\t" clock(submitted) "\t" \
    span(wait + run) "\t" span(run) "\t" sprintf("%.1f%%", draw() * 100 * cores) "\t" \
    sprintf("%.1f GB\t%.1f GB\t%.1f GB\t%.1f MB", peak / 1073741824, peak / 900000000, peak / 200000000, peak / 30000000)
}

BEGIN {
  # Some awks write whole numbers above 2^31 as 4e+09.
  CONVFMT = "%.0f"
  state = 20260302 + seed * 7919
  epoch = 1640995200000
  split("bwa_mem sort_bam mark_dup hap_call joint regenie1 regenie2 vep fastqc multiqc", programs, " ")
  split("ALIGN:BWA_MEM ALIGN:SORT_BAM MARK_DUPLICATES CALL:HAPLOTYPES CALL:JOINT ASSOC:REGENIE_1 ASSOC:REGENIE_2 ANNOTATE:VEP QC:FASTQC QC:MULTIQC", processes, " ")
  for (i = 1; i <= 10; i++) processes[i] = "NFCORE_STUDY:STUDY:" processes[i]
  split("mem1_ssd1_v2_x4 mem1_ssd1_v2_x8 mem1_ssd1_v2_x16 mem3_ssd1_v2_x8", types, " ")
  split("1 4 8 16", cpus, " ")
  if (table == "wide") header = "job,try,executable,name,user,state,failure_reason,exit_code,submitted_ms,started_ms,stopped_ms,runtime_ms,instance_type,vcpus,memory_requested_bytes,time_limit_s,priority,cpu_percent,peak_memory_bytes,peak_disk_bytes,input_bytes,read_bytes,written_bytes,cost_gbp"
  else if (table == "short") header = "job,executable,user,state,submitted_s,wait_s,runtime_s,vcpus,exit_code,cpu_percent"
  else if (table == "swf") header = "; Version: 2.2\n; Computer: drawn\n; UnixStartTime: 1640995200\n; MaxProcs: 4096"
  else if (table == "nextflow") header = "task_id\thash\tnative_id\tname\tstatus\texit\tsubmit\tduration\trealtime\t%cpu\tpeak_rss\tpeak_vmem\trchar\twchar"
  else { print "tables.awk: no table " table > "/dev/stderr"; exit 1 }
  print header
  wanted = megabytes * 1000000
  for (number = 0; written < wanted; number++) {
    line = row(number)
    written += length(line) + 1
    print line
  }
}
