import JobModel

@testable import JobFormats

/// What came out of a log.
struct LogReading {
  var samples: [UsageSample] = []
  var events: [LogEvent] = []
  var jobs: [String] = []
  var tries: [Int?] = []
  var spans: [String: ClosedRange<SimTime>] = [:]
  var report: ImportReport

  init(
    _ text: String, as format: String? = nil, job: LoggedJob? = LoggedJob(id: "job-X"), clock: LocalClock? = .utc
  ) throws {
    try self.init(Array(text.utf8), as: format, job: job, clock: clock)
  }

  init(
    _ bytes: [UInt8], as format: String? = nil, job: LoggedJob?, clock: LocalClock? = .utc, blockSize: Int = 1 << 18
  ) throws {
    let input = ByteReader(bytes: bytes, name: "test", blockSize: blockSize)
    guard case .log(let reader) = try ImportFormat.choose(for: input, named: format) else {
      throw InputError(file: "test", message: "not a log")
    }
    var reading = LogReading(report: ImportReport(file: "", format: ""))
    reading.report = try LogFormats.read(
      input, with: reader, context: ReadingContext(file: "test", clock: clock, job: job)
    ) { entry, _ in
      switch entry.content {
      case .sample(let sample): reading.samples.append(sample)
      case .event(let event): reading.events.append(event)
      case .span(let span):
        reading.spans[entry.job] = span
        return
      }
      reading.jobs.append(entry.job)
      reading.tries.append(entry.tryNumber)
    }
    self = reading
  }

  private init(report: ImportReport) { self.report = report }

  var warnings: [String] { report.warnings.map(\.message) }
  var reasons: [String] { report.skipped.map { "\($0.reason) (\($0.lines.map(String.init).joined(separator: ",")))" } }
}

extension Int64 {
  var mebibytes: Bytes { Bytes(self << 20) }
  var gibibytes: Bytes { Bytes(self << 30) }
}

/// A time in milliseconds.
func at(_ text: String) throws -> SimTime { try SimTime(parsing: text) }
