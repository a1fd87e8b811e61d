extension Recommendation {
  /// Spot or on demand for the jobs of an executable, by how often spot machines were seen to be taken back.
  public struct SpotChoice: Sendable, Equatable {
    /// What is advised.
    public enum Decision: String, Sendable, Equatable {
      /// The price that jobs pay now is the better one, or the other is not so for certain.
      case keep
      /// The other price is better.
      case change
      /// Too few spot tries were seen.
      case notEnoughData = "not_enough_data"
    }

    /// What is advised.
    public var decision: Decision
    /// Which price most of the latest jobs paid.
    public var current: PriceModel
    /// Which price jobs should pay; nil where too little is known.
    public var recommended: PriceModel?
    /// How many spot tries it rests on, of whatever executable.
    public var tries: Int
    /// How many it takes.
    public var triesNeeded: Int
    /// How many of them were taken back.
    public var interruptions: Int
    /// How long they ran.
    public var seen: SimDuration
    /// How often a machine is believed to be taken back, per hour; nil where too little is known.
    public var interruptionsPerHour: Double?
    /// From so many an hour on spot is dearer; nil where it always or never is.
    public var breakEvenPerHour: Double?
    /// A job on spot, on the machine that is proposed or kept, tries that were lost included; nil where too little is known.
    public var spotCost: Money?
    /// A job on demand there.
    public var onDemandCost: Money?
    /// How much longer a job takes on spot than on demand, in milliseconds; nil where too little is known.
    public var timeOnSpot: Int64?
    /// The advice in a sentence for people.
    public var words: String

    /// A choice of which nothing but the evidence is known.
    public init(
      decision: Decision, current: PriceModel, tries: Int, triesNeeded: Int, interruptions: Int, seen: SimDuration,
      words: String
    ) {
      self.decision = decision
      self.current = current
      self.tries = tries
      self.triesNeeded = triesNeeded
      self.interruptions = interruptions
      self.seen = seen
      self.words = words
    }
  }

  /// How many of the jobs that are launched together one job should do instead, where set-up is most of what they take.
  public struct Batching: Sendable, Equatable {
    /// How many of today's jobs one job should do.
    public var jobsPerJob: Int
    /// How many jobs a launch has, the one in the middle of all jobs.
    public var scatter: Int
    /// How many of them run at once; nil where nothing limits them.
    public var concurrency: Int?
    /// How many jobs the times rest on.
    public var jobs: Int
    /// The part of each job that is set-up.
    public var setup: SimDuration
    /// A mean job.
    public var runtime: SimDuration
    /// What a launch costs, one job at a time, on the machine that is proposed or kept.
    public var costNow: Money
    /// What it costs with so many in one job.
    public var cost: Money
    /// How long a launch takes until its last job ends.
    public var timeNow: SimDuration
    /// The same with so many in one job.
    public var time: SimDuration
    /// The advice in a sentence for people.
    public var words: String

    /// Advice of its parts.
    public init(
      jobsPerJob: Int, scatter: Int, concurrency: Int?, jobs: Int, setup: SimDuration, runtime: SimDuration,
      costNow: Money, cost: Money, timeNow: SimDuration, time: SimDuration, words: String
    ) {
      self.jobsPerJob = jobsPerJob
      self.scatter = scatter
      self.concurrency = concurrency
      self.jobs = jobs
      self.setup = setup
      self.runtime = runtime
      self.costNow = costNow
      self.cost = cost
      self.timeNow = timeNow
      self.time = time
      self.words = words
    }

    /// What a launch saves, in nano-units.
    public var saving: Int64 { saturatingDifference(costNow.nanos, cost.nanos) }
  }
}
