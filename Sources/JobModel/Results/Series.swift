/// What waits, runs, is held and is paid at every instant: a step function of time.
public struct Series: Sendable, Hashable {
  /// What holds from an instant to that of the next row.
  public struct Row: Sendable, Hashable {
    /// Milliseconds on the input's own clock.
    public var time: Int64
    /// Tries that are ready and have no worker yet.
    public var queued: Int64
    /// Tries that run.
    public var running: Int64
    /// Thousandths of a vCPU that are held; nil while a try runs whose vCPUs nobody knows.
    public var milliVCPUs: Int64?
    /// Nano-units of money per hour; nil while a try runs that has no price.
    public var nanosPerHour: Int64?

    /// The state of affairs from `time` on.
    public init(time: Int64, queued: Int64, running: Int64, milliVCPUs: Int64?, nanosPerHour: Int64?) {
      self.time = time
      self.queued = queued
      self.running = running
      self.milliVCPUs = milliVCPUs
      self.nanosPerHour = nanosPerHour
    }
  }

  /// In order of time, each instant once; the first is that of the first event, every other one differs from the row
  /// before it.
  public private(set) var rows: [Row] = []

  /// The sum of all events up to each instant at which something changes, in whatever order they are given.
  ///
  /// - Complexity: O(n log n).
  public init(_ events: [StepEvent]) {
    let sorted = events.sorted { $0.time < $1.time }
    var levels = Levels()
    for (index, event) in sorted.enumerated() {
      levels.add(event)
      // All changes of one instant make one row.
      if index + 1 < sorted.count && sorted[index + 1].time == event.time { continue }
      let row = levels.row(at: event.time)
      if rows.last.map({ row.differs(from: $0) }) ?? true { rows.append(row) }
    }
  }

  /// Running totals, so wide that no sum of events overflows and all come back to nought exactly.
  private struct Levels {
    var queued: Int64 = 0
    var running: Int64 = 0
    var unsized: Int64 = 0
    var unpriced: Int64 = 0
    var milliVCPUs = Int128(0)
    var nanosPerHour = Int128(0)

    mutating func add(_ event: StepEvent) {
      queued = saturatingSum(queued, Int64(event.queued))
      running = saturatingSum(running, Int64(event.running))
      unsized = saturatingSum(unsized, Int64(event.unsized))
      unpriced = saturatingSum(unpriced, Int64(event.unpriced))
      milliVCPUs += Int128(event.milliVCPUs)
      nanosPerHour += Int128(event.nanosPerHour)
    }

    func row(at time: Int64) -> Row {
      Row(
        time: time, queued: queued, running: running, milliVCPUs: unsized == 0 ? saturated(milliVCPUs) : nil,
        nanosPerHour: unpriced == 0 ? saturated(nanosPerHour) : nil)
    }
  }
}

extension Series.Row {
  /// Whether anything but the time is another.
  @inline(__always) func differs(from other: Self) -> Bool {
    queued != other.queued || running != other.running || milliVCPUs != other.milliVCPUs
      || nanosPerHour != other.nanosPerHour
  }
}
