import JobModel

/// Reads when a failed try is followed by another.
enum RestartReader {
  /// The reasons that may be named, in alphabetical order, and `*`.
  static let reasons = FailureReason.restartable.map(\.name).sorted() + [RestartPolicy.anyReason.name]
  /// The keys that are no reasons.
  static let options = ["max_restarts", "larger_type", "max_spot_tries"]
  /// More restarts than this are a slip of the keyboard.
  private static let most = 10_000

  /// Reads a policy; it replaces the platform's, reasons that are not named are not restarted.
  static func read(_ field: YAMLField, warnings: inout [DocumentWarning]) throws(InputError) -> RestartPolicy {
    var policy = RestartPolicy(restartOn: [:])
    for (key, value) in try field.pairs(of: "failure reasons and counts, such as {SpotInstanceInterruption: 5}") {
      switch key {
      case "max_restarts": policy.maxRestarts = try count(value, &warnings)
      case "larger_type": policy.largerType = try value.flag()
      case "max_spot_tries": policy.maxSpotTries = try value.integer(0...most, of: "a number of tries")
      case _ where reasons.contains(key): policy.restartOn[FailureReason(key)] = try count(value, &warnings)
      default: throw unknownReason(key, value)
      }
    }
    return policy
  }

  private static func count(_ field: YAMLField, _ warnings: inout [DocumentWarning]) throws(InputError) -> Int {
    let count = try field.integer(0...most, of: "a number of restarts")
    if count > RestartPolicy.platformMaximum {
      warnings.append(
        field.warning(
          "\(count) restarts are more than the platform's \(RestartPolicy.platformMaximum); simulated as given")
      )
    }
    return count
  }

  private static func unknownReason(_ key: String, _ field: YAMLField) -> InputError {
    if FailureReason(key).isKnown {
      return field.error(
        "\(key) is a failure reason, but none that the platform restarts on",
        hint: "it restarts on \(reasons.joined(separator: ", "))")
    }
    let near = nearestNames(to: key, among: reasons + options).first
    return field.error(
      "unknown failure reason `\(key)`",
      hint: near.map { "did you mean `\($0)`?" } ?? "known are \((reasons + options).joined(separator: ", "))")
  }
}
