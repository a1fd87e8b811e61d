import JobModel

/// A sample as a row of `samples`.
enum SampleRow {
  /// The columns behind `observation`, in the order of ``cells(_:)`` and ``RowReader/sample()``.
  static let columns = [
    "time_ms", "precision_ms", "source", "cores", "cpu_percent", "cpu_user_percent", "cpu_system_percent",
    "cpu_iowait_percent", "memory_used_bytes", "memory_total_bytes", "disk_used_bytes", "disk_total_bytes",
    "disk_free_bytes", "network_in_rate", "network_out_rate", "disk_read_rate", "disk_write_rate", "network_in_bytes",
    "network_out_bytes", "disk_read_bytes", "disk_write_bytes",
  ]

  static func cells(_ sample: UsageSample) -> [Cell] {
    func real(_ value: Double?) -> Cell { value.map { .real($0) } ?? .null }
    func size(_ value: Bytes?) -> Cell { value.map { .integer($0.count) } ?? .null }
    return [
      .integer(sample.time.milliseconds), .integer(sample.precision.milliseconds),
      .integer(sample.source == .resourceLine ? 0 : 1), real(sample.cores), real(sample.cpuPercentOfMachine),
      real(sample.cpuUserPercent), real(sample.cpuSystemPercent), real(sample.cpuIOWaitPercent),
      size(sample.memoryUsed), size(sample.memoryTotal), size(sample.diskUsed), size(sample.diskTotal),
      size(sample.diskFree), size(sample.networkInRate), size(sample.networkOutRate), size(sample.diskReadRate),
      size(sample.diskWriteRate), size(sample.networkInTotal), size(sample.networkOutTotal),
      size(sample.diskReadTotal), size(sample.diskWriteTotal),
    ]
  }
}

/// An event as a row of `log_events`.
enum EventRow {
  /// The columns behind `observation`.
  static let columns = ["time_ms", "precision_ms", "kind", "process", "memory_bytes", "text"]

  static func cells(_ event: LogEvent) -> [Cell] {
    [
      event.time.map { .integer($0.milliseconds) } ?? .null, .integer(event.precision.milliseconds),
      .text(event.kind.rawValue), event.process.map { .text(storable($0)) } ?? .null,
      event.memory.map { .integer($0.count) } ?? .null, .text(storable(event.text)),
    ]
  }
}

extension RowReader {
  /// The sample whose ``SampleRow/columns`` come next.
  mutating func sample() throws -> UsageSample {
    var sample = UsageSample(time: try needed(time()))
    sample.precision = try needed(duration())
    sample.source = flag() ? .metrics : .resourceLine
    sample.cores = real()
    sample.cpuPercentOfMachine = real()
    sample.cpuUserPercent = real()
    sample.cpuSystemPercent = real()
    sample.cpuIOWaitPercent = real()
    sample.memoryUsed = bytes()
    sample.memoryTotal = bytes()
    sample.diskUsed = bytes()
    sample.diskTotal = bytes()
    sample.diskFree = bytes()
    sample.networkInRate = bytes()
    sample.networkOutRate = bytes()
    sample.diskReadRate = bytes()
    sample.diskWriteRate = bytes()
    sample.networkInTotal = bytes()
    sample.networkOutTotal = bytes()
    sample.diskReadTotal = bytes()
    sample.diskWriteTotal = bytes()
    return sample
  }

  /// The event whose ``EventRow/columns`` come next.
  mutating func event() throws -> LogEvent {
    let time = time()
    let precision = try needed(duration())
    let kind = try needed(text().flatMap(LogEvent.Kind.init(rawValue:)))
    let process = text()
    let memory = bytes()
    var event = LogEvent(kind: kind, time: time, text: try needed(text()))
    event.precision = precision
    event.process = process
    event.memory = memory
    return event
  }
}
