import JobModel

/// What a distribution is of: durations in milliseconds, or sizes in bytes.
enum DistributedQuantity: Sendable {
  case duration
  case size

  /// The amount that a field gives, not negative.
  func amount(_ field: YAMLField) throws(InputError) -> Int64 {
    switch self {
    case .duration: try field.duration().milliseconds
    case .size: try field.bytes().count
    }
  }

  /// The amount that a field gives, above nought.
  func positiveAmount(_ field: YAMLField) throws(InputError) -> Int64 {
    let value = try amount(field)
    guard value > 0 else {
      throw field.unexpected(self == .duration ? "a duration above 0s" : "a size above 0 B")
    }
    return value
  }
}

/// Reads how a quantity varies.
enum DistributionReader {
  /// The forms that a mapping can have, by their keys.
  static let forms = [
    ["median", "p95"], ["mean", "sd"], ["min", "mode", "max"], ["exponential"], ["values"], ["from"],
  ]
  /// Every key of every form.
  static let keys = forms.flatMap { $0 }
  static let expected =
    "a constant, {median, p95}, {mean, sd}, {min, mode, max}, {exponential: MEAN}, {values: […]} or {from: history}"
  static let expectedWithoutHistory =
    "a constant, {median, p95}, {mean, sd}, {min, mode, max}, {exponential: MEAN} or {values: […]}"

  /// Reads a distribution.
  ///
  /// - Parameter history: Whether the executable's past can stand for it.
  static func read(
    _ field: YAMLField, of quantity: DistributedQuantity, history: Bool = false
  ) throws(InputError) -> Distribution {
    if case .scalar = field.tree.content { return .constant(try quantity.amount(field)) }
    let expected = history ? Self.expected : expectedWithoutHistory
    let fields = try YAMLFields(field, known: keys, expected: expected)
    guard let form = forms.first(where: { Set($0) == Set(fields.keys) }) else { throw field.unexpected(expected) }
    switch form[0] {
    case "median":
      let medianField = try fields.required("median", expected: "an amount")
      let p95Field = try fields.required("p95", expected: "an amount")
      let median = try quantity.positiveAmount(medianField)
      let p95 = try quantity.amount(p95Field)
      guard p95 >= median else { throw p95Field.error("expected a p95 of at least the median, found less") }
      return .quantiles(median: median, p95: p95)
    case "mean":
      return .moments(
        mean: try quantity.positiveAmount(try fields.required("mean", expected: "an amount")),
        sd: try quantity.amount(try fields.required("sd", expected: "an amount")))
    case "min":
      let minimum = try quantity.amount(try fields.required("min", expected: "an amount"))
      let mode = try quantity.amount(try fields.required("mode", expected: "an amount"))
      let maximum = try quantity.amount(try fields.required("max", expected: "an amount"))
      guard minimum <= mode, mode <= maximum else {
        throw field.error("expected min ≤ mode ≤ max, found another order")
      }
      return .triangular(min: minimum, mode: mode, max: maximum)
    case "exponential":
      return .exponential(mean: try quantity.positiveAmount(try fields.required("exponential", expected: "a mean")))
    case "values":
      let list = try fields.required("values", expected: "a list")
      let values = try list.list(of: "amounts").map { (entry) throws(InputError) in try quantity.amount(entry) }
      guard !values.isEmpty else { throw list.error("expected at least one value, found none") }
      return .values(values)
    default:
      let source = try fields.required("from", expected: "`history`")
      guard source.tree.text == "history" else { throw source.unexpected("`history`") }
      guard history else {
        throw field.error(
          "the past cannot stand for this: jobs record their runtime and their peak memory only",
          hint: "use \(expectedWithoutHistory)")
      }
      return .fromHistory
    }
  }
}
