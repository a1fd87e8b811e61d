extension Money {
  /// The amount in decimal, exact, without trailing noughts: `0.003446844`; a number in JSON.
  public static func decimalText(nanos: Int64) -> String {
    DecimalNumber(digits: Int128(nanos), scale: 9).trimmed.description
  }

  /// The amount for people: two places from one unit up, more below: `17.04`, `0.0034`, `1,234.50`.
  public static func shortText(nanos: Int64) -> String {
    let magnitude = nanos.magnitude
    if magnitude == 0 { return "0.00" }
    let places = magnitude >= 10_000_000 ? 2 : (magnitude >= 100_000 ? 4 : 9)
    var unit: UInt64 = 1
    for _ in 0..<(9 - places) { unit *= 10 }
    let rounded = (magnitude + unit / 2) / unit
    var perWhole: UInt64 = 1
    for _ in 0..<places { perWhole *= 10 }
    let fraction = String(rounded % perWhole)
    return (nanos < 0 ? "-" : "") + grouped(rounded / perWhole) + "."
      + String(repeating: "0", count: places - fraction.utf8.count) + fraction
  }

  /// A count with commas between thousands.
  public static func grouped(_ value: UInt64) -> String {
    let digits = String(value)
    var result = ""
    for (index, digit) in digits.enumerated() {
      if index > 0 && (digits.utf8.count - index) % 3 == 0 { result.append(",") }
      result.append(digit)
    }
    return result
  }
}

extension Money: CustomStringConvertible {
  /// The amount for people with its currency: `17.04 GBP`.
  public var description: String { "\(Self.shortText(nanos: nanos)) \(currency)" }
}

extension DecimalNumber {
  /// The same number without noughts at its end.
  var trimmed: DecimalNumber {
    var digits = digits
    var scale = scale
    while scale > 0 && digits % 10 == 0 {
      digits /= 10
      scale -= 1
    }
    return DecimalNumber(digits: digits, scale: scale)
  }
}
