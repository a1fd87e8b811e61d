/// Errors of earlier predictions, ln(real / predicted), from which an interval for the next one follows.
///
/// Errors of one task go together, so it matters how many tasks there are, not only how many errors: with few of them
/// the interval is widened.
public struct LogResiduals: Sendable {
  private var values: [(task: String, size: Double)] = []

  /// No errors known.
  public init() {}

  /// Adds an error; one that is no number is passed over.
  public mutating func add(_ residual: Double, task: String) {
    if residual.isFinite { values.append((task, abs(residual))) }
  }

  /// How many are known.
  public var count: Int { values.count }

  /// How far the logarithm may be off, up or down, with a probability: the quantile of the sizes of all errors but those
  /// of one task, with the correction of split conformal prediction for the number of errors, and times
  /// (tasks + 1) / tasks; nil with fewer than three tasks.
  public func halfWidth(coverage: Double = 0.9, without task: String? = nil) -> Double? {
    let known = values.filter { $0.task != task }
    let tasks = Set(known.map(\.task)).count
    guard tasks >= 3 else { return nil }
    let sizes = known.map(\.size).sorted()
    let place = coverage * Double(sizes.count + 1) - 1
    return SortedSample.at(sizes, place).map { $0 * Double(tasks + 1) / Double(tasks) }
  }
}
