import JobModel

/// How far a long computation is, in one line: `23 %  412 of 1,792 MB, 180 MB/s, 8 s left`.
public struct ProgressLine: Sendable {
  /// What is counted.
  public enum Unit: Sendable {
    /// Bytes, shown in MB (10^6).
    case bytes
    /// Things by their plural, such as `replications`.
    case things(String)
  }

  private let unit: Unit

  /// Lines about so many of a unit.
  public init(_ unit: Unit) { self.unit = unit }

  /// The line after some time.
  ///
  /// - Parameter total: how many there are; nil if nobody knows, as with a pipe.
  public func text(done: Int64, total: Int64?, elapsedSeconds: Double) -> String {
    let done = max(0, done)
    let rate = Double(done) / max(0.001, elapsedSeconds)
    guard let total, total > 0 else { return "\(amount(done, named: true)), \(speed(rate))" }
    let percent = Int64(min(100, Double(done) / Double(total) * 100))
    var line = "\(percent) %  \(amount(done, named: false)) of \(amount(total, named: true)), \(speed(rate))"
    if rate > 0 {
      // A day is as good as never.
      let left = Int64(min(86_400, (Double(max(0, total - done)) / rate).rounded(.up)))
      line += ", \(left < 120 ? "\(left) s" : Figures.duration(left / 60 * 60_000)) left"
    }
    return line
  }

  private func amount(_ value: Int64, named: Bool) -> String {
    switch unit {
    case .bytes: grouped(value / 1_000_000) + (named ? " MB" : "")
    case .things(let name): grouped(value) + (named ? " \(name)" : "")
    }
  }

  private func speed(_ rate: Double) -> String {
    switch unit {
    case .bytes: "\(grouped(Int64(min(rate / 1e6, 1e15).rounded()))) MB/s"
    case .things: "\(grouped(Int64(min(rate, 1e15).rounded()))) a second"
    }
  }

  private func grouped(_ value: Int64) -> String { Money.grouped(max(0, value).magnitude) }
}
