/// The world that a plan or a history is run in; every part optional.
public struct Scenario: Sendable, Hashable {
  /// The catalog to price with.
  public var catalog: String?
  /// Limits and delays; nil leaves a plan to the platform's defaults and a history to its record.
  public var platform: Platform?
  /// The spot market.
  public var spot: SpotMarket?
  /// The tree's limits of cost and time.
  public var limits: Limits?
  /// How tries fail by themselves; see ``FailureRates``.
  public var failures: FailureRates = [:]
  /// What is changed about some jobs.
  public var overrides: [Override] = []

  /// A world without a word said about it.
  public init() {}

  /// Limits of a launch's tree that the platform enforces; those of a plan are only compared with.
  public struct Limits: Sendable, Hashable {
    /// The most a tree may cost, in nano-units of the catalog's currency.
    public var maxCostNanos: Int64?
    /// How often the platform looks at the cost; the limit is passed by what runs meanwhile.
    public var enforcement: SimDuration?
    /// How long after its root's launch a tree is ended; restarts do not reset it. Kept to the millisecond, as a job's
    /// timeout is. Nil is the platform's default.
    public var maxTime: SimDuration?

    /// No limit but the platform's.
    public init() {}
  }
}

/// The limits and delays of a platform; nil is the platform's default.
public struct Platform: Sendable, Hashable {
  /// The order in which waiting jobs get workers.
  public enum Order: String, Sendable, Hashable, CaseIterable {
    /// As they became ready.
    case fcfs
    /// By priority, then as they became ready.
    case priority
    /// By rank, largest first, then as they became ready.
    case rank
    /// By expected runtime, shortest first.
    case shortest
    /// The user with the fewest machines first.
    case fairShare = "fair-share"
    /// EASY backfilling.
    case easy
    /// EASY backfilling with one pass per event.
    case easyEvent = "easy-event"
  }

  /// A machine room shared by all jobs instead of a worker for each.
  public struct Cluster: Sendable, Hashable {
    /// How many machines.
    public var nodes: Int
    /// Cores of each.
    public var cores: Int
    /// Memory of each; nil is "enough".
    public var memory: Bytes?

    /// So many equal machines.
    public init(nodes: Int, cores: Int, memory: Bytes? = nil) {
      self.nodes = nodes
      self.cores = cores
      self.memory = memory
    }
  }

  /// The most workers a user has at once.
  public var maxConcurrentJobs: Int?
  /// The most vCPUs at once, in all.
  public var maxVCPUs: Int?
  /// The most vCPUs at once, by family (or by a family's first part, such as `mem3`), sorted by name.
  public var maxVCPUsByFamily: [FamilyLimit] = []
  /// From runnable to running, every try, not charged; nil is the platform's default.
  public var provisioning: Distribution?
  /// The same for tries that ask for a priority.
  public var provisioningByPriority: [Priority: Distribution] = [:]
  /// The same for some instance types. The most specific that is given holds: type and priority, type, priority, all.
  public var provisioningByType: [String: ProvisioningOfType] = [:]
  /// Running and charged, before the job's own work.
  public var startup: Distribution?
  /// How long priority normal waits for spot.
  public var fallbackToOnDemandAfter: SimDuration?
  /// Who is served first.
  public var order: Order?
  /// A shared cluster instead of a worker a job.
  public var cluster: Cluster?

  /// The platform's defaults.
  public init() {}

  /// How long a worker of one instance type takes to come.
  public struct ProvisioningOfType: Sendable, Hashable {
    /// Whatever the priority.
    public var all: Distribution?
    /// For tries that ask for a priority.
    public var byPriority: [Priority: Distribution]

    /// Delays of a type.
    public init(all: Distribution? = nil, byPriority: [Priority: Distribution] = [:]) {
      self.all = all
      self.byPriority = byPriority
    }
  }

  /// A limit on one family.
  public struct FamilyLimit: Sendable, Hashable {
    /// The family, or its first part.
    public var family: String
    /// The most vCPUs at once.
    public var vcpus: Int

    /// A limit on one family.
    public init(family: String, vcpus: Int) {
      self.family = family
      self.vcpus = vcpus
    }
  }
}

/// The market for machines that can be taken back.
public struct SpotMarket: Sendable, Hashable {
  /// What may differ from type to type.
  public struct Conditions: Sendable, Hashable {
    /// How often a running machine is taken back: the rate of an exponential time to interruption.
    public var interruptionsPerHour: Double?
    /// How long it takes until a machine is free.
    public var wait: Distribution?

    /// Nothing said.
    public init(interruptionsPerHour: Double? = nil, wait: Distribution? = nil) {
      self.interruptionsPerHour = interruptionsPerHour
      self.wait = wait
    }
  }

  /// What holds for all types.
  public var conditions = Conditions()
  /// After so many spot tries the next is on demand, unless the priority is low.
  public var maxTries: Int?
  /// What holds for some types instead, sorted by name.
  public var byType: [String: Conditions] = [:]

  /// A market of which nothing is known.
  public init() {}
}

/// A change to the jobs that match.
public struct Override: Sendable, Hashable {
  /// Which jobs: every pattern given must match; `*` and `?` stand for any text and any character.
  public struct Match: Sendable, Hashable {
    /// The executable's name.
    public var executable: String?
    /// The task's or the job's name.
    public var name: String?
    /// The instance type.
    public var instanceType: String?
    /// The user.
    public var user: String?
    /// The entry point; it fits no task of a plan.
    public var function: String?
    /// The stage of a workflow; it fits no task of a plan.
    public var stage: String?

    /// Every job.
    public init() {}
  }

  /// Which jobs.
  public var match = Match()
  /// The machine they run on.
  public var instanceType: String?
  /// Their timeout.
  public var timeout: SimDuration?
  /// Their priority.
  public var priority: Priority?
  /// Their restart policy.
  public var restart: RestartPolicy?
  /// How many times as long they run, above 0: what another machine makes of the runtime.
  public var runtimeFactor: Double?

  /// A change of nothing.
  public init() {}
}
