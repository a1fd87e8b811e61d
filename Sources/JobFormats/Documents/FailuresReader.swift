import JobModel

/// Reads how often tries fail by themselves, for each reason.
enum FailuresReader {
  /// The reasons that may be named, in alphabetical order.
  static let reasons = FailureReason.spontaneous.map(\.name).sorted()
  private static let example = "{per_hour: 0.001} or {per_try: 0.02}"

  /// Reads the reasons and their rates.
  static func read(_ field: YAMLField) throws(InputError) -> FailureRates {
    var rates: FailureRates = [:]
    for (key, value) in try field.pairs(of: "failure reasons and rates, such as {AppError: {per_try: 0.02}}") {
      guard reasons.contains(key) else { throw unknownReason(key, value) }
      let fields = try YAMLFields(value, known: ["per_hour", "per_try"], expected: example)
      guard !fields.isEmpty else { throw value.unexpected(example) }
      rates[FailureReason(key)] = FailureRate(
        perHour: try fields["per_hour"]?.number(0...1e6, "a number of failures per hour, from 0 to 1000000"),
        perTry: try fields["per_try"]?.number(0...1, "a probability from 0 to 1"))
    }
    return rates
  }

  private static func unknownReason(_ key: String, _ field: YAMLField) -> InputError {
    let known = "these can be given: \(reasons.joined(separator: ", "))"
    switch FailureReason(key) {
    case .spotInstanceInterruption:
      return field.error("\(key) comes from the spot market", hint: "give spot.interruptions_per_hour; \(known)")
    case .jobTimeoutExceeded:
      return field.error("\(key) comes from a task's timeout", hint: "give the task a `timeout`; \(known)")
    case let reason where reason.isKnown:
      return field.error("\(key) does not occur by itself: it follows from something else", hint: known)
    default:
      let near = nearestNames(to: key, among: reasons).first
      return field.error("unknown failure reason `\(key)`", hint: near.map { "did you mean `\($0)`?" } ?? known)
    }
  }
}
