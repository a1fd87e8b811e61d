/// What samples and events of one job come to: a mean and peaks, which are lower bounds.
///
/// The worker writes its first resource line about a second after the start and the next ones every 600 s, so of a job
/// of less than ten minutes there is one line, taken before it did anything: it is no peak. The samples of the detailed
/// metrics always count. Source: real logs of 2018 and 2025.
public struct ObservedUsage: Sendable, Equatable {
  /// A resource line counts when the log goes on for this long before it: a little less than the 600 s between two.
  static let settlingTime = SimDuration.seconds(590)
  /// The same where times are written to the minute.
  static let settlingMinutes = SimDuration.minutes(9)

  private struct Figures: Equatable {
    var count = 0
    var cpuSum = 0.0
    var cpuCount = 0
    var peakMemory: Bytes?
    var peakDisk: Bytes?

    mutating func add(_ sample: UsageSample) {
      count += 1
      if let cpu = sample.cpuPercent {
        cpuSum += cpu
        cpuCount += 1
      }
      if let memory = sample.memoryUsed { peakMemory = max(peakMemory ?? memory, memory) }
      if let disk = sample.diskUsed { peakDisk = max(peakDisk ?? disk, disk) }
    }
  }

  /// When the log begins, if it is known; the first sample otherwise.
  private var first: SimTime?
  private var lastLine: SimTime?
  private var lastPrecision = SimDuration.zero
  private var lines = Figures()
  private var metrics = Figures()
  private var killedMemory: Bytes?

  /// Figures of nothing yet.
  ///
  /// - Parameter firstHeard: the time of the log's first line.
  public init(firstHeard: SimTime? = nil) { first = firstHeard }

  /// Takes a sample in.
  public mutating func add(_ sample: UsageSample) {
    first = first.map { min($0, sample.time) } ?? sample.time
    switch sample.source {
    case .metrics: metrics.add(sample)
    case .resourceLine:
      lines.add(sample)
      if lastLine.map({ $0 < sample.time }) ?? true {
        lastLine = sample.time
        lastPrecision = sample.precision
      }
    }
  }

  /// Takes an event in: what a killed process held was in use.
  public mutating func add(_ event: LogEvent) {
    guard event.kind == .processKilled, let memory = event.memory else { return }
    killedMemory = max(killedMemory ?? memory, memory)
  }

  /// Whether resource lines say something about the job's work and not only about its start.
  private var linesCount: Bool {
    guard let first, let lastLine else { return false }
    let needed = lastPrecision.milliseconds >= 60_000 ? Self.settlingMinutes : Self.settlingTime
    return lastLine - first >= needed
  }

  /// Whether all there is is a resource line taken at the start.
  public var isOnlyTheStart: Bool { lines.count > 0 && metrics.count == 0 && !linesCount }

  /// How many samples the mean of processor use rests on.
  public var cpuSamples: Int { metrics.cpuCount > 0 ? metrics.cpuCount : linesCount ? lines.cpuCount : 0 }

  /// Mean processor use in percent of one core; of the metrics where there are any, of the resource lines otherwise.
  public var cpuPercent: Double? {
    let figures = metrics.cpuCount > 0 ? metrics : lines
    return cpuSamples > 0 ? figures.cpuSum / Double(figures.cpuCount) : nil
  }

  /// The largest memory in use in any sample, or held by a process that the kernel killed.
  public var peakMemory: Bytes? {
    [metrics.peakMemory, linesCount ? lines.peakMemory : nil, killedMemory].compactMap(\.self).max()
  }

  /// The most disk in use in any sample.
  public var peakDisk: Bytes? { [metrics.peakDisk, linesCount ? lines.peakDisk : nil].compactMap(\.self).max() }
}
