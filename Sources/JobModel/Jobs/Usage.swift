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
