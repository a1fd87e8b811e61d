/// What the workers of the example wrote into the logs of their jobs: processor, memory and disk, at the start and then
/// every ten minutes, as the platform's workers do. The figures are as invented as the jobs.
struct DemoLog {
  /// What a program usually uses.
  private struct Use {
    /// Cores kept busy.
    var cores: Double
    /// At its largest, in MB of base 2, give or take a sixth.
    var memory: Double
    /// On the disk, in GB.
    var disk: Int
  }

  /// A worker's machine.
  private struct Worker {
    var cores: Int
    /// What the worker says it has, in MB.
    var memory: Int
    var disk: Int
  }

  private static let interval: Int64 = 600_000

  /// The messages as the log API gives them, a line each.
  static func json(of jobs: [DemoJob], _ programs: DemoPrograms) -> String {
    // Numbers of its own: the history is the same with and without logs.
    var random = DemoRandom(seed: 2027)
    var text = ""
    for job in jobs {
      guard let start = job.started, let worker = worker(job.machine) else { continue }
      let use = use(job, programs)
      let peak = use.memory * (0.85 + 0.3 * random.unit())
      let isStarved = job.failureReason == "AppInsufficientResourceError"
      let end = job.stopped ?? start + 3 * interval
      for (index, time) in stride(from: start, to: end, by: Int(Self.interval)).enumerated() {
        // The first line comes before any work; memory then grows for half an hour.
        let grown = index == 0 ? 0.05 : min(1, 0.7 + 0.1 * Double(index))
        var memory = min(Double(worker.memory) - 40, peak * grown * (0.94 + 0.06 * random.unit()))
        if isStarved, time + interval >= end { memory = Double(worker.memory) - 25 }
        let busy = index == 0 ? 0.1 : use.cores * (0.6 + 0.8 * random.unit())
        let percent = min(100, Int(busy * 100 / Double(worker.cores)))
        text +=
          "{\"timestamp\":\(time + 1_000),\"source\":\"SYSTEM\",\"level\":\"INFO\",\"job\":\"\(job.id)\","
          + "\"jobTry\":\(job.tryNumber ?? 0),\"msg\":\"CPU: \(percent)% (\(worker.cores) cores) * Memory: "
          + "\(Int(memory))/\(worker.memory)MB * Storage: \(2 + (index == 0 ? 0 : use.disk))/\(worker.disk)GB "
          + "* Net: \(random.next() % 9)↓/\(random.next() % 4)↑MBps\"}\n"
      }
    }
    return text
  }

  private static func worker(_ machine: DemoMachine) -> Worker? {
    switch machine.name {
    case DemoMachine.x4.name: Worker(cores: 4, memory: 7_677, disk: 97)
    case DemoMachine.x4WithDisk.name: Worker(cores: 4, memory: 7_677, disk: 396)
    case DemoMachine.x8.name: Worker(cores: 8, memory: 15_580, disk: 195)
    case DemoMachine.x8WithMemory.name: Worker(cores: 8, memory: 63_390, disk: 195)
    case DemoMachine.x16.name: Worker(cores: 16, memory: 31_390, disk: 390)
    default: nil
    }
  }

  private static func use(_ job: DemoJob, _ programs: DemoPrograms) -> Use {
    switch job.program.name {
    case programs.qc.name: return Use(cores: 2.6, memory: 2_100, disk: 18)
    case programs.step1.name: return Use(cores: 12.5, memory: 14_000, disk: 40)
    // Sixteen cores, of which the step keeps four busy.
    case programs.step2.name: return Use(cores: 3.7, memory: 5_200, disk: 22)
    case programs.annotate.name: return Use(cores: 2.1, memory: 2_900, disk: 9)
    case programs.gather.name: return Use(cores: 0.9, memory: 1_500, disk: 160)
    case programs.stats.name: return Use(cores: 1.2, memory: 900, disk: 4)
    case programs.impute.name: return Use(cores: 0.1, memory: 600, disk: 2)
    case programs.imputeChunk.name: return Use(cores: 6.8, memory: 31_000, disk: 30)
    // The genes with the most variants need 9 GiB, the others do with half of it.
    case programs.burden.name:
      return Use(cores: 3.1, memory: job.machine.name == DemoMachine.x16.name ? 9_000 : 4_300, disk: 12)
    case programs.notebook.name: return Use(cores: 0.4, memory: 3_000, disk: 15)
    default: return Use(cores: 1.3, memory: 1_200, disk: 6)
    }
  }
}
