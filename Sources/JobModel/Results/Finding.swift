/// Something wrong about past jobs of one executable, with its evidence, its price and its remedy.
public struct Finding: Sendable, Equatable {
  /// What is wrong.
  public enum Kind: String, Sendable, CaseIterable {
    /// Ran, or runs, far longer than its peers do with such an input.
    case runaway
    /// Held a worker and did nothing.
    case stuck
    /// Ran out of memory, or nearly did.
    case memoryStarved = "memory-starved"
    /// Ran out of disk, or nearly did.
    case diskStarved = "disk-starved"
    /// All cores busy, and slow for its input.
    case cpuStarved = "cpu-starved"
    /// Waits for its disk while its cores idle.
    case ioBound = "io-bound"
    /// Asks for more memory than it ever used.
    case overProvisionedMemory = "over-provisioned-memory"
    /// Asks for more cores than it keeps busy.
    case overProvisionedCPU = "over-provisioned-cpu"
    /// Asks for more disk than it ever used.
    case overProvisionedDisk = "over-provisioned-disk"
    /// Pays for a GPU that does not make it faster.
    case gpuIdle = "gpu-idle"
    /// Waits longer for a worker than it should.
    case queueBound = "queue-bound"
    /// Most of the bill is the start of the worker.
    case startupBound = "startup-bound"
    /// Tries that failed and were not made good.
    case failedWork = "failed-work"
    /// Tries that failed and were done again.
    case retriedWork = "retried-work"
    /// Interruptions eat what spot saves.
    case spotChurn = "spot-churn"
    /// Nothing ends a job that hangs.
    case timeoutMissing = "timeout-missing"
    /// The limit ended jobs that were at work.
    case timeoutTooTight = "timeout-too-tight"
    /// The limit is so far off that it protects nothing.
    case timeoutTooLoose = "timeout-too-loose"
    /// Nobody can say what its cost was for.
    case untagged
    /// Jobs that cannot be told apart.
    case unnamed
  }

  /// How much it matters, of the period's whole cost (or core-hours, where nothing has a price).
  public enum Severity: String, Sendable, CaseIterable, Comparable {
    /// Good to know, or too little evidence.
    case info
    /// At least 0.1 % of the period.
    case low
    /// At least 1 %.
    case medium
    /// At least 5 %.
    case high

    private var rank: Int { Self.allCases.firstIndex(of: self) ?? 0 }

    /// The less serious one first.
    public static func < (a: Severity, b: Severity) -> Bool { a.rank < b.rank }

    /// The severity of something that is this part of the period.
    public init(share: Double) {
      self = share >= 0.05 ? .high : share >= 0.01 ? .medium : share >= 0.001 ? .low : .info
    }
  }

  /// A job that a finding is about.
  public struct JobReference: Sendable, Hashable {
    /// Its id.
    public var job: String
    /// Its name.
    public var name: String

    /// A job by id and name.
    public init(job: String, name: String) {
      self.job = job
      self.name = name
    }
  }

  /// What is wrong.
  public var kind: Kind
  /// How much it matters.
  public var severity: Severity
  /// Whose jobs.
  public var executable: String
  /// Every job concerned, each once.
  public var jobs: [JobReference]
  /// Figures and quoted lines of logs, one a line.
  public var evidence: [String]
  /// What to do, with the setting to paste.
  public var remedy: String
  /// What was lost, or would have been saved; nil without prices.
  public var cost: Money?
  /// The same as time: on workers (× machines), or waiting for them.
  public var time: SimDuration
  /// The same as core-milliseconds, cores unknown taken as one; nought for waiting.
  public var coreMilliseconds: Int64
  /// Which part of the period it is, by which findings are ranked.
  public var share: Double
  /// Whether one of the jobs still runs.
  public var isRunning = false

  /// A finding of its parts.
  public init(
    kind: Kind, severity: Severity, executable: String, jobs: [JobReference], evidence: [String], remedy: String,
    cost: Money?, time: SimDuration, coreMilliseconds: Int64 = 0, share: Double = 0
  ) {
    self.kind = kind
    self.severity = severity
    self.executable = executable
    self.jobs = jobs
    self.evidence = evidence
    self.remedy = remedy
    self.cost = cost
    self.time = time
    self.coreMilliseconds = coreMilliseconds
    self.share = share
  }
}
