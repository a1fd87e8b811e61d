/// What to do about the time limit of an executable's next job.
public enum TimeoutAdvice: Sendable, Equatable {
  /// Set this limit.
  case set(Limit)
  /// Leave the limit as it is: no other costs clearly less.
  case keep(Kept)
  /// Too few runs that ended by themselves to say anything.
  case notEnoughData(have: Int, need: Int)

  /// A limit, and what it rests on.
  public struct Limit: Sendable, Equatable {
    /// The limit for a job of unknown input size, in whole minutes.
    public var limit: SimDuration
    /// How many past runs it rests on, censored ones included.
    public var jobs: Int
    /// The expected share of good jobs that it kills, of those that would have ended within the present limit.
    public var expectedFalseKillShare: Double
    /// The largest share of good jobs that it was allowed to kill.
    public var falseKillLevel: Double
    /// Whether the level lies beyond the data: with n runs the longest bounds the next one only at 1 / (n + 1), and the
    /// rest is the tail's extrapolation.
    public var isExtrapolated: Bool
    /// The limit until now.
    public var current: SimDuration?
    /// How long the next job runs on average.
    public var usualRuntime: SimDuration
    /// Limits by input size, where it changes them; ascending, empty where it does not.
    public var bySize: [SizeStep]

    /// Limits of its parts.
    public init(
      limit: SimDuration, jobs: Int, expectedFalseKillShare: Double, falseKillLevel: Double, isExtrapolated: Bool,
      current: SimDuration?, usualRuntime: SimDuration, bySize: [SizeStep] = []
    ) {
      self.limit = limit
      self.jobs = jobs
      self.expectedFalseKillShare = expectedFalseKillShare
      self.falseKillLevel = falseKillLevel
      self.isExtrapolated = isExtrapolated
      self.current = current
      self.usualRuntime = usualRuntime
      self.bySize = bySize
    }

    /// What a job that hangs burns: the whole limit.
    public var burnOfAHungJob: SimDuration { limit }
    /// How much less a job that hangs burns than under the present limit; nil where there is none.
    public var savedByAHungJob: SimDuration? { current.map { $0 - limit } }
  }

  /// The limit for inputs up to a size.
  public struct SizeStep: Sendable, Equatable {
    /// The largest input that it is for.
    public var upTo: Bytes
    /// The limit, in whole minutes.
    public var limit: SimDuration

    /// A step of its parts.
    public init(upTo: Bytes, limit: SimDuration) {
      self.upTo = upTo
      self.limit = limit
    }
  }

  /// A limit that stays.
  public struct Kept: Sendable, Equatable {
    /// Why a limit stays.
    public enum Reason: Sendable, Equatable {
      /// It is so near to what jobs need that a tighter one would cost more in good jobs killed than it saves.
      case tight
      /// Every tighter limit would kill more good jobs than the level allows.
      case level
      /// This share of the runs was stopped by it: it is too low, if anything.
      case reached(share: Double)
    }

    /// Why.
    public var reason: Reason
    /// The limit until now.
    public var current: SimDuration
    /// How many past runs it rests on, censored ones included.
    public var jobs: Int

    /// A limit of its parts.
    public init(reason: Reason, current: SimDuration, jobs: Int) {
      self.reason = reason
      self.current = current
      self.jobs = jobs
    }
  }
}
