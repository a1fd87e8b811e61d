/// By what jobs are listed.
public struct JobOrder: Sendable, Hashable {
  /// A figure of a job.
  public enum Key: String, Sendable, CaseIterable {
    /// When it was submitted, or else started or ended.
    case submitted
    /// What it cost; of several currencies the numbers are compared as they are.
    case cost
    /// How long it held its worker or worked.
    case runtime
    /// How long it waited for a worker after it was submitted or ready.
    case wait
    /// The largest memory seen.
    case memory
    /// The size of its inputs.
    case input
    /// Its name.
    case name
  }

  /// By which figure; jobs of which it is not known come last.
  public var key: Key
  /// The largest first.
  public var isDescending: Bool

  /// An order.
  public init(_ key: Key, isDescending: Bool) {
    self.key = key
    self.isDescending = isDescending
  }

  /// The figure as SQL over `jobs j LEFT JOIN observed o`.
  var expression: String {
    switch key {
    case .submitted: "coalesce(j.submitted_ms, j.started_ms, j.ended_ms)"
    case .cost: "j.cost_nanos"
    case .runtime: Self.runtime
    case .wait: "max(0, j.started_ms - coalesce(j.runnable_ms, j.submitted_ms))"
    case .memory: Overlay.peakMemory
    case .input: Overlay.input
    case .name: "j.name"
    }
  }

  /// Time on a worker, as `UsageRow` has it.
  static let runtime = """
    CASE WHEN j.is_cached AND j.runtime_ms IS NULL THEN 0 ELSE coalesce(j.runtime_ms, j.stopped_ms - j.started_ms) END
    """

  /// Whether the figure needs what logs tell.
  var needsObserved: Bool { key == .memory }
}
