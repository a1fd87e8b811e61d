# Writes an array of job descriptions as `dx find jobs --json` prints them; the same seed gives the same bytes.
# Usage: awk -f describes.awk -v megabytes=300 -v seed=1 -v form=pretty   (form: pretty or compact)
#
# Keys, their order and their nesting are those of published descriptions; ids, names and figures are drawn. Every
# fourth record has inputs and outputs, as `--verbose` adds them; every tenth is a retry of a failed try before it.

function draw() { state = (state * 16807) % 2147483647; return state / 2147483647 }
function pick(words, count) { return words[1 + int(draw() * count)] }

# 24 letters and digits, as the platform's ids have them.
function token(   text, i) {
  text = ""
  for (i = 0; i < 4; i++) text = text substr(sprintf("%s%s", parts[1 + int(draw() * 4096)], parts[1 + int(draw() * 4096)]), 1, 6)
  return text
}

# Sets the text between tokens: `nl[d]` begins a member at depth d.
function layout(   d, indent) {
  indent = "\n"
  for (d = 0; d < 8; d++) { nl[d] = form == "compact" ? "" : indent; indent = indent "  " }
  comma = form == "compact" ? ", " : ","
}

function member(depth, key, value) { record = record comma nl[depth] "\"" key "\": " value }
function text(value) { return value == "" ? "null" : "\"" value "\"" }
function change(state, time) { return nl[3] "{" nl[4] "\"newState\": \"" state "\"" comma nl[4] "\"setAt\": " sprintf("%.0f", time) nl[3] "}" }
function link(id, field) { return "{" nl[4] "\"$dnanexus_link\": {" nl[5] "\"job\": \"" id "\"" comma nl[5] "\"field\": \"" field "\"" nl[4] "}" nl[3] "}" }
function file(id) { return "{" nl[4] "\"$dnanexus_link\": {" nl[5] "\"project\": \"" project "\"" comma nl[5] "\"id\": \"file-" id "\"" nl[4] "}" nl[3] "}" }
function egress() {
  return "{" nl[3] "\"regionLocalEgress\": 0" comma nl[3] "\"internetEgress\": 0" comma nl[3] "\"interRegionEgress\": 0" nl[2] "}"
}

function job(number, attempt, failed,   ready, start, stop, run, id) {
  ready = created + 4000 + int(draw() * 9000)
  start = ready + 60000 + int(draw() * 300000)
  run = draw() < 0.2 ? 45000 + int(draw() * 500000) : 600000 + int(draw() * draw() * 30000000)
  stop = start + run
  record = nl[1] "{" nl[2] "\"id\": \"job-" ids "\""
  member(2, "region", "\"aws:eu-west-2\"")
  member(2, "name", "\"" program " sample_" number "\"")
  member(2, "tags", draw() < 0.3 ? "[" nl[3] "\"batch_" int(number / 500) "\"" nl[2] "]" : "[]")
  member(2, "properties", draw() < 0.3 ? "{" nl[3] "\"sample\": \"S" number "\"" nl[2] "}" : "{}")
  member(2, "executable", "\"" programID "\"")
  member(2, "executableName", "\"" program "\"")
  member(2, "class", "\"job\"")
  member(2, "try", attempt)
  member(2, "created", sprintf("%.0f", created))
  member(2, "modified", sprintf("%.0f", stop + 6000))
  member(2, "project", "\"" project "\"")
  member(2, "billTo", "\"org-laboratory\"")
  member(2, "costLimit", "null")
  member(2, "invoiceMetadata", "null")
  member(2, "folder", "\"/output/" program "_v2.1/" project "/batch_" int(number / 500) "/" program "\"")
  member(2, "parentJob", text(parent))
  member(2, "originJob", "\"job-" ids "\"")
  member(2, "parentAnalysis", text(analysis))
  member(2, "analysis", text(analysis))
  member(2, "stage", analysis == "" ? "null" : "\"stage-" stage "\"")
  member(2, "rootExecution", analysis == "" ? "\"job-" ids "\"" : "\"" analysis "\"")
  member(2, "state", failed ? "\"restarted\"" : draw() < 0.03 ? "\"terminated\"" : "\"done\"")
  member(2, "function", "\"main\"")
  member(2, "workspace", "\"container-" token() "\"")
  member(2, "launchedBy", "\"user-" int(number / 100) % 17 "\"")
  member(2, "detachedFrom", "null")
  member(2, "priority", "\"" priority "\"")
  member(2, "workerReuseDeadlineRunTime", "{" nl[3] "\"state\": \"reuse-off\"" comma nl[3] "\"waitTime\": -1" comma nl[3] "\"at\": -1" nl[2] "}")
  member(2, "dependsOn", "[]")
  if (failed) {
    member(2, "failureReason", "\"AppInternalError\"")
    member(2, "failureMessage", "\"The code returned exit code 137.\\nSee \\\"job log\\\" for details \\u2013 line " number "\"")
  }
  member(2, "failureCounts", attempt > 0 ? "{" nl[3] "\"AppInternalError\": 1" nl[2] "}" : "{}")
  member(2, "stateTransitions", "[" change("runnable", ready) comma change("running", start) comma change(failed ? "restarted" : "done", stop + 3000) nl[2] "]")
  member(2, "singleContext", "false")
  member(2, "ignoreReuse", "false")
  member(2, "httpsApp", "{" nl[3] "\"enabled\": false" nl[2] "}")
  member(2, "rank", "0")
  member(2, "details", "{}")
  member(2, "systemRequirements", "{" nl[3] "\"*\": {" nl[4] "\"instanceType\": \"" type "\"" nl[3] "}" nl[2] "}")
  member(2, "executionPolicy", "{" nl[3] "\"restartOn\": {" nl[4] "\"UnresponsiveWorker\": 2" comma nl[4] "\"JMInternalError\": 1" comma nl[4] "\"ExecutionError\": 1" nl[3] "}" nl[2] "}")
  member(2, "instanceType", "\"" type "\"")
  member(2, "finalPriority", "\"" priority "\"")
  member(2, "networkAccess", "[]")
  member(2, "debug", "{}")
  member(2, "app", "\"" programID "\"")
  member(2, "resources", "\"container-" token() "\"")
  member(2, "projectCache", "\"container-" cache "\"")
  if (number % 4 == 0) {
    member(2, "originalInput", "{" nl[3] "\"reads\": " link(previous, "reads_out") comma nl[3] "\"reference\": " file(cache) comma nl[3] "\"threads\": 8" nl[2] "}")
    member(2, "input", "{" nl[3] "\"reads\": " file(ids) comma nl[3] "\"reference\": " file(cache) comma nl[3] "\"threads\": 8" nl[2] "}")
    member(2, "output", "{" nl[3] "\"calls\": " file(token()) comma nl[3] "\"report\": " file(token()) nl[2] "}")
  }
  member(2, "startedRunning", sprintf("%.0f", start))
  member(2, "stoppedRunning", sprintf("%.0f", stop))
  member(2, "delayWorkspaceDestruction", "false")
  member(2, "isFree", "false")
  member(2, "totalPrice", sprintf("%.19f", 0.1168 * run / 3600000))
  member(2, "totalEgress", egress())
  member(2, "egressComputedAt", sprintf("%.0f", stop + 5956))
  member(2, "priceComputedAt", sprintf("%.0f", stop + 5956))
  member(2, "currency", "{" nl[3] "\"dxCode\": 1" comma nl[3] "\"code\": \"GBP\"" comma nl[3] "\"symbol\": \"\\u00a3\"" comma nl[3] "\"symbolPosition\": \"left\"" comma nl[3] "\"decimalSymbol\": \".\"" comma nl[3] "\"groupingSymbol\": \",\"" nl[2] "}")
  member(2, "egressReport", egress())
  member(2, "timeout", "43200000")
  return record nl[1] "}"
}

BEGIN {
  state = 20260302 + seed * 7919
  if (form == "") form = "pretty"
  layout()
  letters = "0123456789BFGJKPQVXYZbfgjkpqvxyz"
  for (i = 1; i <= 4096; i++) {
    parts[i] = substr(letters, 1 + int(draw() * 32), 1) substr(letters, 1 + int(draw() * 32), 1) substr(letters, 1 + int(draw() * 32), 1)
  }
  split("bwa_mem sort_bam mark_duplicates haplotype_caller joint_genotype regenie_step1 regenie_step2 annotate_vep fastqc multiqc", programs, " ")
  for (i = 1; i <= 10; i++) programIDs[i] = "app-" token()
  split("mem1_ssd1_v2_x4 mem1_ssd1_v2_x8 mem1_ssd1_v2_x16 mem3_ssd1_v2_x8", types, " ")
  split("low normal high", priorities, " ")
  for (i = 1; i <= 5; i++) { projects[i] = "project-" token(); stages[i] = token() }
  wanted = megabytes * 1000000
  written = 2
  launched = 1640995200000
  printf "["
  for (number = 0; written < wanted; number++) {
    if (number % 100 == 0) {
      launched += 1800000
      analysis = draw() < 0.6 ? "analysis-" token() : ""
      project = pick(projects, 5)
      cache = token()
      priority = pick(priorities, 3)
      parent = ""
    }
    created = launched + int(draw() * 60000)
    which = 1 + int(draw() * 10)
    program = programs[which]; programID = programIDs[which]; stage = stages[1 + which % 5]
    type = pick(types, 4)
    if (analysis == "" && number % 100 == 1) parent = previous
    ids = token()
    out = (number ? "," : "")
    if (number % 10 == 9) { out = out job(number, 0, 1) ","; out = out job(number, 1, 0) } else out = out job(number, 0, 0)
    written += length(out)
    printf "%s", out
    previous = "job-" ids
  }
  printf "%s]\n", nl[0]
}
