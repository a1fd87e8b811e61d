/// A change at an instant: by how much what waits, runs and is held goes up or down.
public struct StepEvent: Sendable, Hashable {
  /// Milliseconds.
  public var time: Int64
  /// Tries that begin to wait, or stop waiting where negative.
  public var queued: Int32 = 0
  /// Tries that begin to run, or end.
  public var running: Int32 = 0
  /// Thousandths of a vCPU.
  public var milliVCPUs: Int64 = 0
  /// Nano-units of money per hour.
  public var nanosPerHour: Int64 = 0
  /// Of ``running``, those whose vCPUs nobody knows.
  public var unsized: Int32 = 0
  /// Of ``running``, those that have no price.
  public var unpriced: Int32 = 0

  /// No change yet.
  public init(time: Int64) { self.time = time }

  /// Appends what one try changes: it waits from `ready` to `started` and runs until `stopped`.
  ///
  /// Times that lie before the one before them are taken to be equal to it, amounts below nought to be nought.
  /// - Parameter milliVCPUs: nil is not known.
  /// - Parameter nanosPerHour: nil is "no price".
  public static func append(
    ready: Int64, started: Int64, stopped: Int64, milliVCPUs: Int64?, nanosPerHour: Int64?,
    to events: inout [StepEvent]
  ) {
    var arrival = StepEvent(time: ready)
    arrival.queued = 1
    var start = StepEvent(time: max(ready, started))
    start.queued = -1
    start.running = 1
    start.milliVCPUs = max(0, milliVCPUs ?? 0)
    start.nanosPerHour = max(0, nanosPerHour ?? 0)
    start.unsized = milliVCPUs == nil ? 1 : 0
    start.unpriced = nanosPerHour == nil ? 1 : 0
    var end = StepEvent(time: max(start.time, stopped))
    end.running = -1
    end.milliVCPUs = -start.milliVCPUs
    end.nanosPerHour = -start.nanosPerHour
    end.unsized = -start.unsized
    end.unpriced = -start.unpriced
    events += [arrival, start, end]
  }

  /// Appends what a try changes that waits from `ready` to `left` and gets no worker.
  public static func append(ready: Int64, left: Int64, to events: inout [StepEvent]) {
    var arrival = StepEvent(time: ready)
    arrival.queued = 1
    var end = StepEvent(time: max(ready, left))
    end.queued = -1
    events += [arrival, end]
  }
}
