import JobModel
import TestSupport
import Testing

@testable import Simulation

/// A task in short: seconds, cores, parents, machine.
typealias ToyTask = (seconds: Int64, cores: Int?, parents: [Int], machine: String?)

/// An instance with tasks t0, t1, …
func workflow(_ tasks: [ToyTask], machines: [(String, Int)]) -> WorkflowInstance {
  var instance = WorkflowInstance(name: "toy")
  instance.machines = machines.map { .init(name: $0.0, cores: $0.1) }
  instance.tasks = tasks.enumerated().map { index, toy in
    var task = WorkflowInstance.Task(id: "t\(index)", name: "t\(index)", executable: index % 2 == 0 ? "even" : "odd")
    task.runtime = .seconds(toy.seconds)
    task.cores = toy.cores
    task.parents = toy.parents
    task.machines = toy.machine.map { [$0] } ?? []
    return task
  }
  return instance
}

extension WorkflowInstance {
  /// When each task starts, in seconds, and on which machine it runs.
  fileprivate func replay(_ placement: WorkflowReplay.Placement = .any) throws -> (starts: [Int64], on: [String], Run) {
    let run = try WorkflowReplay(self, placement: placement).run(name: "toy", version: "0", keepsSchedule: true)
    let schedule = try #require(run.schedule)
    return (schedule.started.map { $0 / 1000 }, schedule.type.map { $0 < 0 ? "-" : schedule.types[Int($0)] }, run)
  }
}

@Suite struct WorkflowReplayTests {
  // t0 → t1…t4 → t5: one machine of two cores does two of the four at a time, the shortest makes room first.
  private let fork: [ToyTask] = [
    (10, nil, [], "a"), (4, nil, [0], "a"), (6, nil, [0], "b"), (3, nil, [0], "b"), (5, nil, [0], "b"),
    (2, nil, [1, 2, 3, 4], "a"),
  ]

  @Test func aForkJoinOnOneMachine() throws {
    let (starts, on, run) = try workflow(fork, machines: [("a", 2)]).replay()
    // 10: t1, t2; 14: t3 after t1; 16: t4 after t2; it ends at 21 and t3 at 17.
    #expect(starts == [0, 10, 10, 14, 16, 21] && Set(on) == ["a"])
    #expect(run.wallClock.mean == 23_000 && run.criticalPath == 18_000)
    #expect(run.utilization == 30.0 / 46.0)
    #expect(run.wait.mean == 1667 && run.wait.max == 6000)
  }

  @Test func theMachineWithTheMostFreeCoresIsTakenAndOfEqualsTheFirst() throws {
    let (starts, on, run) = try workflow(fork, machines: [("a", 1), ("b", 2)]).replay()
    // t1 goes to b (2 free), t2 to a (1 each, the first), t3 to b; t4 waits for t3.
    #expect(on == ["b", "b", "a", "b", "b", "b"])
    #expect(starts == [0, 10, 10, 10, 13, 18] && run.wallClock.mean == 20_000)
  }

  @Test func pinnedTasksWaitForTheirMachine() throws {
    let (starts, on, run) = try workflow(fork, machines: [("a", 1), ("b", 2)]).replay(.recorded)
    #expect(on == ["a", "a", "b", "b", "b", "a"])
    #expect(starts == [0, 10, 10, 10, 13, 18] && run.warnings == [])
    let one = try workflow(fork, machines: [("a", 1), ("b", 1)]).replay(.recorded)
    #expect(one.starts == [0, 10, 10, 16, 19, 24])
  }

  @Test func whatIsNotListedRunsOnAnyAndOfSeveralTheFirstCounts() throws {
    var instance = workflow(
      [(1, nil, [], "a"), (1, nil, [], "nowhere"), (1, nil, [], "b")], machines: [("a", 1), ("b", 2)])
    instance.tasks[2].machines = ["a", "b"]
    let (starts, on, run) = try instance.replay(.recorded)
    #expect(on == ["a", "b", "a"] && starts == [0, 0, 1])
    #expect(
      run.warnings == [
        "1 task named no machine of the list: any will do", "1 task named several machines: the first counts",
      ])
  }

  @Test func whatDoesNotFitHoldsUpNobody() throws {
    // Four cores: t0 takes 3, t1 wants 2 and waits; t2 (1 core) comes later in the file and starts at once.
    let (starts, _, _) = try workflow(
      [(10, 3, [], nil), (5, 2, [], nil), (4, 1, [], nil), (1, 1, [], nil)], machines: [("a", 4)]
    ).replay()
    #expect(starts == [0, 10, 0, 4])
  }

  @Test func theOrderIsThatOfBecomingReadyThenOfTheFile() throws {
    // One core. t3 and t1 are ready at 3, t0's other child t2 before them; t4 only after t3.
    let (starts, _, _) = try workflow(
      [(1, nil, [], nil), (1, nil, [0, 4], nil), (7, nil, [0], nil), (1, nil, [4], nil), (2, nil, [], nil)],
      machines: [("a", 1)]
    ).replay()
    // 0: t0; 1: t4 was ready at 0, before t2 at 1; 3: t2 at 1 before t1 and t3 at 3; then those in the file's order.
    #expect(starts == [0, 10, 3, 11, 1])
  }

  @Test func moreCoresThanAMachineHasAreCapped() throws {
    let tasks: [ToyTask] = [(2, 16, [], "small"), (2, 1, [], "big"), (2, 0, [], "small")]
    let (starts, _, run) = try workflow(tasks, machines: [("small", 2), ("big", 4)]).replay()
    #expect(
      starts == [0, 0, 0]
        && run.warnings == ["1 task asked for more cores than a machine has: all that it has must do"])
    #expect(try workflow(tasks, machines: [("small", 2), ("big", 4)]).replay(.recorded).starts == [0, 0, 2])
  }

  @Test func withoutMachinesNothingWaits() throws {
    let (starts, on, run) = try workflow(fork, machines: []).replay()
    #expect(starts == [0, 10, 10, 10, 10, 16] && Set(on) == ["-"])
    #expect(run.wallClock.mean == run.criticalPath && run.utilization == nil)
    #expect(run.warnings == ["the instance names no machines: there are enough cores for all tasks at once"])
  }

  @Test func figuresOfExecutablesAndThePathAddUp() throws {
    var instance = workflow(fork, machines: [("a", 2)])
    instance.makespan = .seconds(30)
    let run = try instance.replay().2
    #expect(run.recorded?.makespan == 30_000 && run.kind == .replay && !run.hasCatalog)
    #expect(run.tasks.map(\.name) == ["even", "odd"] && run.tasks.map(\.jobs) == [3, 3])
    #expect(run.tasks.map(\.runMean) == [7000, 3000] && run.tasks.map(\.waitMean) == [2000, 1333])
    // t0 (10 s), t4 with its wait (11 s) and t5 (2 s) are the path; t5 is odd.
    #expect(run.tasks.map(\.criticalShare) == [21.0 / 23.0, 2.0 / 23.0])
  }

  @Test func whatCannotBeReplayedIsSaid() {
    func fails(_ instance: WorkflowInstance, _ placement: WorkflowReplay.Placement = .any) -> String? {
      let error = #expect(throws: SimulationError.self) { _ = try instance.replay(placement) }
      return error?.description
    }
    #expect(fails(WorkflowInstance(name: "x"))?.contains("0 tasks") == true)
    #expect(fails(workflow([(1, nil, [1], nil), (1, nil, [0], nil)], machines: []))?.contains("t0, t1") == true)
    #expect(fails(workflow([(1, nil, [7], nil)], machines: []))?.contains("waits for a task that there is not") == true)
    #expect(fails(workflow([(1, nil, [], nil)], machines: [("a", 1)]), .recorded)?.contains("--pin recorded") == true)
    #expect(fails(workflow(fork, machines: []), .recorded) != nil)
    var endless = workflow([(1, nil, [], nil), (1, nil, [], nil)], machines: [])
    endless.tasks[0].runtime = .limit
    #expect(fails(endless)?.contains("passes") == true)
  }

  /// Ties, mixed sizes, bound tasks and tasks without length: as a naive scheduler that looks at everything each time.
  @Test func agreesWithANaiveScheduler() throws {
    for seed in 0..<1000 as Range<UInt64> {
      var random = SeededGenerator(seed: seed)
      let machines = (0..<(1 + random.below(5))).map { ("m\($0)", 1 + random.below(6)) }
      let tasks: [ToyTask] = (0..<(1 + random.below(60))).map { index in
        let parents = (0..<random.below(4)).compactMap { _ in index == 0 ? nil : random.below(index) }
        let machine = random.below(4) == 0 ? nil : "m\(random.below(machines.count))"
        return (Int64(random.below(6)), 1 + random.below(4), Set(parents).sorted(), machine)
      }
      let instance = workflow(tasks, machines: machines)
      for placement in WorkflowReplay.Placement.allCases where seed % 2 == 0 || placement == .any {
        guard placement == .any || tasks.contains(where: { $0.machine != nil }) else { continue }
        let (starts, on, _) = try instance.replay(placement)
        let naive = naiveStarts(tasks, machines, isPinned: placement == .recorded)
        #expect(starts == naive.starts && on == naive.on, "seed \(seed), \(placement)")
      }
    }
  }

  private func naiveStarts(
    _ tasks: [ToyTask], _ machines: [(String, Int)], isPinned: Bool
  ) -> (starts: [Int64], on: [String]) {
    var free = machines.map(\.1)
    var ready = [Int64?](repeating: nil, count: tasks.count)
    var starts = ready
    var on = [Int](repeating: -1, count: tasks.count)
    var ended = Set<Int>()
    let largest = machines.map(\.1).max() ?? 1
    func cores(_ task: Int, _ machine: Int?) -> Int {
      min(tasks[task].cores ?? 1, machine.map { machines[$0].1 } ?? largest)
    }
    var now: Int64 = 0
    while ended.count < tasks.count {
      for task in tasks.indices where ready[task] == nil && tasks[task].parents.allSatisfy(ended.contains) {
        ready[task] = now
      }
      let waiting = tasks.indices.filter { ready[$0] != nil && starts[$0] == nil }
      for task in waiting.sorted(by: { (ready[$0] ?? 0, $0) < (ready[$1] ?? 0, $1) }) {
        let pin = isPinned ? machines.firstIndex { $0.0 == tasks[task].machine } : nil
        let needed = cores(task, pin)
        let fits = machines.indices.filter { free[$0] >= needed && (pin == nil || pin == $0) }
        guard let best = fits.max(by: { (free[$0], $1) < (free[$1], $0) }) else { continue }
        free[best] -= needed
        starts[task] = now
        on[task] = best
      }
      let running = tasks.indices.filter { starts[$0] != nil && !ended.contains($0) }
      now = running.map { (starts[$0] ?? 0) + tasks[$0].seconds }.min() ?? now
      for task in running where (starts[task] ?? 0) + tasks[task].seconds == now {
        ended.insert(task)
        free[on[task]] += cores(task, isPinned ? machines.firstIndex { $0.0 == tasks[task].machine } : nil)
      }
    }
    return (starts.map { $0 ?? -1 }, on.map { machines[$0].0 })
  }

  @Test func aHundredThousandTasksTakeNoTime() throws {
    var random = SeededGenerator(seed: 1)
    let tasks: [ToyTask] = (0..<100_000).map { index in
      (
        Int64(1 + random.below(5000)), 1 + random.below(16), index < 100 ? [] : [random.below(index)],
        "m\(random.below(200))"
      )
    }
    let instance = workflow(tasks, machines: (0..<200).map { ("m\($0)", 32) })
    let clock = ContinuousClock()
    let time = try clock.measure { _ = try instance.replay(.recorded) }
    #expect(time < .seconds(20))
  }
}
