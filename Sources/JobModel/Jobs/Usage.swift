/// What a try used of its worker, as far as anyone measured it.
public struct Usage: Sendable, Equatable {
  /// Mean processor use in percent of one core: 250 is two and a half cores.
  public var cpuPercent: Double?
  /// The largest resident memory seen.
  public var peakMemory: Bytes?
  /// The most disk seen in use.
  public var peakDisk: Bytes?
  /// The size of its inputs.
  public var input: Bytes?
  /// What it read from storage.
  public var read: Bytes?
  /// What it wrote to storage.
  public var written: Bytes?
  /// Whether the peaks come from samples (600 s log lines, 60 s metrics): the true peak is at least as high.
  public var peaksAreLowerBounds = false

  /// Nothing known.
  public init() {}
}

/// One sample of a worker's use, from a log line or a metrics table.
public struct UsageSample: Sendable, Equatable {
  /// When.
  public var time: SimTime
  /// Processor use in percent of the whole machine.
  public var cpuPercentOfMachine: Double?
  /// Memory in use.
  public var memoryUsed: Bytes?
  /// Memory that a job can get.
  public var memoryTotal: Bytes?
  /// Disk in use.
  public var diskUsed: Bytes?
  /// Disk that a job can get.
  public var diskTotal: Bytes?

  /// A sample of which only the time is known.
  public init(time: SimTime) { self.time = time }
}
