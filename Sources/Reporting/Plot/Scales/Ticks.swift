import JobModel

/// Where the ticks of an axis stand, and what is written at them.
struct Ticks: Equatable {
  /// A tick.
  struct Tick: Equatable {
    var value: Double
    var label: String
    /// A second line: the date of the first time of a day.
    var context = ""
  }

  var ticks: [Tick]

  /// Ticks for a part of a linear axis, about as many as wanted, at round numbers of the unit.
  ///
  /// Always some, always within the bounds, never more than three times as many as wanted.
  static func linear(from low: Double, to high: Double, unit: PlotUnit, wanted: Int) -> Ticks {
    guard low < high else { return Ticks(ticks: [Tick(value: low, label: unit.text(low))]) }
    let wanted = max(1, wanted)
    switch unit {
    case .date: return dates(from: low, to: high, wanted: wanted)
    case .duration:
      let step = durationStep((high - low) / Double(wanted))
      return Ticks(
        ticks: multiples(of: step, from: low, to: high).map { Tick(value: $0, label: $0 == 0 ? "0" : unit.text($0)) })
    case .bytes:
      let step = byteStep((high - low) / Double(wanted))
      return Ticks(
        ticks: multiples(of: step, from: low, to: high).map { Tick(value: $0, label: $0 == 0 ? "0" : unit.text($0)) })
    case .count, .number, .money, .share:
      var step = niceStep((high - low) / Double(wanted))
      if unit == .count { step = max(1, step) }
      let values = multiples(of: step, from: low, to: high)
      let labels = decimalLabels(values, step: step, unit: unit)
      return Ticks(ticks: zip(values, labels).map { Tick(value: $0, label: $1) })
    }
  }

  /// The multiples of a step within bounds.
  static func multiples(of step: Double, from low: Double, to high: Double) -> [Double] {
    guard step > 0, step.isFinite else { return [] }
    // A bound that is a multiple but for the last bit counts as one.
    let slack = 1e-9
    let first = (low / step - slack).rounded(.up)
    let last = (high / step + slack).rounded(.down)
    guard first.isFinite, last >= first else { return [] }
    // A step below one is the inverse of a whole number: dividing by it gives 0.3 and not 0.30000000000000004.
    let inverse = (1 / step).rounded()
    let isInverse = step < 1 && abs(inverse * step - 1) < 1e-9
    return (0..<min(100, Int(min(last - first, 100)) + 1)).map { index in
      let multiple = first + Double(index)
      let value = isInverse ? multiple / inverse : multiple * step
      return value == 0 ? 0 : value
    }
  }

  /// The 1, 2 or 5 times a power of ten that is nearest by ratio (as in d3's `tickIncrement`).
  static func niceStep(_ raw: Double) -> Double {
    guard raw > 0, raw.isFinite else { return 1 }
    let power = PlotMath.power10(PlotMath.floorLog10(raw))
    guard power > 0, power.isFinite else { return raw }
    let error = raw / power
    // The square roots of 50, 10 and 2: half-way between the steps as ratios go.
    return (error >= 7.0711 ? 10 : error >= 3.1623 ? 5 : error >= 1.4142 ? 2 : 1) * power
  }

  private static let durationSteps: [Double] =
    [1, 2, 5, 10, 20, 50, 100, 200, 500].map { $0 }
    + [1, 2, 5, 10, 15, 30].map { $0 * 1000 } + [1, 2, 5, 10, 15, 30].map { $0 * 60_000 }
    + [1, 2, 3, 6, 12].map { $0 * 3_600_000 } + [1, 2, 7, 14, 28].map { $0 * 86_400_000 }

  private static func durationStep(_ raw: Double) -> Double {
    if raw <= 1 { return max(1, niceStep(raw)) }
    if raw > 40 * 86_400_000 { return niceStep(raw / 86_400_000) * 86_400_000 }
    return nearest(raw, in: durationSteps)
  }

  private static func byteStep(_ raw: Double) -> Double {
    var step = 1.0
    while step * 1.4142 < raw && step < 1e305 { step *= 2 }
    return step
  }

  static func nearest(_ raw: Double, in steps: [Double]) -> Double {
    var best = steps.first ?? raw
    for step in steps where max(step / raw, raw / step) < max(best / raw, raw / best) { best = step }
    return best
  }

  /// Labels with one number of places for all, and one factor: `0.00 0.25 0.50`, `1 M, 2 M`.
  private static func decimalLabels(_ values: [Double], step: Double, unit: PlotUnit) -> [String] {
    if unit == .share {
      let places = max(0, -PlotMath.floorLog10(step * 100 * 1.0000001))
      return values.map { PlotUnit.fixed($0 * 100, places: min(places, 6)) + " %" }
    }
    let largest = values.map(abs).max() ?? 0
    if largest >= 1e15 || step < 1e-7 { return values.map { $0 == 0 ? "0" : PlotUnit.scientific($0) } }
    let factors: [(size: Double, name: String)] = [(1e12, " tn"), (1e9, " bn"), (1e6, " M")]
    let factor = factors.first { largest >= $0.size && step >= $0.size / 1000 } ?? (1, "")
    var places = max(0, -PlotMath.floorLog10(step / factor.size * 1.0000001))
    // An amount of money has two places or none.
    if case .money = unit, factor.size == 1, places == 1 { places = 2 }
    return values.map {
      $0 == 0 && factor.size > 1 ? "0" : PlotUnit.fixed($0 / factor.size, places: places) + factor.name
    }
  }
}
