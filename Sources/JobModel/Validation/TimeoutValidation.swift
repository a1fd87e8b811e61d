/// What limits chosen by several rules would have come to on recorded jobs.
public struct TimeoutValidation: Sendable, Equatable {
  /// What a rule came to on the jobs of one file, or the mean of several draws.
  public struct Tally: Sendable, Equatable {
    /// How many good jobs were given a limit; a mean over the draws.
    public var jobs = 0.0
    /// The share of them that was killed at least once.
    public var falseKillRate = 0.0
    /// Core-time of the killed attempts to useful core-time; the limit doubles after each, up to the job's own.
    public var burn = 0.0
    /// The sum of the limits, by cores, to useful core-time: what jobs that hang would burn.
    public var exposure = 0.0
    /// ``burn`` and the rate of runaways times ``exposure``.
    public var cost = 0.0

    /// Nothing yet.
    public init() {}

    /// The mean of several.
    public static func mean(_ tallies: [Tally]) -> Tally {
      var mean = Tally()
      let count = Double(max(1, tallies.count))
      for tally in tallies {
        mean.jobs += tally.jobs / count
        mean.falseKillRate += tally.falseKillRate / count
        mean.burn += tally.burn / count
        mean.exposure += tally.exposure / count
        mean.cost += tally.cost / count
      }
      return mean
    }
  }

  /// A rule, with what it came to in each file.
  public struct Method: Sendable, Equatable {
    /// Its name, such as `max-x1.5`.
    public var name: String
    /// By file, in the order given.
    public var files: [Tally]

    /// A rule of its parts.
    public init(name: String, files: [Tally]) {
      self.name = name
      self.files = files
    }

    /// Over all files: the jobs together, the rest as the mean of the files, so that the largest does not drown the others.
    public var total: Tally {
      var total = Tally.mean(files)
      total.jobs = files.reduce(0) { $0 + $1.jobs }
      return total
    }
  }

  /// The share of jobs known beforehand and not scored.
  public var warm = 0.0
  /// How many times that share was drawn.
  public var draws = 1
  /// The limit that all jobs have, in seconds, instead of their own; nil for their own.
  public var defaultLimit: Double?
  /// The share of good jobs that `purser` may kill.
  public var falseKill: Double
  /// The rate of runaways by which exposure is weighed.
  public var runaway: Double
  /// The files, as they were named.
  public var files: [String]
  /// The rules, this program's own first.
  public var methods: [Method]
  /// Some of the limits that this program's own rule gave good jobs, and their runtimes, in seconds; of the first draw.
  /// See ``PredictionPair/sample(_:)``.
  public var pairs: [PredictionPair] = []

  /// A validation of its parts.
  public init(falseKill: Double, runaway: Double, files: [String], methods: [Method]) {
    self.falseKill = falseKill
    self.runaway = runaway
    self.files = files
    self.methods = methods
  }
}
