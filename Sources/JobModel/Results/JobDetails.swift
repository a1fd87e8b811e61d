/// All that is known of one job.
public struct JobDetails: Sendable, Equatable {
  /// One figure of a job among those of its peers.
  public struct Rank: Sendable, Equatable {
    /// The job's own value.
    public var own: Int64
    /// What 5 % of the peers stay at or below.
    public var p05: Int64
    /// What half of them stay at or below.
    public var p50: Int64
    /// What 95 % of them stay at or below.
    public var p95: Int64
    /// The share of the peers that stay below the job.
    public var shareBelow: Double

    /// The rank of a value; nil without peers.
    ///
    /// A quantile is the smallest value that at least such a share of the peers do not pass.
    /// - Complexity: O(n log n).
    public init?(_ own: Int64?, among peers: [Int64]) {
      guard let own, !peers.isEmpty else { return nil }
      let sorted = peers.sorted()
      func quantile(_ percent: Int) -> Int64 { sorted[max(0, (sorted.count * percent + 99) / 100 - 1)] }
      self.own = own
      p05 = quantile(5)
      p50 = quantile(50)
      p95 = quantile(95)
      shareBelow = Double(sorted.count { $0 < own }) / Double(sorted.count)
    }
  }

  /// The finished tries of its executable that it is compared with; its own is not among them.
  public struct Peers: Sendable, Equatable {
    /// How many there are.
    public var count: Int
    /// How long they ran, in ms.
    public var runtime: Rank?
    /// What they cost, in nano-units of its own currency.
    public var cost: Rank?
    /// Their peak memory in bytes.
    public var memory: Rank?

    /// Peers of their parts.
    public init(count: Int, runtime: Rank?, cost: Rank?, memory: Rank?) {
      self.count = count
      self.runtime = runtime
      self.cost = cost
      self.memory = memory
    }
  }

  /// All its tries, the first one first; at least one.
  public var tries: [Job]
  /// Which of ``tries`` is looked at.
  public var chosen: Int
  /// What logs and metrics tell of that try.
  public var observation: JobObservation?
  /// The job that launched it, if it is known.
  public var parent: Job?
  /// How many jobs it launched itself.
  public var children: Int
  /// How it compares.
  public var peers: Peers
  /// What the last review that was kept says of it; nil where none is kept, or it found nothing at all.
  public var findings: [Finding]?

  /// Details of their parts.
  public init(
    tries: [Job], chosen: Int, observation: JobObservation?, parent: Job?, children: Int, peers: Peers,
    findings: [Finding]? = nil
  ) {
    self.tries = tries
    self.chosen = chosen
    self.observation = observation
    self.parent = parent
    self.children = children
    self.peers = peers
    self.findings = findings
  }

  /// The try that is looked at.
  public var job: Job { tries[chosen] }
}
