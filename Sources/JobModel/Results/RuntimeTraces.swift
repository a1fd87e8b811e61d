/// The same tasks run on several machines, with what is known of the machines.
public struct RuntimeTraces: Sendable, Equatable {
  /// One run of a task.
  public struct Run: Sendable, Equatable {
    /// Where it ran.
    public var machine: String
    /// Of which workflow it was a part.
    public var workflow: String
    /// Its place in the record of that workflow on that machine.
    public var row: Int
    /// What kind of run: `train-1` and `train-2` had small parts of the inputs, `test` all of them.
    public var label: String
    /// The task.
    public var task: String
    /// How long it took.
    public var seconds: Double
    /// The size of the task's own inputs, uncompressed, in bytes.
    public var inputBytes: Double?
    /// The size of the workflow's inputs in bytes: it tells which input set the run belongs to.
    public var workflowInputBytes: Double?

    /// A run of its parts.
    public init(
      machine: String, workflow: String, row: Int, label: String, task: String, seconds: Double, inputBytes: Double?,
      workflowInputBytes: Double?
    ) {
      self.machine = machine
      self.workflow = workflow
      self.row = row
      self.label = label
      self.task = task
      self.seconds = seconds
      self.inputBytes = inputBytes
      self.workflowInputBytes = workflowInputBytes
    }
  }

  /// How long a task's small benchmark took on a machine.
  public struct Benchmark: Sendable, Equatable {
    /// Where it ran.
    public var machine: String
    /// Of which workflow.
    public var workflow: String
    /// Which task.
    public var task: String
    /// The median of its runs.
    public var seconds: Double

    /// A benchmark of its parts.
    public init(machine: String, workflow: String, task: String, seconds: Double) {
      self.machine = machine
      self.workflow = workflow
      self.task = task
      self.seconds = seconds
    }
  }

  /// How fast a machine is in general; more is faster.
  public struct Score: Sendable, Equatable {
    /// Which machine.
    public var machine: String
    /// Processor events a second.
    public var cpu: Double
    /// Input and output, in whatever unit all machines share.
    public var io: Double

    /// A score of its parts.
    public init(machine: String, cpu: Double, io: Double) {
      self.machine = machine
      self.cpu = cpu
      self.io = io
    }
  }

  /// The runs, in the order of the record.
  public var runs: [Run] = []
  /// The tasks' benchmarks.
  public var benchmarks: [Benchmark] = []
  /// The machines that take part, in the order of the record.
  public var scores: [Score] = []

  /// Nothing known.
  public init() {}
}
