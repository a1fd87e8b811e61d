/// A step of a plan: one job, or many of a kind.
public struct PlanTask: Sendable, Hashable {
  /// Work that can be cut into jobs at will.
  public struct Work: Sendable, Hashable {
    /// How many items there are.
    public var items: Int
    /// How long one takes.
    public var perItem: Distribution
    /// How many one job does, one after the other.
    public var itemsPerJob: Int

    /// So many items, cut into jobs.
    public init(items: Int, perItem: Distribution, itemsPerJob: Int) {
      self.items = items
      self.perItem = perItem
      self.itemsPerJob = itemsPerJob
    }

    /// How many jobs that makes; the last one may have fewer items.
    public var jobs: Int { items == 0 ? 0 : (items - 1) / max(1, itemsPerJob) + 1 }
  }

  /// Its name, unique in the plan.
  public var name: String
  /// The name to look up in the history.
  public var executable: String
  /// Tasks all of whose jobs must be done before any job of this one starts.
  public var after: [String] = []
  /// A task of which job i must be done before job i of this one starts.
  public var each: String?
  /// How many jobs (scatter); `work` says it otherwise.
  public var count = 1
  /// Start-up and loading that is part of every try, and charged.
  public var setup: Distribution = .constant(0)
  /// How long a job's work takes; `work` says it otherwise.
  public var runtime: RuntimeModel?
  /// Items to be done, instead of `count` and `runtime`.
  public var work: Work?
  /// Peak memory; nil is "never too much".
  public var memory: Distribution?
  /// Disk needed.
  public var disk: Bytes?
  /// The machine to run on.
  public var instanceType: String?
  /// The vCPUs that a job asks for: what it takes of a shared cluster, and what it pays for where the catalog charges by
  /// vCPU; nil is the whole machine.
  public var vcpus: Double?
  /// Which kind of worker to ask for; nil is the platform's default.
  public var priority: Priority?
  /// Its order among waiting jobs, larger first.
  public var rank = 0
  /// The longest a try may run; nil is the platform's 30 days.
  public var timeout: SimDuration?
  /// When a failed try is followed by another; nil is the platform's default.
  public var restart: RestartPolicy?
  /// How its tries fail by themselves; a reason that is named here replaces the scenario's figure for it.
  public var failures: FailureRates = [:]
  /// The number of machines of each job (Spark): cost multiplies.
  public var nodes = 1

  /// A task of one job without requirements.
  public init(name: String) {
    self.name = name
    executable = name
  }

  /// How many jobs it has.
  public var jobCount: Int { work?.jobs ?? count }
}
