/// What the choice of time limits assumes and may do.
public struct TimeoutRules: Sendable, Equatable {
  /// The largest share of good jobs that limits may kill.
  public var falseKill = 0.005
  /// The probability that a job hangs; a hung job burns its whole limit.
  public var runaway = 0.01
  /// How many runs that ended by themselves are needed.
  public var leastRuns = 10
  /// How many are needed where at most twice as many run still: then those that ended are not just the short ones of a
  /// batch, of which the long ones are still to come.
  public var leastRunsWhenQuiet = 10
  /// A limit that somebody chose is replaced only where the expected cost falls below this part of its own: what the
  /// model does not know stays with it. (A default that nobody chose has no such advantage.)
  public var gainToReplace = 0.75
  /// How much a run that its limit stopped weighs as a sign of longer runs, from 0 (it hung) to 1 (it would have ended
  /// well: Kaplan and Meier's assumption).
  public var weightOfStopped = 1.0
  /// Whether that weight is reduced by the odds that the run hung.
  public var discountsHungRuns = true
  /// The same for a run that failed or was cancelled.
  public var weightOfFailed = 0.0
  /// No limit is below, in seconds.
  static let least = 60.0
  /// No limit is above, in seconds: the 30 days of a tree of executions.
  static let most = 30 * 86_400.0

  /// The rules with their defaults.
  public init() {}

  /// What a kill costs beyond the time burnt, in mean useful core-seconds of a job: somebody has to look at it. A price
  /// per kill, and not a share, so that short jobs get generous limits, which cost next to nothing.
  var priceOfAKill: Double { 0.001 / max(falseKill, 1e-6) }

  /// As in the benchmark, where a run counts as good only if it ended below 98 % of its request: most of those that
  /// reached it are not good, and taking them all for long ones would widen every limit.
  public static func benchmark(falseKill: Double) -> TimeoutRules {
    var rules = TimeoutRules()
    rules.falseKill = falseKill
    rules.leastRuns = 3
    rules.leastRunsWhenQuiet = 2
    rules.weightOfStopped = 0.03
    rules.discountsHungRuns = false
    rules.weightOfFailed = 0.01
    return rules
  }
}
