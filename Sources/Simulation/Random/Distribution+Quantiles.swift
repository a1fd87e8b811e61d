public import JobModel

extension Distribution {
  /// The middles of so many equally likely parts, ascending, as the simulation would draw them: what expectations over
  /// the distribution are made of. One value for a constant; nil where it must first be filled in or is impossible.
  ///
  /// - Complexity: O(count).
  public func equallyLikelyValues(_ count: Int) -> [Int64]? {
    guard let sampler = Sampler(self) else { return nil }
    if sampler.isConstant { return [sampler.value(0.5)] }
    if case .values(let values) = sampler, values.count <= max(1, count) { return values.sorted() }
    let sorted: Sampler = if case .values(let values) = sampler { .values(values.sorted()) } else { sampler }
    let parts = max(1, count)
    return (0..<parts).map { sorted.value((Double($0) + 0.5) / Double(parts)) }
  }

  /// The expected value; nil where it must first be filled in or is impossible.
  public var expectedValue: Int64? { Sampler(self)?.mean }

  /// The chance of a value above a bound; nil where it must first be filled in or is impossible.
  public func probability(above bound: Int64) -> Double? {
    guard let values = equallyLikelyValues(2000) else { return nil }
    return Double(values.count { $0 > bound }) / Double(values.count)
  }
}
