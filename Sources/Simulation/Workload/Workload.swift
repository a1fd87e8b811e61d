import JobModel

/// Jobs made ready to be simulated: flat columns, with what many jobs share kept once.
///
/// Nothing in it changes during a simulation, so all replications and threads share one workload. A node is a job or a
/// gate; a gate opens when all jobs of a task are done, so that N jobs before M jobs need N + M edges instead of N × M.
struct Workload: Sendable {
  /// What the jobs of a task have in common.
  struct JobClass: Sendable {
    var task: Int32
    /// Index into ``Workload/machines``, or -1 where the type is not known.
    var machine: Int32
    /// The queue that its jobs wait in; see ``CloudPool``.
    var lane: Int32 = 0
    var policy: Market = .onDemand
    var rank: Int32 = 0
    /// For orders by priority: high 2, normal 1, low 0.
    var urgency: Int32 = 0
    /// What its tries ask for, for ``EngineRules/provisioning``: high 2, normal 1, low 0.
    var asked: Int32 = 2
    var nodes: Int64 = 1
    /// Thousandths of a vCPU that a plan's job asks for; nil is its whole machine.
    var askedMilliVCPUs: Int64?
    /// Thousandths of a vCPU of each of its machines that limits count, where it pays for no more; nil is all of them.
    var heldMilliVCPUs: Int64?
    /// Milliseconds; `Int64.max` is none.
    var timeout = Int64.max
    var restart: Restart
    var setup = Sampler.constant(0)
    var runtime: Work = .given
    /// How a drawn runtime changes from machine to machine: a factor for each of ``Workload/machines``; empty is always
    /// 1.
    var factors: [Double] = []
    /// What a job of the class, or an item of it, is expected to take, for orders by expected runtime.
    var expected: Int64 = 0
    var memory: Sampler?
    var disk: Int64 = 0
    /// How its tries fail by themselves.
    var failures: [Failure] = []
    /// Whether its spot workers can be taken back; a recorded job has proved that its was not, or when.
    var isInterruptible = true

    /// The thousandths of a vCPU that a limit counts of a machine with so many.
    @inline(__always) func heldVCPUs(of machine: Int64) -> Int64 { min(heldMilliVCPUs ?? machine, machine) }
  }

  /// One way in which a try can fail by itself.
  struct Failure: Sendable {
    /// Its place in `FailureReason.spontaneous`.
    var reason: Int32
    /// Mean milliseconds of running until it happens; infinite is never.
    var meanTime: Double
    /// The probability of failing at a drawn part of the runtime.
    var perTry: Double
    /// How many failures like this are followed by another try.
    var restarts: UInt32
    /// Which column of ``Engine/failureCounts`` counts them.
    var column: Int32 = 0
  }

  /// How long a job's work takes.
  enum Work: Sendable {
    /// As in ``Workload/runtime``.
    case given
    /// Drawn once for a job, the same for each of its tries.
    case drawn(Sampler)
    /// The sum of so many draws, the number being ``Workload/runtime``.
    case items(Sampler)
  }

  /// Which market a job goes to.
  enum Market: Sendable {
    case onDemand
    /// Waits for spot without limit.
    case spot
    /// Waits for spot for a while, then goes on demand.
    case spotThenOnDemand
  }

  /// A restart policy, for the reasons that can be simulated.
  struct Restart: Sendable, Hashable {
    var spot: UInt32
    var memory: UInt32
    var timeout: UInt32
    var all: UInt32
    var largerType: Bool
    var maxSpotTries: UInt32
  }

  /// The tasks' names.
  var tasks: [String] = []
  var classes: [JobClass] = []
  var machines: [Machine] = []
  /// The queues.
  var lanes: [Lane] = []
  /// How many reasons for failing by itself occur in ``classes``.
  var failureColumns = 0

  /// Class of each job.
  var classOf: [Int32] = []
  /// What its random draws depend on.
  var drawKey: [UInt64] = []
  /// Milliseconds of work, or the number of items; see ``Work``.
  var runtime: [Int64] = []
  /// Milliseconds: when a job without predecessors is submitted, or how long after its last predecessor.
  var offset: [Int64] = []
  /// Which launch a job without predecessors belongs to; empty if there is only one.
  var launch: [Int32] = []
  /// When the whole is launched.
  var launches: Launches = .once

  /// How many predecessors each node waits for; jobs first, then gates.
  var predecessors: [Int32] = []
  /// Who waits for the end of each node, and who for the start of each job.
  var followers = Adjacency()
  var children = Adjacency()

  /// What a history adds; nil for a plan.
  var record: Record?

  var jobCount: Int { classOf.count }
  var nodeCount: Int { predecessors.count }

  /// When a plan is launched.
  enum Launches: Sendable {
    case once
    case every(Int64, count: Int)
    case poisson(meanMilliseconds: Double, count: Int)

    /// How many launches there are.
    var count: Int {
      switch self {
      case .once: 1
      case .every(_, let count), .poisson(_, let count): count
      }
    }
  }

  /// A machine type as the engine needs it.
  struct Machine: Sendable {
    var name: String
    var vcpus: Double
    /// Thousandths of a vCPU, for limits.
    var milliVCPUs: Int64
    /// Whether it can be had on the spot market; without a price there only, it cannot.
    var hasSpotMarket: Bool
    /// Nominal memory, of which a share is a part.
    var memory: Bytes
    var usableMemory: Int64
    var usableDisk: Int64
    /// Index of the next larger type of the family, or -1.
    var nextLarger: Int32
    /// Mean milliseconds between interruptions; infinite for never.
    var meanTimeToInterruption: Double
    var spotWait: Sampler
  }

  /// A queue: jobs in it compete for the same limits, and its first job blocks the others.
  struct Lane: Sendable {
    var user: Int32
    /// Indices into the family limits that apply.
    var familyLimits: [Int32]
  }
}

/// Who comes after whom, in compressed rows: the neighbours of node i are `targets[starts[i]..<starts[i + 1]]`.
struct Adjacency: Sendable {
  var starts: [Int32] = [0]
  var targets: [Int32] = []

  /// Nobody after anybody.
  init() {}

  /// The rows of a list of edges, keeping the order of edges with the same source.
  ///
  /// - Complexity: O(nodes + edges).
  init(nodes: Int, edges: [(from: Int32, to: Int32)]) {
    starts = [Int32](repeating: 0, count: nodes + 1)
    for edge in edges { starts[Int(edge.from) + 1] += 1 }
    for node in 0..<nodes { starts[node + 1] += starts[node] }
    targets = [Int32](repeating: 0, count: edges.count)
    var next = starts
    for edge in edges {
      targets[Int(next[Int(edge.from)])] = edge.to
      next[Int(edge.from)] += 1
    }
  }

  var isEmpty: Bool { targets.isEmpty }

  /// The neighbours of a node.
  @inline(__always) func range(_ node: Int) -> Range<Int> {
    // An adjacency without edges has no rows.
    node + 1 < starts.count ? Int(starts[node])..<Int(starts[node + 1]) : 0..<0
  }
}
