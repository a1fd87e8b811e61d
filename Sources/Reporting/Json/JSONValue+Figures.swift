import JobModel

extension JSONValue {
  /// A count.
  static func count(_ value: Int) -> JSONValue { .integer(Int64(value)) }

  /// Text, or null.
  static func text(_ value: String?) -> JSONValue { value.map(JSONValue.string) ?? .null }

  /// A fraction or a mean, or null.
  static func fraction(_ value: Double?) -> JSONValue { value.map(JSONValue.double) ?? .null }

  /// An amount in units of its currency, exact to the nano-unit; null is "no price".
  static func amount(_ nanos: Int64?) -> JSONValue {
    nanos.map { .decimal(Money.decimalText(nanos: $0)) } ?? .null
  }

  /// A time in seconds, exact to the millisecond.
  static func seconds(_ milliseconds: Int64?) -> JSONValue {
    milliseconds.map { .decimal(Figures.secondsText($0)) } ?? .null
  }

  /// A day such as `2026-03-01`, or null.
  static func day(_ time: SimTime?) -> JSONValue { text(time?.dateText) }

  /// A list of texts.
  static func texts(_ values: [String]) -> JSONValue { .array(values.map(JSONValue.string)) }
}
