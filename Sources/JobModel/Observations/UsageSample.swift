/// One sample of a worker's use, from a log line or a metrics table.
///
/// What the line or row does not say is nil. Processor figures are percent of the whole machine; rates are bytes a
/// second; totals count from the start of the job.
public struct UsageSample: Sendable, Equatable {
  /// Who took it.
  public enum Source: String, Sendable, CaseIterable {
    /// The worker's own line in the log: at the start and then every 600 s, momentary values.
    case resourceLine = "resource-line"
    /// Detailed job metrics: every 60 s, means of that minute.
    case metrics
  }

  /// When.
  public var time: SimTime
  /// How finely the time was written: 60 s for the web's logs, 1 s for `dx watch`, 1 ms for the API.
  public var precision = SimDuration(milliseconds: 1)
  /// Who took it.
  public var source = Source.resourceLine

  /// The machine's cores.
  public var cores: Double?
  /// Processor use: all but idle and waiting.
  public var cpuPercentOfMachine: Double?
  /// In the program's own code.
  public var cpuUserPercent: Double?
  /// In the kernel.
  public var cpuSystemPercent: Double?
  /// Waiting for disks.
  public var cpuIOWaitPercent: Double?

  /// Memory in use.
  public var memoryUsed: Bytes?
  /// Memory that a job can get.
  public var memoryTotal: Bytes?
  /// Disk in use.
  public var diskUsed: Bytes?
  /// Disk that a job can get.
  public var diskTotal: Bytes?
  /// Disk that is left, where only that is said.
  public var diskFree: Bytes?

  /// Received a second.
  public var networkInRate: Bytes?
  /// Sent a second.
  public var networkOutRate: Bytes?
  /// Read from disks a second.
  public var diskReadRate: Bytes?
  /// Written to disks a second.
  public var diskWriteRate: Bytes?
  /// Received so far.
  public var networkInTotal: Bytes?
  /// Sent so far.
  public var networkOutTotal: Bytes?
  /// Read from disks so far.
  public var diskReadTotal: Bytes?
  /// Written to disks so far.
  public var diskWriteTotal: Bytes?

  /// A sample of which only the time is known.
  public init(time: SimTime) { self.time = time }

  /// Processor use in percent of one core: 250 is two and a half cores busy.
  public var cpuPercent: Double? {
    guard let cores, let cpuPercentOfMachine else { return nil }
    return cpuPercentOfMachine * cores
  }

  /// Whether two records are the same sample, written down twice.
  ///
  /// Times agree as far as both were written. A worker takes no two samples in a second; within a minute, where one
  /// of the times is no finer, the readings must agree as well, to what a line rounds to.
  public func isSame(as other: UsageSample) -> Bool {
    let coarse = max(precision, other.precision, .seconds(1)).milliseconds
    guard source == other.source, floored(time, coarse) == floored(other.time, coarse) else { return false }
    if coarse <= 1000 { return true }
    func agree(_ a: Double?, _ b: Double?, within tolerance: Double) -> Bool {
      guard let a, let b else { return true }
      return abs(a - b) <= tolerance
    }
    let isExact = precision == other.precision
    return agree(cpuPercentOfMachine, other.cpuPercentOfMachine, within: isExact ? 0 : 1)
      && agree(
        memoryUsed.map { Double($0.count) }, other.memoryUsed.map { Double($0.count) }, within: isExact ? 0 : 0x1p20)
  }
}

/// The milliseconds of a time without what is below `unit`, which is positive.
func floored(_ time: SimTime, _ unit: Int64) -> Int64 {
  let rest = time.milliseconds % unit
  return saturatingDifference(time.milliseconds, rest < 0 ? rest + unit : rest)
}
