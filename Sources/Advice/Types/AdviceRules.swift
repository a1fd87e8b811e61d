public import JobModel

/// What advice on machines is to keep to; every constant of it in one place.
public struct AdviceRules: Sendable {
  /// What is sought.
  public var goal = RecommendationSet.Goal.cheapest
  /// So many jobs that ended well are needed for advice.
  public var minimumSamples = AdviceRules.usualSamples
  /// What a try that fails for lack of memory costs beyond its machine, in nano-units; nil is a tenth of a job's mean cost:
  /// a failure takes a person's patience even where the machine is cheap.
  public var failureCostNanos: Int64?
  /// How long it takes until a failed try is followed by the next.
  public var failureDelay = SimDuration.zero
  /// Whether machines with ARM processors may be proposed for jobs that run on others.
  public var allowsARM = false
  /// The seed of the draws behind the intervals.
  public var seed: UInt64 = 1

  /// The rules as they are where nobody says otherwise.
  public init() {}

  /// Below so many jobs little is known.
  public static let usualSamples = 10
  /// A saving below this part is not worth a change.
  static let leastGain = 0.05
  /// A first try that fails more often is not proposed, unless the machine in use does so too.
  static let mostFailures = 0.05
  /// Peaks from this part of the limit up are at it.
  static let atLimit = 0.99
  /// Fewer cores are proposed as requests as long as jobs take at most so many times as long.
  static let longestForCores = 1.1
  /// Disk needs this much more than the most seen.
  static let diskMargin = 1.15
  /// The draws behind an interval, which spans the middle 90 % of them.
  static let draws = 300
  /// Runtimes are compressed to so many.
  static let runtimeGroups = 48
  /// Without a record of memory failures, a try fails half-way on average.
  static let failurePart = 0.5
  /// After a failure another machine has at least this much more memory.
  static let stepUp = 1.2
  /// The Pareto front is cut here.
  static let mostAlternatives = 10
  /// What a machine is judged by where no memory use was recorded: jobs that ended well there.
  static let provenJobs = 3
  /// The latest runs of an executable on one machine that its curve is made of.
  static let curveRuns = 64
  /// The latest runs that its memory model is made of.
  static let memoryRuns = 64
  /// The sizes of inputs that stand for all.
  static let inputSizes = 7
}
