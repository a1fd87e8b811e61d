public import JobModel

/// What the numbers of an axis count, which decides where ticks stand and how values are written.
public enum PlotUnit: Sendable, Equatable {
  /// Numbers without a unit.
  case number
  /// Whole things.
  case count
  /// A part of a whole, from 0 to 1, written in per cent.
  case share
  /// Milliseconds, written as durations: `3h 12m`.
  case duration
  /// Milliseconds since the Unix epoch, written as dates and times in UTC.
  case date
  /// Whole units of a currency; see ``value(of:)``.
  case money(Currency)
  /// Bytes, written in units of base 2.
  case bytes

  /// An amount as a number for a plot.
  public static func value(of money: Money) -> Double { Double(money.nanos) / 1e9 }

  /// A value for people, with its unit: `38.20 GBP`, `3h 12m`, `23.5 GiB`.
  public func text(_ value: Double) -> String { HTMLText.withMinus(plainText(value)) }

  private func plainText(_ value: Double) -> String {
    switch self {
    case .number: return Self.plain(value)
    case .count: return checkedInteger(value).map { abs(value) < 1e15 ? Figures.count($0) : Self.plain(value) } ?? "–"
    case .share: return Figures.share(value)
    case .duration: return whole(value).map { SimDuration(milliseconds: $0).description } ?? Self.plain(value) + " ms"
    case .date: return whole(value).map { SimTime(milliseconds: $0).description } ?? Self.plain(value) + " ms"
    case .money(let currency):
      return checkedInteger(value * 1e9).map { Money(nanos: $0, currency: currency).description }
        ?? Self.plain(value) + " \(currency)"
    case .bytes: return checkedInteger(value).map { Bytes($0).description } ?? Self.plain(value) + " B"
    }
  }

  private func whole(_ value: Double) -> Int64? {
    checkedInteger(value).flatMap { $0.magnitude <= SimTime.limit.milliseconds.magnitude ? $0 : nil }
  }

  /// Four digits at most after the first that is not nought; thousands with commas.
  static func plain(_ value: Double) -> String {
    guard value.isFinite else { return "–" }
    let size = abs(value)
    if size == 0 { return "0" }
    if size >= 1e15 || size < 1e-6 { return scientific(value) }
    var places = 0
    var scale = 1.0
    while places < 9 && size * scale < 1000 {
      places += 1
      scale *= 10
    }
    return trimmed(fixed(value, places: places))
  }

  /// `1.5e21`, two places at most.
  static func scientific(_ value: Double) -> String {
    let exponent = PlotMath.floorLog10(abs(value))
    let digits = value / PlotMath.power10(exponent)
    return digits.isFinite ? trimmed(fixed(digits, places: 2)) + "e\(exponent)" : value.description
  }

  /// With so many places, and commas from 10,000 up.
  static func fixed(_ value: Double, places: Int) -> String {
    guard let scaled = checkedInteger(value * PlotMath.power10(places)) else { return value.description }
    let text = places > 0 ? Figures.fixed(scaled, places: places) : String(scaled)
    guard abs(value) >= 10_000 else { return text }
    let parts = text.split(separator: ".")
    guard let whole = parts.first.flatMap({ Int64($0) }) else { return text }
    return Figures.count(whole) + (parts.count > 1 ? "." + parts[1] : "")
  }

  static func trimmed(_ text: String) -> String {
    guard text.contains(".") else { return text }
    var rest = text[...]
    while rest.last == "0" { rest = rest.dropLast() }
    if rest.last == "." { rest = rest.dropLast() }
    return String(rest)
  }
}
