/// The columns of a trace that are read, by Nextflow's names; others are passed over.
///
/// Source: `nextflow.trace.TraceRecord.FIELDS`.
enum TraceColumn: String, CaseIterable, Sendable {
  case taskID = "task_id"
  case hash, name, status, process, tag, exit, attempt
  case nativeID = "native_id"
  case submit, start, complete, duration, realtime
  case cpus, memory, disk, time
  case cpuPercent = "%cpu"
  case peakRSS = "peak_rss"
  case rss
  case charactersRead = "rchar"
  case charactersWritten = "wchar"
  case bytesRead = "read_bytes"
  case bytesWritten = "write_bytes"
  case hostname, queue, container
  case cpuModel = "cpu_model"

  /// Columns kept as they are, as labels of the job.
  static let labels: [TraceColumn] = [.container, .cpuModel, .hostname, .nativeID, .queue, .tag]
}

/// The header of a trace: the delimiter, and where each column stands.
struct TraceHeader {
  /// What stands between fields.
  let delimiter: UInt8
  /// How many columns there are.
  let count: Int
  private let places: [TraceColumn: Int]

  /// The header in a line, or nil if it is none: it needs the task's id, name and state, and something that only
  /// traces have.
  init?(_ line: ArraySlice<UInt8>) {
    let candidates = [UInt8(ascii: "\t"), UInt8(ascii: ";"), UInt8(ascii: ",")]
    let counts = candidates.map { delimiter in line.count { $0 == delimiter } }
    guard let most = counts.max(), most > 0, let place = counts.firstIndex(of: most) else { return nil }
    delimiter = candidates[place]
    let names = line.split(separator: delimiter, omittingEmptySubsequences: false)
    count = names.count
    var places: [TraceColumn: Int] = [:]
    for (index, name) in names.enumerated() {
      let name = name.trimmed.text.filter { $0 != "\"" }
      if let column = TraceColumn(rawValue: name), places[column] == nil { places[column] = index }
    }
    self.places = places
    guard [.taskID, .name, .status].allSatisfy({ places[$0] != nil }),
      [.hash, .nativeID, .realtime, .submit].contains(where: { places[$0] != nil })
    else { return nil }
  }

  /// Where a column stands, or nil if the trace has none of its name.
  subscript(column: TraceColumn) -> Int? { places[column] }
}
