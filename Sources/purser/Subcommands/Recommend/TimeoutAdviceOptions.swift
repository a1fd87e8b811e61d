import Advice
import ArgumentParser
import Foundation

/// What `purser recommend` is told of timeouts.
struct TimeoutAdviceOptions: ParsableArguments {
  @Option(
    name: .customLong("false-kill"),
    help: ArgumentHelp(
      "The largest share of good jobs that a timeout may end, such as 0.5% or 0.005.", valueName: "share"),
    transform: { try Self.share($0, "--false-kill") })
  var falseKill = 0.005

  @Option(
    name: .customLong("hang-rate"),
    help: ArgumentHelp("The share of jobs that hang, such as 1% or 0.01.", valueName: "share"),
    transform: { try Self.share($0, "--hang-rate") })
  var hangRate = 0.01

  @Flag(name: .customLong("no-timeouts"), help: "Leave timeouts as they are.")
  var leavesTimeouts = false

  /// The rules; nil for no advice.
  var rules: TimeoutRules? {
    guard !leavesTimeouts else { return nil }
    var rules = TimeoutRules()
    rules.falseKill = falseKill
    rules.runaway = hangRate
    return rules
  }

  /// `0.5%`, `0.5 %` or `0.005`, above 0 and below 1.
  private static func share(_ text: String, _ option: String) throws -> Double {
    let isPercent = text.hasSuffix("%")
    let number = isPercent ? String(text.dropLast()).trimmingCharacters(in: .whitespaces) : text
    guard let value = Double(number), value.isFinite, value > 0, value < (isPercent ? 100 : 1) else {
      throw ValidationError("\(option) must be above 0 and below 1 (100%), found \"\(text)\".")
    }
    return isPercent ? value / 100 : value
  }
}
