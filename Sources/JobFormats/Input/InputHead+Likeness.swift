/// What an input is that no reader takes, and what to give instead.
extension InputHead {
  /// What is said of JSON of which nothing more is known.
  static let otherJSON = "JSON of some other kind"

  /// What the input looks like, if it is a well-known kind that no reader takes; a short sentence for a message.
  var likeness: String? {
    likenessOfFile ?? likenessOfSlurm ?? likenessOfDNAnexus ?? likenessOfNextflow ?? likenessOfPage ?? likenessOfJSON
      ?? likenessOfOthers
  }

  /// Files that hold no text, or text that has to be brought into another form first.
  private var likenessOfFile: String? {
    func starts(_ magic: [UInt8]) -> Bool { bytes.starts(with: magic) }
    if isEmpty { return bytes.isEmpty ? "an empty file" : "only white space" }
    if starts([0x50, 0x4B, 0x03, 0x04]) { return "a zip archive; unpack it first" }
    if starts([0x28, 0xB5, 0x2F, 0xFD]) { return "a zstd file; decompress it first" }
    if starts([0xFD, 0x37, 0x7A, 0x58, 0x5A]) { return "an xz file; decompress it first" }
    if starts([0x42, 0x5A, 0x68]) { return "a bzip2 file; decompress it first" }
    if starts(Array("SQLite format 3".utf8)) { return "an SQLite file; use --store for a store" }
    if starts([0xFF, 0xFE]) || starts([0xFE, 0xFF]) { return "text in UTF-16; save it as UTF-8" }
    if bytes.count > 262, bytes[257..<262].elementsEqual("ustar".utf8) { return "a tar archive; unpack it first" }
    return nil
  }

  /// What Slurm's programs print for people, or of jobs that have not ended.
  private var likenessOfSlurm: String? {
    let line = firstLine.drop(while: { $0 <= UInt8(ascii: " ") })
    func starts(_ text: String) -> Bool { line.starts(with: text.utf8) }
    if starts("JOBID") && (contains("NODELIST(REASON)") || contains("PARTITION") || contains("|NAME|")) {
      return "squeue's list of jobs that wait or run; give those that ended: \(SacctHeader.command)"
    }
    if starts("JobID"), contains("------------") { return "sacct's table for people; call it with --parsable2" }
    if starts("JobId=") { return "scontrol's text on a job; give \(SacctHeader.command)" }
    if starts("Job ID: "), contains("Cluster: ") { return "seff's text on a job; give \(SacctHeader.command)" }
    return nil
  }

  /// What `dx` prints for people, which leaves out what its JSON has: to the cent, to the second, and without zone.
  private var likenessOfDNAnexus: String? {
    for line in bytes.split(separator: UInt8(ascii: "\n"), maxSplits: 3).prefix(3) {
      if line.prefix(3).isText("ID ") {
        let value = line.dropFirst(3).trimmed
        if value.prefix(4).isText("job-") || value.prefix(9).isText("analysis-") {
          return "the text of dx describe, whose prices and times are rounded; give that of dx describe --json"
        }
      }
      let plain = WatchLine.plain(line)
      if WatchLine.header(plain) != nil {
        return "the text of dx find jobs, or a log without a line; give dx find jobs --json"
      }
      let fields = plain.split(separator: UInt8(ascii: "\t"))
      let isJob = fields.contains { LoggedJob.leading($0)?.rest.isEmpty ?? false }
      if isJob, fields.count == 1 { return "ids of jobs alone; give dx find jobs --json, without --brief" }
      if isJob { return "a list of jobs without their prices; give dx find jobs --json, without --delimiter" }
    }
    return nil
  }

  /// What Nextflow prints or logs besides its trace.
  private var likenessOfNextflow: String? {
    let remedy = "run with -with-trace trace.txt, and give that file"
    if firstLine.starts(with: "TIMESTAMP".utf8), contains("RUN NAME") {
      return "nextflow log's list of runs; \(remedy)"
    }
    if contains("N E X T F L O W") || contains(" nextflow.cli.") || contains(" nextflow.Session ") {
      return "what Nextflow prints or logs, which has no table of tasks; \(remedy)"
    }
    let isTask = firstLine.split(separator: UInt8(ascii: "\t")).contains { field in
      field.count == 9 && field[field.startIndex + 2] == UInt8(ascii: "/")
        && field.allSatisfy { $0 == UInt8(ascii: "/") || LoggedJob.isAlphanumeric($0) }
    }
    return isTask
      ? "rows of nextflow log without a header; put a line before them with the fields' names (-f), between tabs" : nil
  }

  private var likenessOfPage: String? {
    guard firstVisible == UInt8(ascii: "<") else { return nil }
    if contains("window.data") || contains("Nextflow") {
      return "a page of Nextflow, but not its execution report (-with-report)"
    }
    if contains("metadataJson") && contains("parentWorkflowNames") {
      return "Cromwell's timing diagram; give the workflow's metadata (/api/workflows/v1/ID/metadata)"
    }
    if contains("Snakemake") {
      return "a page of Snakemake; give the benchmark files of its rules"
    }
    return "HTML or XML"
  }

  private var likenessOfJSON: String? {
    guard firstVisible == UInt8(ascii: "{") || firstVisible == UInt8(ascii: "[") else { return nil }
    let platform = ["workflowId", "runName", "nativeId", "processesProgress", "computeEnvId", "timeUsage"]
    if platform.contains(where: { contains("\"\($0)\"") }) {
      return "JSON of Seqera Platform, but neither its runs nor its tasks; of a dump give workflow-tasks.json"
    }
    if contains("\"runSpec\"") || contains("\"dxapi\"") {
      return "the description of an app or applet, not of jobs; give the output of dx find jobs --json"
    }
    if contains("\"jobs\"") && (contains("\"data_parser") || contains("\"slurm\"") || contains("\"Slurm\"")) {
      return "JSON of Slurm, of which every version has its own; give \(SacctHeader.command)"
    }
    if contains("\"totalResultsCount\"") {
      return "Cromwell's list of workflows; give the metadata of each (/api/workflows/v1/ID/metadata)"
    }
    if contains("\"taskId\"") && contains("\"creationTime\"") {
      return
        "the tasks of a run of AWS HealthOmics without what they used; give the run's manifest, from the log group "
        + "/aws/omics/WorkflowLog"
    }
    if contains("\"jobArn\"") { return "jobs of AWS Batch; make a table of jobs of them (format jobs-csv)" }
    return Self.otherJSON
  }

  /// The lists of batch systems that no reader takes, and tables that lack what names their rows.
  private var likenessOfOthers: String? {
    let line = firstLine.drop(while: { $0 <= UInt8(ascii: " ") })
    func system(_ name: String) -> String { "jobs of \(name); make a table of jobs of them (format jobs-csv)" }
    if line.starts(with: "JOBID".utf8), contains("FROM_HOST") { return system("LSF") }
    if line.starts(with: "Job Id:".utf8), contains("Job_Name") { return system("PBS") }
    if line.starts(with: "====".utf8), contains("qname"), contains("jobnumber") { return system("Grid Engine") }
    if contains(":omics:"), contains("creationTime") {
      return
        "records of AWS HealthOmics that are no JSON; give the manifest as aws logs get-log-events --output json does"
    }
    if firstLine.count(where: { $0 == UInt8(ascii: "|") }) < 3 { return nil }
    if SacctHeader.knownColumns(firstLine) >= 3 {
      return "a table of sacct without the column JobID; give \(SacctHeader.command)"
    }
    return
      "rows of sacct without a header; call it without --noheader (\(SacctHeader.command)), or put the line with the "
      + "columns' names before the rows"
  }
}
