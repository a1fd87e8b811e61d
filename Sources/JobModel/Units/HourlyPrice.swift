/// What a machine costs an hour, as written in its catalog.
public struct HourlyPrice: Sendable, Hashable {
  /// Currency units per hour.
  public let perHour: DecimalNumber
  /// The same in nano-units where that is exact; it makes ``cost(of:nodes:)`` fast.
  let exactNanos: Int64?

  /// A price; nil if it is negative.
  public init?(perHour: DecimalNumber) {
    guard perHour.digits >= 0 else { return nil }
    self.perHour = perHour
    exactNanos = perHour.scale <= 9 ? perHour.nanos(times: 1, dividedBy: 1) : nil
  }

  /// The price of `milliseconds` on `nodes` machines in nano-units: rate × time, rounded once, half to even.
  ///
  /// This is DNAnexus' rule, `totalPrice = rate per hour × (stoppedRunning − startedRunning) / 3,600,000`, which two
  /// priced real jobs confirm to the last digit. Negative times cost nothing; what overflows is held at `Int64.max`.
  /// - Complexity: O(1).
  public func cost(ofMilliseconds milliseconds: Int64, nodes: Int64 = 1) -> Int64 {
    guard milliseconds > 0, nodes > 0 else { return 0 }
    let (machineTime, timeOverflow) = milliseconds.multipliedReportingOverflow(by: nodes)
    if timeOverflow { return .max }
    if let exactNanos {
      let (product, overflow) = exactNanos.multipliedReportingOverflow(by: machineTime)
      if !overflow {
        let (quotient, remainder) = product.quotientAndRemainder(dividingBy: 3_600_000)
        let roundUp = remainder > 1_800_000 || (remainder == 1_800_000 && quotient % 2 == 1)
        return quotient + (roundUp ? 1 : 0)
      }
    }
    return perHour.nanos(times: machineTime, dividedBy: 3_600_000) ?? .max
  }

  /// The price of `part` of so many parts of a machine, `0..<whole`, for `milliseconds`: rounded once, half to even.
  ///
  /// - Complexity: O(1).
  public func cost(ofMilliseconds milliseconds: Int64, part: Int64, of whole: Int64) -> Int64 {
    guard milliseconds > 0, part > 0, whole > 0 else { return 0 }
    let (time, overflow) = milliseconds.multipliedReportingOverflow(by: part)
    let (divisor, wide) = whole.multipliedReportingOverflow(by: 3_600_000)
    if !overflow && !wide { return perHour.nanos(times: time, dividedBy: divisor) ?? .max }
    return checkedInteger(Double(cost(ofMilliseconds: milliseconds)) * (Double(part) / Double(whole))) ?? .max
  }
}
