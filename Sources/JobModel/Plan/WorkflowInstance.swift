/// A workflow as one run of it was recorded: its tasks with what each took and used, what waits for what, and the
/// machines it ran on.
public struct WorkflowInstance: Sendable, Equatable {
  /// One task of the run: one job.
  public struct Task: Sendable, Equatable {
    /// The id, unique in the instance.
    public var id: String
    /// The name; unlike the id it may be that of many tasks.
    public var name: String
    /// What it runs, by name: tasks with equal `executable` are compared with each other.
    public var executable: String
    /// How long it ran; nil where the record does not say.
    public var runtime: SimDuration?
    /// The cores it asked for, rounded up; nil where the record does not say.
    public var cores: Int?
    /// Mean processor use in percent of one core.
    public var cpuPercent: Double?
    /// Peak memory.
    public var memory: Bytes?
    /// What it read from storage.
    public var read: Bytes?
    /// What it wrote to storage.
    public var written: Bytes?
    /// The sum of its input files' sizes; nil where no size is known.
    public var input: Bytes?
    /// The names of the machines it ran on; empty where the record does not say.
    public var machines: [String] = []
    /// The tasks it waits for, as indices into ``WorkflowInstance/tasks``, rising and each once.
    public var parents: [Int] = []

    /// A task of which only the name is known.
    public init(id: String, name: String, executable: String) {
      self.id = id
      self.name = name
      self.executable = executable
    }
  }

  /// A machine of the run.
  public struct Machine: Sendable, Equatable {
    /// Its name.
    public var name: String
    /// Its cores; 1 where the record does not say.
    public var cores: Int
    /// Its clock.
    public var speedMHz: Double?
    /// Its memory.
    public var memory: Bytes?

    /// A machine with so many cores.
    public init(name: String, cores: Int) {
      self.name = name
      self.cores = cores
    }
  }

  /// What the workflow is called.
  public var name: String
  /// The tasks, in the file's order.
  public var tasks: [Task] = []
  /// The machines, in the file's order; empty where the record names none.
  public var machines: [Machine] = []
  /// How long the whole run took, as recorded.
  public var makespan: SimDuration?

  /// An instance without tasks.
  public init(name: String) { self.name = name }

  /// How many dependencies there are.
  public var edgeCount: Int { tasks.reduce(0) { $0 + $1.parents.count } }

  /// A hash of all that a replay depends on: the same run in another file has the same.
  public var fingerprint: Fingerprint {
    var hash = Fingerprint()
    for task in tasks {
      hash.add(task.id)
      hash.add(task.executable)
      hash.add(task.runtime?.milliseconds ?? -1)
      hash.add(Int64(task.cores ?? 0))
      for machine in task.machines { hash.add(machine) }
      for parent in task.parents { hash.add(Int64(parent)) }
    }
    for machine in machines {
      hash.add(machine.name)
      hash.add(Int64(machine.cores))
    }
    hash.add(makespan?.milliseconds ?? -1)
    return hash
  }

  /// The tasks of a cycle, each waiting for the next, or nil where there is none.
  ///
  /// - Complexity: O(tasks + dependencies).
  public func firstCycle() -> [Task]? {
    var state = [UInt8](repeating: 0, count: tasks.count)  // 0 new, 1 on the path, 2 finished
    for root in tasks.indices where state[root] == 0 {
      // An explicit stack: a chain of a million tasks must not exhaust the thread's.
      var path = [(task: root, next: 0)]
      state[root] = 1
      while let top = path.last {
        guard top.next < tasks[top.task].parents.count else {
          state[top.task] = 2
          path.removeLast()
          continue
        }
        path[path.count - 1].next += 1
        let parent = tasks[top.task].parents[top.next]
        if state[parent] == 1 {
          let start = path.firstIndex { $0.task == parent } ?? 0
          return path[start...].map { tasks[$0.task] }
        }
        if state[parent] == 0 {
          state[parent] = 1
          path.append((parent, 0))
        }
      }
    }
    return nil
  }
}
