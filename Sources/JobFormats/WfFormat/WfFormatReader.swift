public import JobModel

/// Reads workflow instances in WfFormat, the format of WfCommons (schemas 1.3 to 1.6): JSON, gzip or not.
///
/// T. Coleman, H. Casanova, L. Pottier, M. Kaushik, E. Deelman, R. Ferreira da Silva, "WfCommons: a framework for enabling
/// scientific workflow research and development", FGCS 128, 2022.
public enum WfFormatReader: HistoryReader {
  /// `wfformat`.
  public static let format = "wfformat"
  /// For messages.
  public static let summary = "a workflow instance of WfCommons"

  private enum HeadField: String, CaseIterable, Sendable {
    case workflow
  }

  /// An object whose `workflow` is an object with tasks, or with what stands beside them.
  public static func recognises(_ head: InputHead) -> Bool {
    guard head.firstVisible == UInt8(ascii: "{"), head.contains("\"workflow\"") else { return false }
    var json = JSONPullReader(ByteReader(bytes: head.bytes, name: ""))
    do {
      guard try json.nextDocument() else { return false }
      try json.beginObject()
      let keys = JSONKeys<HeadField>()
      members: while true {
        switch try json.nextMember(keys) {
        case .end: return false
        case .unknown: try json.skipValue()
        case .field: break members
        }
      }
      guard try json.peek() == .object else { return false }
      try json.beginObject()
      while let key = try json.nextKey() {
        if WorkflowField(rawValue: key) != nil { return true }
        try json.skipValue()
      }
      return false
    } catch {
      // The head ends in the middle, or it is no JSON.
      return false
    }
  }

  /// Reads the instance.
  ///
  /// - Returns: nil for an input with nothing in it.
  /// - Throws: ``InputError`` for what is no such document, for several of them, and for tasks that wait for each other.
  public static func instance(
    _ bytes: ByteReader, report: inout ImportReport
  ) throws(InputError) -> WorkflowInstance? {
    try read(bytes, report: &report)?.instance
  }

  /// Hands on a job a task; see ``HistoryReader/read(_:context:into:report:)``.
  ///
  /// The format has no times, so jobs have a runtime and no start, and no states, so all of them are done.
  public static func read(
    _ bytes: ByteReader, context: ReadingContext, into sink: (Job, Int) throws -> Void, report: inout ImportReport
  ) throws {
    guard let (instance, lines) = try read(bytes, report: &report) else { return }
    if !instance.tasks.isEmpty { report.warn("the format has no start times: when jobs ran and waited is unknown") }
    let run = "wf-" + instance.fingerprint.shortText
    for (task, line) in zip(instance.tasks, lines) {
      try sink(job(task, of: instance, run: run), line)
    }
  }

  private static func read(
    _ bytes: ByteReader, report: inout ImportReport
  ) throws(InputError) -> (instance: WorkflowInstance, lines: [Int])? {
    var parser = WorkflowParser(bytes, report: report)
    let isRead: Bool
    do {
      isRead = try parser.read()
    } catch {
      report = parser.report
      throw error
    }
    report = parser.report
    guard isRead else { return nil }
    var assembly = WorkflowAssembly(
      parser.records, remarks: parser.remarks, name: stem(of: report.file, else: "workflow"))
    try assembly.assemble(&report)
    return (assembly.instance, assembly.lines)
  }

  private static func job(_ task: WorkflowInstance.Task, of instance: WorkflowInstance, run: String) -> Job {
    var job = Job(
      key: JobKey(run: run, id: task.id), name: task.name, executable: task.executable, state: .done)
    job.runtime = task.runtime
    job.vcpus = task.cores.map(Double.init)
    job.dependencies = task.parents.map { instance.tasks[$0].id }
    job.properties = task.machines.map { Property(name: "machine", value: $0) }
    job.properties.append(Property(name: "workflow", value: instance.name))
    job.usage.cpuPercent = task.cpuPercent
    job.usage.peakMemory = task.memory
    job.usage.input = task.input
    job.usage.read = task.read
    job.usage.written = task.written
    return job
  }
}
