/// The columns of a trace that are read, by Nextflow's names; others are passed over.
///
/// Source: `nextflow.trace.TraceRecord.FIELDS`.
enum TraceColumn: Int, CaseIterable, Sendable {
  case taskID, hash, nativeID, name, status, process, tag, exit, attempt
  case submit, start, complete, duration, realtime
  case cpus, memory, disk, time
  case cpuPercent, peakRSS, rss, charactersRead, charactersWritten, bytesRead, bytesWritten
  case hostname, queue, container, cpuModel, errorAction, workdir

  /// Nextflow's name of the column.
  var label: String {
    switch self {
    case .taskID: "task_id"
    case .hash: "hash"
    case .name: "name"
    case .status: "status"
    case .process: "process"
    case .tag: "tag"
    case .exit: "exit"
    case .attempt: "attempt"
    case .nativeID: "native_id"
    case .submit: "submit"
    case .start: "start"
    case .complete: "complete"
    case .duration: "duration"
    case .realtime: "realtime"
    case .cpus: "cpus"
    case .memory: "memory"
    case .disk: "disk"
    case .time: "time"
    case .cpuPercent: "%cpu"
    case .peakRSS: "peak_rss"
    case .rss: "rss"
    case .charactersRead: "rchar"
    case .charactersWritten: "wchar"
    case .bytesRead: "read_bytes"
    case .bytesWritten: "write_bytes"
    case .hostname: "hostname"
    case .queue: "queue"
    case .container: "container"
    case .cpuModel: "cpu_model"
    case .errorAction: "error_action"
    case .workdir: "workdir"
    }
  }

  /// Columns kept as they are, as labels of the job; sorted by name.
  static let labels: [TraceColumn] = [
    .container, .cpuModel, .errorAction, .hostname, .nativeID, .queue, .tag, .workdir,
  ]

  /// The columns by Nextflow's names; `nextflow log -f` has one of them without its sign.
  static let byLabel = Dictionary(
    uniqueKeysWithValues: allCases.map { ($0.label, $0) } + [("pcpu", TraceColumn.cpuPercent)])

  /// Those that no other table has under these names.
  static let telling: [TraceColumn] = [
    .hash, .nativeID, .realtime, .cpuPercent, .peakRSS, .charactersRead, .charactersWritten,
  ]
}

/// The header of a trace: the delimiter, and where each column stands.
struct TraceHeader {
  /// What stands between fields.
  let delimiter: UInt8
  /// How many columns there are.
  let count: Int
  /// The place of each column, by its raw value; -1 for those that the trace lacks.
  private let places: [Int]
  /// Those of ``TraceColumn/labels`` that are there.
  let labels: [TraceColumn]

  /// The places of fields that stand in no line; -1 for those that are not there.
  init(places: [Int]) {
    delimiter = 0
    count = places.count
    self.places = places
    labels = TraceColumn.labels.filter { places[$0.rawValue] >= 0 }
  }

  /// The header in a line, or nil if it is none: it needs the task's name and state, and something that only traces
  /// have; of that more where the task's id is not among the columns, which `trace.fields` may leave out.
  init?(_ line: ArraySlice<UInt8>) {
    let candidates = [UInt8(ascii: "\t"), UInt8(ascii: ";"), UInt8(ascii: ",")]
    let counts = candidates.map { delimiter in line.count { $0 == delimiter } }
    guard let most = counts.max(), most > 0, let place = counts.firstIndex(of: most) else { return nil }
    delimiter = candidates[place]
    let names = line.split(separator: delimiter, omittingEmptySubsequences: false)
    count = names.count
    let headers = names.map { $0.trimmed.text.filter { $0 != "\"" } }
    let known = headers.map { TraceColumn.byLabel[$0] }
    let places = TraceColumn.allCases.map { known.firstIndex(of: $0) ?? -1 }
    self.places = places
    labels = TraceColumn.labels.filter { places[$0.rawValue] >= 0 }
    guard has(.status), has(.name) || has(.process) else { return nil }
    if has(.taskID), has(.submit) || TraceColumn.telling.contains(where: has) { return }
    // A table of jobs may share some names; its times say their units.
    if headers.contains(where: { $0 == "executable" || $0.hasSuffix("_s") || $0.hasSuffix("_ms") }) { return nil }
    let weight = (TraceColumn.telling + [.submit, .start, .complete, .duration, .exit]).count(where: has)
    guard TraceColumn.telling.contains(where: has), weight >= 2 else { return nil }
  }

  private func has(_ column: TraceColumn) -> Bool { places[column.rawValue] >= 0 }

  /// Whether the columns tell a task from another that looks the same.
  var identifiesTasks: Bool { has(.taskID) || has(.hash) || has(.nativeID) || has(.submit) }

  /// Where a column stands, or nil if the trace has none of its name.
  subscript(column: TraceColumn) -> Int? {
    let place = places[column.rawValue]
    return place >= 0 ? place : nil
  }
}
