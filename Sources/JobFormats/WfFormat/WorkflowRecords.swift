import JobModel

/// What a document says, before it is put together: a task may stand in two places, which come in either order.
struct WorkflowRecords {
  /// A task as it stands in one place.
  struct Task {
    var line: Int
    var id: String?
    var name: String?
    var category: String?
    /// One word; a script is left out.
    var program: String?
    var parents: [String] = []
    var children: [String] = []
    /// Indices into ``fileSizes``.
    var inputFiles: [Int32] = []
    /// What the sizes of inputs come to that stand in the task itself.
    var inputBytes: Int64?
    var measures = Measures()

    /// What it is called in its file.
    var key: String? { [id, name].compactMap { $0 }.first { !$0.isEmpty } }
  }

  /// What a run of a task took and used.
  struct Measures {
    var runtime: SimDuration?
    /// Whether something stands there that is no duration.
    var hasBadRuntime = false
    var cores: Int?
    var cpuPercent: Double?
    var memory: Bytes?
    var read: Bytes?
    var written: Bytes?
    var machines: [String] = []
  }

  var name: String?
  var schemaVersion: String?
  /// Whether tasks stand in `specification` and `execution`, as from 1.5 on.
  var isSplit = false
  /// Tasks with their place in the graph; up to 1.4 with all else too.
  var tasks: [Task] = []
  /// What `execution` says of tasks.
  var executions: [Task] = []
  var machines: [WorkflowInstance.Machine] = []
  var makespan: SimDuration?
  private var fileNumbers: [String: Int32] = [:]
  /// The sizes of the files that tasks name, -1 where none is known.
  private(set) var fileSizes: [Int64] = []
  /// Whether memory or input and output stand in kB, as up to 1.3.
  var hasKilobytes = false
  /// Whether sizes of files stand under the key of 1.3.
  var hasOldFileSizes = false

  /// The number of a file by its name.
  mutating func fileNumber(_ name: String) -> Int32 {
    if let known = fileNumbers[name] { return known }
    let number = Int32(truncatingIfNeeded: fileSizes.count)
    fileNumbers[name] = number
    fileSizes.append(-1)
    return number
  }

  mutating func setSize(_ size: Int64, ofFile name: String) { fileSizes[Int(fileNumber(name))] = size }
}

/// Remarks that name the tasks or machines they are about, the first of them.
struct WorkflowRemarks {
  private struct Remark {
    var message: String
    var count = 0
    var names: [String] = []
    var lines: [Int] = []
  }

  private static let nameLimit = 3
  private var remarks: [Remark] = []

  /// Counts something that a remark is about.
  mutating func add(_ message: String, _ name: String, line: Int? = nil) {
    let index = remarks.firstIndex { $0.message == message } ?? remarks.endIndex
    if index == remarks.endIndex { remarks.append(Remark(message: message)) }
    remarks[index].count += 1
    if remarks[index].names.count < Self.nameLimit { remarks[index].names.append(String(name.prefix(80))) }
    if let line, remarks[index].lines.count < ImportReport.exampleLimit { remarks[index].lines.append(line) }
  }

  /// Hands the remarks to a report, in the order in which they came up.
  func report(to report: inout ImportReport) {
    for remark in remarks {
      let names = remark.names.joined(separator: ", ") + (remark.count > remark.names.count ? ", …" : "")
      report.warn("\(remark.message): \(names)", count: remark.count, lines: remark.lines)
    }
  }
}
