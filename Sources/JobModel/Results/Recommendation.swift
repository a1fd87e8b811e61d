/// What one executable should ask for in future, with the evidence.
public struct Recommendation: Sendable, Equatable {
  /// What a job of the executable asks for; nil is "nothing said".
  public struct Setting: Sendable, Equatable {
    /// The machine.
    public var instanceType: String?
    /// Cores, where they are asked for apart from a machine.
    public var vcpus: Double?
    /// Memory, where it is asked for apart from a machine.
    public var memory: Bytes?
    /// Disk, where it is asked for apart from a machine.
    public var disk: Bytes?
    /// The longest it may run.
    public var timeout: SimDuration?
    /// Spot or on demand.
    public var priority: Priority?
    /// When it is tried again.
    public var restart: RestartPolicy?

    /// Nothing said.
    public init() {}
  }

  /// A setting with what a job costs under it, failed tries and waste included.
  public struct Option: Sendable, Equatable {
    /// What is asked for.
    public var setting: Setting
    /// The expected cost of a job; nil without a price.
    public var cost: Money?
    /// The expected time of a job on its workers, failed tries included.
    public var time: SimDuration
    /// The chance that the first try fails for what the setting gives it (memory, disk).
    public var failureProbability: Double

    /// An option of its parts.
    public init(setting: Setting, cost: Money?, time: SimDuration, failureProbability: Double) {
      self.setting = setting
      self.cost = cost
      self.time = time
      self.failureProbability = failureProbability
    }
  }

  /// An amount with the interval in which it lies with 90 %.
  public struct Saving: Sendable, Equatable {
    /// What is expected.
    public var mean: Money
    /// From here …
    public var low: Money
    /// … to here.
    public var high: Money

    /// An amount with its interval.
    public init(mean: Money, low: Money, high: Money) {
      self.mean = mean
      self.low = low
      self.high = high
    }
  }

  /// How far it can be trusted.
  public enum Confidence: String, Sendable, Equatable {
    /// It was seen: enough jobs ran under what is proposed.
    case high
    /// It follows from what was seen on other machines or from a fitted curve.
    case medium
    /// It rests on few jobs or on guesses that the reason names.
    case low
  }

  /// What it is about, by the name under which jobs are compared.
  public var executable: String
  /// The platform's id of it, if all jobs ran one.
  public var executableID: String?
  /// The entry point, if it is about one only.
  public var function: String?
  /// The stage of a workflow, if it is about one only.
  public var stage: String?
  /// How many finished jobs it rests on.
  public var jobs: Int
  /// What jobs ask for now: what most of the latest did.
  public var current: Option
  /// What they should ask for; equal to ``current`` where that should be kept.
  public var recommended: Option
  /// What a job saves; negative where failures or time are bought off. Nil without prices.
  public var saving: Saving?
  /// The chance that the proposed timeout ends a job that would have ended well; nil if no timeout is proposed.
  public var falseKillProbability: Double?
  /// What is advised about the timeout; nil where that was not asked.
  public var timeLimit: TimeLimit?
  /// What is advised about spot or on demand; nil where the catalog has not both prices.
  public var spotChoice: SpotChoice?
  /// How many jobs one should do; nil where they are no scatter of jobs that are mostly set-up.
  public var batching: Batching?
  /// How many times as long jobs take on the machine or the cores proposed; nil where neither changes.
  public var runtimeRatio: RuntimeRatio?
  /// How far it can be trusted.
  public var confidence: Confidence
  /// Why, in a sentence for people.
  public var reason: String
  /// Other settings that are cheaper or faster than each other, by cost: the Pareto front.
  public var alternatives: [Option] = []
  /// What the reader must know, such as peaks that a limit hides.
  public var warnings: [String] = []

  /// A recommendation of its parts.
  public init(
    executable: String, jobs: Int, current: Option, recommended: Option, saving: Saving?, confidence: Confidence,
    reason: String
  ) {
    self.executable = executable
    self.jobs = jobs
    self.current = current
    self.recommended = recommended
    self.saving = saving
    self.confidence = confidence
    self.reason = reason
  }

  /// Whether anything should change.
  public var changes: Bool { recommended.setting != current.setting }
}

/// An executable about which too little is known.
public struct NotEnoughData: Sendable, Equatable {
  /// Which.
  public var executable: String
  /// How many usable jobs there are.
  public var jobs: Int
  /// How many it takes.
  public var needed: Int
  /// What is missing, for people: "no memory use was recorded".
  public var reason: String

  /// Too little is known.
  public init(executable: String, jobs: Int, needed: Int, reason: String) {
    self.executable = executable
    self.jobs = jobs
    self.needed = needed
    self.reason = reason
  }
}
