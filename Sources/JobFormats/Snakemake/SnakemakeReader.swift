public import JobModel

/// Reads Snakemake's benchmarks: tables (`benchmark: "x.tsv"`) and lines of JSON (`x.jsonl`), plain or extended.
///
/// A row is a job that ended well; repeats are rows of their own. Nothing in a row is unique, so the id is the row's number
/// in the scope of the file's first 64 KiB. Without `rule_name` the rule is not told: then it is the file's name.
public enum SnakemakeReader: HistoryReader {
  /// `snakemake-benchmark`.
  public static let format = "snakemake-benchmark"
  /// For messages.
  public static let summary = "a benchmark file of Snakemake"

  /// A header with `s` and `h:m:s` (all that the first versions wrote), or JSON with the latter and `max_rss`.
  public static func recognises(_ head: InputHead) -> Bool {
    if head.firstVisible == UInt8(ascii: "{") { return head.contains("\"h:m:s\"") && head.contains("\"max_rss\"") }
    return SnakemakeTable.columns(head.firstLine) != nil
  }

  /// Reads every row; see ``HistoryReader/read(_:context:into:report:)``.
  public static func read(
    _ bytes: ByteReader, context: ReadingContext, into sink: (Job, Int) throws -> Void, report: inout ImportReport
  ) throws {
    let head = try bytes.head()
    if head.isEmpty { return }
    var rows = SnakemakeRows(run: "snakemake-" + ContentHash.shortText(head.bytes), file: context.file)
    if head.firstVisible == UInt8(ascii: "{") || head.firstVisible == UInt8(ascii: "[") {
      try SnakemakeLines.read(bytes, &rows, into: sink, report: &report)
    } else {
      try SnakemakeTable.read(bytes, &rows, into: sink, report: &report)
    }
  }
}

/// Turns the fields of a row into a job.
struct SnakemakeRows {
  let run: String
  /// What the rows without a rule's name are called.
  let stem: String
  private var count = 0

  init(run: String, file: String) {
    self.run = run
    let name = file.split(separator: "/").last.map(String.init) ?? file
    let stem = name.split(separator: ".").first.map(String.init) ?? name
    self.stem = stem == "-" ? "unknown" : stem
  }

  /// The job of a row: its plain fields, and its objects (`wildcards`, `resources`, `input_size_mb`) member by member.
  mutating func job(
    _ fields: [String: String], _ objects: [String: [Property]], line: Int, _ report: inout ImportReport
  ) -> Job? {
    count += 1
    func number(_ field: String) -> Double? {
      guard let text = fields[field], text != "-", text != "NA", text != "nan", text != "NaN" else { return nil }
      if let value = Double(text), value.isFinite, value >= 0, value <= 1e15 { return value }
      report.warn("\(field) is not a usable number: it is left out", line: line)
      return nil
    }
    func mebibytes(_ size: Double?) -> Bytes? { size.flatMap { Bytes(gibibytes: $0 / 1024) } }
    guard let seconds = number("s"), let runtime = SimDuration(seconds: seconds) else {
      report.skip("s is not a number of seconds", line: line)
      return nil
    }
    let rule = fields["rule_name"] ?? stem
    let wildcards = objects["wildcards", default: []]
    let suffix = wildcards.map { "\($0.name)=\($0.value)" }.joined(separator: ",")
    var job = Job(
      key: JobKey(run: run, id: String(count)), name: suffix.isEmpty ? rule : "\(rule) \(suffix)",
      executable: rule, state: .done)
    job.runtime = runtime
    job.vcpus = number("threads").flatMap { $0 > 0 && $0 <= 1e6 ? $0 : nil }
    // Processor time is the kernel's count; the mean load is a mean of samples.
    if let cpu = number("cpu_time"), seconds > 0 {
      job.usage.cpuPercent = cpu / seconds * 100
    } else {
      job.usage.cpuPercent = number("mean_load")
    }
    job.usage.peakMemory = mebibytes(number("max_rss")).flatMap { $0.count > 0 ? $0 : nil }
    job.usage.peaksAreLowerBounds = job.usage.peakMemory != nil
    job.usage.read = mebibytes(number("io_in"))
    job.usage.written = mebibytes(number("io_out"))
    let inputs = objects["input_size_mb", default: []].compactMap { Double($0.value) }.filter { $0 >= 0 }
    if !inputs.isEmpty { job.usage.input = mebibytes(inputs.reduce(0, +)) }
    for resource in objects["resources", default: []] {
      let value = Double(resource.value).flatMap { $0 > 0 ? $0 : nil }
      switch resource.name {
      case "mem_mb": job.memoryRequested = value.flatMap { Bytes(gigabytes: $0 / 1000) }
      case "mem_mib": job.memoryRequested = job.memoryRequested ?? mebibytes(value)
      case "disk_mb": job.diskRequested = value.flatMap { Bytes(gigabytes: $0 / 1000) }
      case "disk_mib": job.diskRequested = job.diskRequested ?? mebibytes(value)
      case "runtime": job.timeLimit = value.flatMap { SimDuration(seconds: $0 * 60) }
      case "_cores", "_nodes", "tmpdir": break
      default: job.properties.append(Property(name: "resource.\(resource.name)", value: resource.value))
      }
    }
    for wildcard in wildcards {
      job.properties.append(Property(name: "wildcard.\(wildcard.name)", value: wildcard.value))
    }
    if let text = fields["jobid"] { job.properties.append(Property(name: "jobid", value: text)) }
    job.properties.sort { ($0.name, $0.value) < ($1.name, $1.value) }
    return job
  }
}
