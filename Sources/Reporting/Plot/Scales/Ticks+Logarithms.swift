import JobModel

extension Ticks {
  /// Ticks of a logarithmic axis: powers of ten, with their 2 and 5 where there are few; round durations and sizes.
  static func logarithmic(from low: Double, to high: Double, unit: PlotUnit, wanted: Int) -> Ticks {
    guard low > 0, low < high else { return Ticks(ticks: []) }
    let candidates: [[Double]]
    switch unit {
    case .duration, .date: candidates = [roundDurations(all: true), roundDurations(all: false)]
    case .bytes: candidates = [powers(of: 1), powers(of: 2), powers(of: 5), powers(of: 10)]
    default: candidates = []
    }
    func isInside(_ value: Double) -> Bool { value >= low * (1 - 1e-9) && value <= high * (1 + 1e-9) }
    for candidate in candidates {
      let inside = candidate.filter(isInside)
      if inside.count >= 2 && inside.count <= wanted * 3 / 2 { return labelled(inside, unit: unit) }
    }
    let first = PlotMath.floorLog10(low)
    let last = PlotMath.floorLog10(high)
    let decades = last - first + 1
    for digits in [[1.0, 2, 5], [1]] where decades * digits.count <= max(3, wanted * 3 / 2) {
      let inside = (first...last).flatMap { exponent in digits.map { $0 * PlotMath.power10(exponent) } }.filter(
        isInside)
      if inside.count >= 2 { return labelled(inside, unit: unit) }
    }
    let stride = Swift.max(1, (decades + wanted - 1) / max(1, wanted))
    let powers = Swift.stride(from: first, through: last, by: stride).map { PlotMath.power10($0) }.filter(isInside)
    if powers.count >= 2 { return labelled(powers, unit: unit) }
    // Less than a decade: the ticks of a linear axis.
    return linear(from: low, to: high, unit: unit, wanted: wanted)
  }

  private static func labelled(_ values: [Double], unit: PlotUnit) -> Ticks {
    Ticks(
      ticks: values.map { value in
        // On a tick 1.00 GBP is 1, and its unit stands at the axis.
        if case .money = unit { return Tick(value: value, label: PlotUnit.plain(value)) }
        return Tick(value: value, label: unit.text(value))
      })
  }

  private static func roundDurations(all: Bool) -> [Double] {
    let minute = 60_000.0
    let (hour, day) = (60 * minute, 1440 * minute)
    let rough: [Double] = [
      1, 10, 100, 1000, 10_000, minute, 10 * minute, hour, 10 * hour, day * 4, day * 40, day * 400,
    ]
    if !all { return rough }
    return [
      1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 30_000, minute, 2 * minute, 5 * minute,
      10 * minute, 30 * minute, hour, 2 * hour, 5 * hour, 12 * hour, day, 2 * day, 5 * day, 10 * day, 30 * day,
      100 * day, 300 * day, 1000 * day,
    ]
  }

  private static func powers(of exponent: Int) -> [Double] {
    stride(from: 0, through: 62, by: exponent).map { Double(Int64(1) << Int64($0)) }
  }
}
