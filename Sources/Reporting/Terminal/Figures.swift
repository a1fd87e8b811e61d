import JobModel

/// How figures are written for people, once for all screens.
enum Figures {
  /// What stands where there is no price; never nought.
  static let noPrice = "no price"
  /// What stands where a figure is not known or means nothing.
  static let none = "–"

  /// `38.20 GBP`, or `no price`.
  static func money(_ nanos: Int64?, _ currency: Currency?) -> String {
    guard let nanos, let currency else { return noPrice }
    return Money(nanos: nanos, currency: currency).description
  }

  /// `38.20`, or `no price`; for columns that name the currency.
  static func amount(_ nanos: Int64?) -> String { nanos.map { Money.shortText(nanos: $0) } ?? noPrice }

  /// `+12.20`, `-0.0034`, `0.00`.
  static func signedAmount(_ nanos: Int64) -> String { (nanos > 0 ? "+" : "") + Money.shortText(nanos: nanos) }

  /// `3h 12m`, or a dash.
  static func duration(_ milliseconds: Int64?) -> String {
    milliseconds.map { SimDuration(milliseconds: $0).description } ?? none
  }

  /// `+3h 12m`, `-45s`, `0s`.
  static func signedDuration(_ milliseconds: Int64) -> String {
    (milliseconds > 0 ? "+" : "") + duration(milliseconds)
  }

  /// A count; with commas from 10,000 up.
  static func count(_ value: Int64) -> String {
    value.magnitude < 10_000 ? String(value) : (value < 0 ? "-" : "") + Money.grouped(value.magnitude)
  }

  /// A count; with commas from 10,000 up.
  static func count(_ value: Int) -> String { count(Int64(value)) }

  /// A count that is a mean over replications: whole where it is whole, else with one place.
  static func mean(_ value: Double) -> String {
    guard let tenths = checkedInteger(value * 10) else { return none }
    if value > 0 && tenths == 0 { return "<0.1" }
    return tenths % 10 == 0 ? count(tenths / 10) : fixed(tenths, places: 1)
  }

  /// `78.8 %`, for a share of something.
  static func share(_ fraction: Double?) -> String {
    guard let fraction, let tenths = checkedInteger(fraction * 1000) else { return none }
    if fraction > 0 && tenths == 0 { return "<0.1 %" }
    return fixed(tenths, places: 1) + " %"
  }

  /// `12 %`, for a probability; `<1 %` and `>99 %` where only rounding would make it impossible or certain.
  static func chance(_ probability: Double) -> String {
    guard let percent = checkedInteger(probability * 100) else { return none }
    if percent == 0 && probability > 0 { return "<1 %" }
    if percent == 100 && probability < 1 { return ">99 %" }
    return "\(percent) %"
  }

  /// `-32.0 %`, `+12.1 %`; a dash where the base is nought or unknown.
  static func change(_ percent: Double?) -> String {
    guard let percent, let tenths = checkedInteger(percent * 10) else { return none }
    // Beyond ten-fold the tenths say nothing.
    let text = tenths.magnitude < 10_000 ? fixed(tenths, places: 1) : checkedInteger(percent).map { count($0) } ?? none
    return (tenths > 0 ? "+" : "") + text + " %"
  }

  /// A number of whole units of 10^-places as decimal text: (1234, 1) → `123.4`.
  static func fixed(_ value: Int64, places: Int) -> String {
    let digits = String(value.magnitude)
    let padded = String(repeating: "0", count: max(0, places + 1 - digits.utf8.count)) + digits
    return (value < 0 ? "-" : "") + padded.dropLast(places) + "." + padded.suffix(places)
  }

  /// Milliseconds as seconds, exact, without noughts at the end: 12345 → `12.345`, 12000 → `12`.
  static func secondsText(_ milliseconds: Int64) -> String {
    let (seconds, rest) = milliseconds.magnitude.quotientAndRemainder(dividingBy: 1000)
    var text = (milliseconds < 0 ? "-" : "") + String(seconds)
    guard rest > 0 else { return text }
    var digits = String(rest + 1000).dropFirst()
    while digits.last == "0" { digits = digits.dropLast() }
    text += "." + digits
    return text
  }

  /// `1 job`, `12,000 jobs`.
  static func counted(_ value: Int, _ one: String, _ many: String? = nil) -> String {
    "\(count(value)) \(value == 1 ? one : many ?? one + "s")"
  }
}
