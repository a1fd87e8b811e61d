public import JobModel

/// Reads logs in the Standard Workload Format (`.swf`), as the Parallel Workloads Archive keeps them.
public enum StandardWorkloadReader: PiecewiseReader {
  /// `swf`.
  public static let format = "swf"
  /// For the list of formats.
  public static let summary = "a Standard Workload Format log"

  /// A line that begins with `;` and names a field of the header, or a line of 18 whole numbers.
  public static func recognises(_ head: InputHead) -> Bool {
    guard let first = head.firstVisible else { return false }
    if first == UInt8(ascii: ";") {
      return ["MaxJobs:", "MaxProcs:", "MaxNodes:", "MaxRecords:", "UnixStartTime:", "Version:"].contains {
        head.contains($0)
      }
    }
    var record = WorkloadRecord()
    let fields = head.firstLine.split { $0 <= UInt8(ascii: " ") }
    guard fields.count == WorkloadRecord.fieldCount else { return false }
    return Array(head.firstLine).withUnsafeBufferPointer { if case .record = record.read($0) { true } else { false } }
  }

  /// Reads a log as a history: a job a record, with the times of its own clock, or of the epoch if the header says when
  /// that clock was nought.
  public static func read(
    _ bytes: ByteReader, context: ReadingContext, into sink: (Job, Int) throws -> Void, report: inout ImportReport
  ) throws {
    var jobs = WorkloadJobs(run: try run(bytes))
    try forEachRecord(bytes, report: &report) { record, header, line in
      jobs.read(record, origin: header.origin)
      try jobs.hand(to: sink, line: line)
    }
  }

  /// Reads parts of the log at once; see ``PiecewiseReader/check(_:context:keys:report:)``.
  public static func check(
    _ bytes: ByteReader, context: ReadingContext, keys: inout KeyRegister, report: inout ImportReport
  ) throws -> Int {
    try check(bytes, keys: &keys, report: &report, pieceSize: TablePieces.usualSize)
  }

  static func check(
    _ bytes: ByteReader, keys: inout KeyRegister, report: inout ImportReport, pieceSize: Int, processors: Int? = nil
  ) throws -> Int {
    let run = try run(bytes)
    var header = WorkloadHeader()
    let linesBefore = try header.readComments(bytes)
    // Fields are parted by spaces or tabs, and have no quotes.
    var pieces = TablePieces(bytes, after: linesBefore, delimiter: UInt8(ascii: "\t"), size: pieceSize)
    let empty = ImportReport(file: report.file, format: report.format)
    let work = OrderedWork<Piece, WorkloadPart>(processors: processors) { piece in
      WorkloadPart(piece.bytes, header: piece.header, run: run, report: empty)
    }
    var jobs = 0
    try work.run({ try pieces.next().map { Piece(bytes: $0, header: header) } }) { piece, read in
      var part = read
      // Comments that stand among the records are rare: what was read without knowing of them is read again.
      if piece.header != header { part = WorkloadPart(piece.bytes, header: header, run: run, report: empty) }
      header = part.header
      report.append(part.report)
      jobs += part.jobs
      keys.add(part.keys)
      if let failure = part.failure { throw failure }
    }
    return jobs
  }

  /// Records, and what the comments before them say as far as that is known.
  private struct Piece: Sendable {
    var bytes: TablePieces.Piece
    var header: WorkloadHeader
  }

  /// The log's name, by its beginning.
  private static func run(_ bytes: ByteReader) throws(InputError) -> String {
    var run = Fingerprint()
    run.add(try bytes.head().bytes)
    return "swf-" + run.shortText
  }

  /// Reads a log as columns, for a scheduler: only jobs that can run on a machine of so many processors.
  ///
  /// - Parameter processors: nil is what the header says, or no limit.
  /// - Returns: The log in order of submission, and how many jobs were left out by reason.
  public static func log(
    _ bytes: ByteReader, processors: Int?, report: inout ImportReport
  ) throws -> (log: RigidLog, dropped: [DroppedJobs]) {
    var log = RigidLog()
    var dropped: [(reason: String, count: Int)] = []
    func drop(_ reason: String) {
      if let index = dropped.firstIndex(where: { $0.reason == reason }) {
        dropped[index].count += 1
      } else {
        dropped.append((reason, 1))
      }
    }
    var isSorted = true
    try forEachRecord(bytes, report: &report) { record, header, _ in
      if log.count == 0 { log.machineProcessors = header.processors }
      if log.count == sampleCount { log.reserveCapacity(expectedCount(log.count, bytes.progress)) }
      let limit = processors ?? log.machineProcessors ?? Int(Int32.max)
      let needed = record[.requested] > 0 ? record[.requested] : record[.allocated]
      guard record[.submit] >= 0 else { return drop("no submit time") }
      guard record[.runtime] >= 0 else { return drop("no runtime") }
      guard needed > 0 else { return drop("no number of processors") }
      guard needed <= Int64(limit) else { return drop("more processors than the machine has") }
      if let last = log.submitted.last, record[.submit] < last { isSorted = false }
      log.id.append(record[.number])
      log.submitted.append(record[.submit])
      log.runtime.append(record[.runtime])
      if record[.requestedTime] >= 0 && record[.requestedTime] < record[.runtime] { log.outranRequest += 1 }
      log.requested.append(max(record[.runtime], record[.requestedTime]))
      log.processors.append(Int32(needed))
      log.user.append(Int32(clamping: record[.user]))
      log.queue.append(Int32(clamping: record[.queue]))
      log.recordedWait.append(record[.wait])
      log.status.append(Int8(clamping: record[.status]))
    }
    if !isSorted { log = log.sortedBySubmission() }
    return (log, dropped.map { DroppedJobs(reason: $0.reason, count: $0.count) })
  }

  /// After so many records it is clear how long the others are.
  private static let sampleCount = 65_536

  /// How many records there will be, by what share of the input the first ones took, and a third more, which costs
  /// addresses and no memory: columns that grow are copied, and each copy is new pages.
  private static func expectedCount(_ count: Int, _ progress: (bytesRead: Int64, bytesTotal: Int64?)) -> Int {
    guard let total = progress.bytesTotal, progress.bytesRead > 0 else { return count }
    let share = Double(progress.bytesRead) / Double(total)
    return Int(min(checkedInteger(Double(count) / share * 4 / 3) ?? Int64(count), 100_000_000))
  }

  private static func forEachRecord(
    _ bytes: ByteReader, report: inout ImportReport, _ body: (WorkloadRecord, WorkloadHeader, Int) throws -> Void
  ) throws {
    var lines = LineReader(bytes)
    var header = WorkloadHeader()
    var record = WorkloadRecord()
    while try record.next(&lines, &header, &report) { try body(record, header, lines.lineNumber) }
  }
}

extension WorkloadRecord {
  /// Reads the next record of a log; false at its end. What is none is counted, and comments add to `header`.
  mutating func next(
    _ lines: inout LineReader, _ header: inout WorkloadHeader, _ report: inout ImportReport
  ) throws(InputError) -> Bool {
    while let line = try lines.nextBytes() {
      guard let first = line.first(where: { $0 > UInt8(ascii: " ") }) else { continue }
      if first == UInt8(ascii: ";") {
        header.read(line)
        continue
      }
      report.rows += 1
      switch read(line) {
      case .record: return true
      case .fields(let count):
        report.skip("expected \(Self.fieldCount) fields, found \(count)", line: lines.lineNumber)
      case .notANumber(let field):
        report.skip("field \(field + 1) is not a number", line: lines.lineNumber)
      }
    }
    return false
  }
}
