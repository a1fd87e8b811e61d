/// The keys of Seqera Platform's runs and tasks that are read; everything else is passed over without being held.
///
/// Source of the names: the platform's published API description (`Workflow`, `Task`) and real answers.
enum SeqeraField: String, CaseIterable, Sendable {
  // What holds others.
  case workflow, workflows, task, tasks

  // Of both.
  case id, status, submit, start, complete, exitStatus, errorMessage

  // Of a task, by Nextflow's columns.
  case taskId, hash, nativeId, name, process, tag, exit, attempt, duration, realtime
  case cpus, memory, disk, time, pcpu, peakRss, rss, rchar, wchar, readBytes, writeBytes
  case hostname, queue, container, errorAction, workdir

  // Of a task, the platform's own.
  case executor, machineType, cloudZone, priceModel, cost, numSpotInterruptions

  // Of a run.
  case runName, sessionId, userName, projectName, repository, revision, commitId, profile, workDir, scriptName

  /// Whether its value holds runs and tasks.
  var isWrapper: Bool { self == .workflow || self == .workflows || self == .task || self == .tasks }

  /// The fields by their names.
  static let byName = Dictionary(uniqueKeysWithValues: allCases.map { ($0.rawValue, $0) })
  /// The place of each field among the values of an object.
  static let places = Dictionary(uniqueKeysWithValues: zip(allCases, allCases.indices))

  /// Where the columns of a trace stand among the values of a task.
  static var traceHeader: TraceHeader {
    TraceHeader(places: TraceColumn.allCases.map { column in field(column).flatMap { places[$0] } ?? -1 })
  }

  private static func field(_ column: TraceColumn) -> SeqeraField? {
    switch column {
    case .taskID: .taskId
    case .hash: .hash
    case .nativeID: .nativeId
    case .name: .name
    case .status: .status
    case .process: .process
    case .tag: .tag
    case .exit: .exitStatus
    case .attempt: .attempt
    case .submit: .submit
    case .start: .start
    case .complete: .complete
    case .duration: .duration
    case .realtime: .realtime
    case .cpus: .cpus
    case .memory: .memory
    case .disk: .disk
    case .time: .time
    case .cpuPercent: .pcpu
    case .peakRSS: .peakRss
    case .rss: .rss
    case .charactersRead: .rchar
    case .charactersWritten: .wchar
    case .bytesRead: .readBytes
    case .bytesWritten: .writeBytes
    case .hostname: .hostname
    case .queue: .queue
    case .container: .container
    case .errorAction: .errorAction
    case .workdir: .workdir
    case .cpuModel: nil
    }
  }
}

extension JSONScalars {
  /// The value of a field; empty where there is none.
  subscript(field: SeqeraField) -> ArraySlice<UInt8> { SeqeraField.places[field].map { self[$0] } ?? [] }

  /// The value of a field as text; nil where there is none.
  func text(_ field: SeqeraField) -> String? {
    let bytes = self[field]
    return bytes.isEmpty ? nil : bytes.text
  }
}
