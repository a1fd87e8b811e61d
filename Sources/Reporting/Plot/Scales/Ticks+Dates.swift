import JobModel

extension Ticks {
  private static let day = 86_400_000.0

  private static let clockSteps: [Double] =
    [1, 2, 5, 10, 20, 50, 100, 200, 500].map { $0 }
    + [1, 2, 5, 10, 15, 30].map { $0 * 1000 } + [1, 2, 5, 10, 15, 30].map { $0 * 60_000 }
    + [1, 2, 3, 6, 12].map { $0 * 3_600_000 } + [1, 2, 7].map { $0 * day }

  /// Ticks at round times of the clock, at days, first days of months, or years, in UTC.
  static func dates(from low: Double, to high: Double, wanted: Int) -> Ticks {
    let raw = (high - low) / Double(wanted)
    if raw > 11 * day, let months = months(from: low, to: high, raw: raw) { return labelled(months, step: 28 * day) }
    if raw > 11 * day {
      // Beyond the calendar's four digits: days since the epoch.
      let values = multiples(of: niceStep(raw / day) * day, from: low, to: high)
      return Ticks(ticks: values.map { Tick(value: $0, label: PlotUnit.plain($0 / day) + " d") })
    }
    let step = nearest(max(raw, 1), in: clockSteps)
    // The epoch was a Thursday; weeks begin on Mondays.
    let shift = step == 7 * day ? 4 * day : 0
    return labelled(multiples(of: step, from: low - shift, to: high - shift).map { $0 + shift }, step: step)
  }

  private static func months(from low: Double, to high: Double, raw: Double) -> [Double]? {
    guard let first = parts(low), let last = parts(high) else { return nil }
    let month = 30.44 * day
    let step =
      raw > 9 * month ? 12 * max(1, Int(niceStep(raw / month / 12))) : Int(nearest(raw / month, in: [1, 2, 3, 6]))
    var values: [Double] = []
    var index = (first.year * 12 + first.month - 1) / step * step
    while index <= last.year * 12 + last.month, values.count < 100 {
      if let value = start(year: index / 12, month: index % 12 + 1), value >= low, value <= high {
        values.append(value)
      }
      index += step
    }
    return values
  }

  private static func start(year: Int, month: Int) -> Double? {
    let digits = String(year)
    let padded = String(repeating: "0", count: max(0, 4 - digits.utf8.count)) + digits
    let time = try? SimTime(parsing: "\(padded)-\(month < 10 ? "0" : "")\(month)-01")
    return time.map { Double($0.milliseconds) }
  }

  /// Year, month and the rest of a time, as its text says; nil outside of the years 0 to 9999.
  private static func parts(_ value: Double) -> (year: Int, month: Int, day: Int, clock: Substring)? {
    guard let whole = checkedInteger(value.rounded(.down)), whole.magnitude < 300_000_000_000_000 else { return nil }
    let text = SimTime(milliseconds: whole).description
    let fields = text.split(whereSeparator: { $0 == "-" || $0 == " " })
    guard fields.count == 4, fields[0].utf8.count == 4, let year = Int(fields[0]), let month = Int(fields[1]),
      let day = Int(fields[2])
    else { return nil }
    return (year, month, day, fields[3].dropLast())
  }

  private static let monthNames = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
  ]

  /// Says of each tick what changes from the one before: the clock, and the day where it is another.
  private static func labelled(_ values: [Double], step: Double) -> Ticks {
    var ticks: [Tick] = []
    var last = ""
    for value in values {
      guard let parts = parts(value), (1...12).contains(parts.month) else { continue }
      let month = monthNames[parts.month - 1]
      let label: String
      let context: String
      if step >= 28 * day {
        let areYears = values.allSatisfy { Self.parts($0)?.month == 1 }
        label = areYears ? String(parts.year) : month
        context = areYears ? "" : String(parts.year)
      } else if step >= day {
        label = "\(parts.day) \(month)"
        context = String(parts.year)
      } else {
        let clock = step < 60_000 ? String(parts.clock) : String(parts.clock.prefix(5))
        label = step < 1000 ? clock + "." + String(String(1000 + Int(value) % 1000).dropFirst()) : clock
        context = "\(parts.day) \(month) \(parts.year)"
      }
      ticks.append(Tick(value: value, label: label, context: context == last ? "" : context))
      last = context
    }
    // Once is enough.
    if let first = ticks.first, !first.context.isEmpty { ticks[0].context += step < day ? " UTC" : "" }
    return Ticks(ticks: ticks)
  }
}
