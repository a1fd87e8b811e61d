import JobModel
import TestSupport
import Testing

@testable import Advice

/// A done job of a run, its times in seconds.
private func job(
  _ id: String, _ executable: String, _ from: Int64, _ to: Int64, after: [String] = [], run: String = "r",
  _ change: (inout Job) -> Void = { _ in }
) -> Job {
  var job = Job(key: JobKey(run: run, id: id), name: executable, executable: executable, state: .done)
  job.submitted = SimTime(milliseconds: from * 1000)
  job.started = SimTime(milliseconds: from * 1000)
  job.stopped = SimTime(milliseconds: to * 1000)
  job.dependencies = after
  change(&job)
  return job
}

private func draft(_ jobs: [Job], past: [Job] = [], assumed: SimDuration? = nil) throws -> PlanDraft {
  let made = try #require(
    try HistoryPlanner(History(jobs: jobs)).draft(
      name: "p", origin: "o", past: InMemoryJobSource(History(jobs: past)), assumed: assumed))
  try made.plan.validate()
  return made
}

/// A job that failed before it had a worker.
private func never(_ job: inout Job) {
  job.state = .failed
  (job.started, job.stopped) = (nil, nil)
}

private func task(_ draft: PlanDraft, _ name: String) throws -> PlanTask {
  try #require(draft.plan.tasks.first { $0.name == name }, "\(draft.plan.tasks.map(\.name))")
}

@Suite("Plans of runs that were recorded")
struct HistoryPlannerTests {
  @Test("Recorded dependencies: one for one, all for one, and what follows from the rest")
  func recorded() throws {
    var jobs = [job("s", "split", 0, 10)]
    for i in 0..<3 {
      let i64 = Int64(i)
      jobs.append(job("a\(i)", "align", 10, 20 + i64, after: ["s"]))
      jobs.append(job("c\(i)", "call", 20 + i64, 30 + i64, after: ["a\(i)", "s"]))
    }
    jobs.append(job("m", "merge", 32, 40, after: ["c0", "c1", "c2", "s"]))
    let made = try draft(jobs)
    #expect(made.plan.tasks.map(\.name) == ["split", "align", "call", "merge"])
    #expect(made.plan.tasks.map(\.count) == [1, 3, 3, 1])
    #expect(made.plan.tasks.map(\.after) == [[], ["split"], [], ["call"]])
    #expect(made.plan.tasks.map(\.each) == [nil, nil, "align", nil])
    #expect(try task(made, "align").runtime == .distribution(.values([10_000, 11_000, 12_000])))
    #expect(try task(made, "call").runtime == .distribution(.constant(10_000)))
    #expect(made.plan.sampleCount == 3)
  }

  @Test("A step that all of another's jobs precede keeps its barrier beside a one for one")
  func barrierStays() throws {
    // d waits for its own c and for all of a: `each: c` alone would let it go before the other a are done.
    var jobs: [Job] = []
    for i in 0..<2 { jobs.append(job("a\(i)", "a", 0, 10)) }
    for i in 0..<2 { jobs.append(job("c\(i)", "c", 10, 20, after: ["a\(i)"])) }
    for i in 0..<2 { jobs.append(job("d\(i)", "d", 20, 30, after: ["c\(i)", "a0", "a1"])) }
    let d = try task(try draft(jobs), "d")
    #expect(d.each == "c" && d.after == ["a"])
  }

  @Test("One tool at two depths is two tasks")
  func depths() throws {
    let made = try draft([
      job("1", "sort", 0, 1), job("2", "align", 1, 2, after: ["1"]), job("3", "sort", 2, 3, after: ["2"]),
      job("4", "sort", 3, 4, after: ["3"]),
    ])
    #expect(made.plan.tasks.map(\.name) == ["sort", "align", "sort-2", "sort-3"])
    #expect(made.plan.tasks.map(\.executable) == ["sort", "align", "sort", "sort"])
    #expect(made.plan.tasks.map(\.after) == [[], ["sort"], ["align"], ["sort-2"]])
  }

  @Test("A trace without dependencies: what ended nearest before, sample by sample where the tags agree")
  func inferred() throws {
    var jobs = [job("0", "W:INDEX", 0, 5) { $0.name = "W:INDEX (genome)" }]
    for (i, sample) in ["x", "y"].enumerated() {
      let start = Int64(i) * 100
      jobs.append(job("q\(i)", "W:QC", 0, 3) { $0.name = "W:QC (\(sample))" })
      jobs.append(job("a\(i)", "W:ALIGN", 6, 50 + start) { $0.name = "W:ALIGN (\(sample))" })
      jobs.append(job("c\(i)", "W:CALL", 51 + start, 60 + start) { $0.name = "W:CALL (\(sample))" })
    }
    jobs.append(job("m", "W:MULTIQC", 161, 170))
    let made = try draft(jobs)
    #expect(try task(made, "ALIGN").after == ["INDEX"])
    #expect(try task(made, "CALL").each == "ALIGN")
    #expect(try task(made, "MULTIQC").after == ["CALL"])
    #expect(try task(made, "QC").after == [])
    #expect(try task(made, "ALIGN").executable == "W:ALIGN")
    #expect(made.comments["CALL"]?.contains("what it waits for is read off the times") ?? false)
  }

  @Test("Loose jobs of a platform that tells its trees wait for nobody")
  func loose() throws {
    let made = try draft([job("job-1", "a", 0, 1, run: ""), job("job-2", "b", 2, 3, run: "")])
    #expect(made.plan.tasks.map(\.after) == [[], []])
  }

  @Test("Stages of several analyses, and the jobs that a job launched")
  func analyses() throws {
    var jobs: [Job] = []
    for i in 0..<2 {
      func stage(_ id: String, _ name: String, _ from: Int64, _ to: Int64, ready: Int64? = nil) -> Job {
        job("job-\(id)\(i)", name, from, to, run: "") {
          $0.analysis = "analysis-\(i)"
          $0.stage = "stage-\(name)"
          $0.root = "analysis-\(i)"
          $0.submitted = .zero
          $0.runnable = SimTime(milliseconds: (ready ?? from) * 1000)
        }
      }
      let late = Int64(i) * 7
      jobs.append(stage("a", "first", 1, 10 + late, ready: 0))
      jobs.append(stage("b", "second", 11 + late, 100 + late))
      for part in 0..<3 {
        jobs.append(
          job("job-p\(i)\(part)", "second:part", 20 + late, 90 + late, run: "") {
            $0.parent = "job-b\(i)"
            $0.root = "analysis-\(i)"
          })
      }
      jobs.append(
        job("job-g\(i)", "second:gather", 91 + late, 95 + late, run: "") {
          $0.parent = "job-b\(i)"
          $0.root = "analysis-\(i)"
        })
    }
    let made = try draft(jobs)
    #expect(try task(made, "second").each == "first")
    #expect(try task(made, "second:part").count == 6)
    // A plan knows no launching: the parts wait for what their launcher waited for.
    #expect(try task(made, "second:part").after == ["first"])
    #expect(try task(made, "second:gather").count == 2)
    #expect(try task(made, "second:gather").after == ["second:part"])
  }

  @Test("Tries are one job, failures that were made good are not planned, and conditions are those of most")
  func conditions() throws {
    var jobs: [Job] = []
    for number in 0..<3 {
      jobs.append(
        job("1", "a", Int64(number), Int64(number) + 1) {
          $0.key.tryNumber = number
          $0.state = number == 2 ? .done : .restarted
        })
    }
    jobs.append(
      job("2", "a", 0, 5) {
        $0.name = "a (x)"; $0.state = .failed
      })
    jobs.append(job("3", "a", 6, 9) { $0.name = "a (x)" })
    jobs.append(
      job("4", "a", 0, 7) {
        $0.name = "a (y)"; $0.state = .failed
      })
    for index in jobs.indices {
      jobs[index].instanceType = index < 4 ? "big" : "small"
      jobs[index].priority = .low
      jobs[index].timeLimit = index == 0 ? .hours(3) : .hours(30 * 24)
      jobs[index].usage.peakMemory = Bytes(200_000_001)
      jobs[index].restartPolicy = RestartPolicy(
        restartOn: [.spotInstanceInterruption: 3, .appError: 2], maxRestarts: 4)
    }
    let made = try draft(jobs)
    let a = try task(made, "a")
    #expect(a.count == 3)
    #expect(a.runtime == .distribution(.values([1000, 3000])))
    #expect(a.memory == .constant(191 << 20))
    #expect(a.instanceType == "small" && a.priority == .low && a.timeout == nil)
    #expect(a.restart == RestartPolicy(restartOn: [.spotInstanceInterruption: 3], maxRestarts: 4))
    #expect(made.assumptions.contains("1 failed tries that a later one made good are not planned"))
  }

  @Test("Nothing to plan, and nothing known of a runtime")
  func empty() throws {
    #expect(try HistoryPlanner(History()).draft(name: "p", origin: "o") == nil)
    var reused = job("1", "a", 0, 1)
    reused.isCached = true
    #expect(throws: NothingRan.self) { try draft([reused]) }
    reused.properties = [Property(name: "cached_realtime_ms", value: "1500")]
    #expect(try draft([reused]).plan.tasks[0].runtime == .distribution(.constant(1500)))
  }

  @Test("A step that never ran is left out, and what waited for it waits for what it waited for")
  func leftOut() throws {
    // split → align ×2 → filter ×2 (never ran) → call ×2 → merge; index (never ran) → merge.
    var jobs = [job("s", "split", 0, 10)]
    for i in 0..<2 {
      jobs.append(job("a\(i)", "align", 10, 20, after: ["s"]))
      jobs.append(job("f\(i)", "filter", 20, 20, after: ["a\(i)"], never))
      jobs.append(job("c\(i)", "call", 20, 30, after: ["f\(i)"]))
    }
    jobs.append(job("x", "index", 0, 0, never))
    jobs.append(job("m", "merge", 30, 40, after: ["c0", "c1", "x"]))
    let made = try draft(jobs)
    #expect(made.plan.tasks.map(\.name) == ["split", "align", "call", "merge"])
    #expect(made.plan.tasks.map(\.after) == [[], ["split"], [], ["call"]])
    // Job i of call waited for job i of filter, and that for job i of align.
    #expect(made.plan.tasks.map(\.each) == [nil, nil, "align", nil])
    #expect(made.leftOut.map(\.task.name) == ["index", "filter"])
    #expect(made.leftOut[1].task.each == "align" && made.leftOut[1].task.count == 2)
    #expect(made.leftOut[1].remarks == ["of its 2 jobs: 2 failed before it began", "call waited for it"])
    #expect(made.leftOutWords?.hasPrefix("2 of 6 steps are left out") == true)
  }

  @Test("Two in a row that never ran: the wider wait holds")
  func leftOutInARow() throws {
    // a ×2 → b ×2 one for one (never ran) → c waits for both (never ran) → d ×2, each of c.
    var jobs = (0..<2).map { job("a\($0)", "a", 0, 10) }
    jobs += (0..<2).map { job("b\($0)", "b", 10, 10, after: ["a\($0)"], never) }
    jobs.append(job("c", "c", 10, 10, after: ["b0", "b1"], never))
    jobs += (0..<2).map { job("d\($0)", "d", 10, 20, after: ["c"]) }
    let made = try draft(jobs)
    #expect(try task(made, "d").after == ["a"] && task(made, "d").each == nil)
    #expect(made.leftOut.map(\.task.after) == [[], ["a"]])
    #expect(made.leftOut[0].task.each == "a")
    #expect(made.leftOut[1].remarks.contains("it also waited for b"))
  }

  @Test("A step that never ran takes what other jobs of its executable tell, those of its run first")
  func fromOthers() throws {
    let run = [job("1", "a", 0, 10), job("2", "b", 10, 10, after: ["1"], never)]
    let past = [
      job("9", "b", 0, 7, run: "q") {
        $0.instanceType = "big"
        $0.usage.peakMemory = Bytes(1 << 30)
      }, job("10", "b", 0, 9, run: "q"),
    ]
    let b = try task(try draft(run, past: past), "b")
    #expect(b.runtime == .distribution(.values([7000, 9000])) && b.after == ["a"])
    #expect(b.instanceType == "big" && b.memory == .constant(1 << 30))
    // The same executable at another stage of the run.
    var twice = run
    (twice[1].stage, twice[1].name) = ("s2", "b again")
    twice.append(job("3", "b", 0, 4) { $0.stage = "s1" })
    let own = try task(try draft(twice, past: past), "b s2")
    #expect(own.runtime == .distribution(.constant(4000)))
    // Nothing known, but something assumed.
    #expect(try task(try draft(run, assumed: .hours(1)), "b").runtime == .distribution(.constant(3_600_000)))
    #expect(throws: NothingRan.self) { try draft([run[1]]) }
  }

  @Test("A run that goes on: the time so far where nothing else is known, and the jobs that wait")
  func goesOn() throws {
    func open(_ state: JobState, _ start: Int64?) -> (inout Job) -> Void {
      { job in
        job.state = state
        job.started = start.map { SimTime(milliseconds: $0 * 1000) }
        job.stopped = nil
        job.observedUntil = SimTime(milliseconds: 100_000)
      }
    }
    let made = try draft([
      job("1", "a", 0, 10), job("2", "a", 0, 0, open(.running, 20)), job("3", "a", 0, 0, open(.runnable, nil)),
      job("4", "b", 10, 0, after: ["1"], open(.running, 30)), job("5", "c", 0, 0, after: ["4"], open(.idle, nil)),
      job("6", "d", 0, 50) { $0.state = .waitingOnOutput },
    ])
    let a = try task(made, "a")
    #expect(a.count == 3 && a.runtime == .distribution(.constant(10_000)))
    // From 30 to 100 s: a lower bound.
    #expect(try task(made, "b").runtime == .distribution(.constant(70_000)))
    #expect(try task(made, "d").runtime == .distribution(.constant(50_000)))
    #expect(made.leftOut.map(\.task.name) == ["c"])
    #expect(made.leftOut[0].task.after == ["b"])
    #expect(made.comments["b"]?.contains { $0.hasSuffix("is taken, which is too short") } == true)
  }

  @Test("Whatever a record says, its plan can be run")
  func records() throws {
    var drafts = 0
    for seed in 0..<UInt64(400) {
      var random = SeededGenerator(seed: seed)
      let count = 1 + random.below(14)
      let ids = (0..<count).map { "\($0)" }
      let jobs = ids.map { id in
        let from = Int64(random.below(8))
        return job(id, "e\(random.below(4))", from, from + Int64(random.below(4)), run: random.below(3) == 0 ? "" : "r")
        {
          for _ in 0..<random.below(3) { $0.dependencies.append(ids[random.below(count)]) }
          if random.below(3) == 0 { $0.parent = ids[random.below(count)] }
          if random.below(3) == 0 { ($0.analysis, $0.stage) = ("analysis-\(random.below(2))", "s\(random.below(2))") }
          if random.below(6) == 0 { $0.state = .failed }
          if random.below(6) == 0 { $0.isCached = true }
          if random.below(9) == 0 { $0.stopped = nil }
          if random.below(9) == 0 { $0.stopped = SimTime(milliseconds: .min) }
          if random.below(9) == 0 { $0.submitted = SimTime(milliseconds: .max) }
          if random.below(9) == 0 { ($0.started, $0.stopped) = (nil, nil) }
          if random.below(9) == 0 { $0.state = random.below(2) == 0 ? .running : .waitingOnInput }
          if random.below(5) == 0 { $0.observedUntil = SimTime(milliseconds: Int64(random.below(20)) * 1000) }
          $0.name = "\($0.executable) (\(random.below(3)))"
        }
      }
      let planner = HistoryPlanner(History(jobs: jobs))
      let draft: PlanDraft?
      do {
        draft = try planner.draft(name: "p", origin: "o")
      } catch is NothingRan {
        continue
      }
      // No job is left that can be planned.
      guard let made = draft else { continue }
      drafts += 1
      #expect(throws: Never.self, "seed \(seed)") { try made.plan.validate() }
      #expect(made.plan.tasks.allSatisfy { $0.runtime?.distribution != .fromHistory }, "seed \(seed)")
      let left = Set(made.leftOut.map(\.task.name))
      #expect(left.isDisjoint(with: made.plan.tasks.map(\.name)), "seed \(seed)")
      #expect(
        made.leftOut.allSatisfy { left.isDisjoint(with: $0.task.after + ($0.task.each.map { [$0] } ?? [])) },
        "seed \(seed)")
    }
    #expect(drafts >= 350, "\(drafts) of 400")
  }

  @Test("A job that tells no runtime is not said to have never run")
  func untold() throws {
    let jobs = [
      job("1", "a", 0, 10), job("2", "a", 0, 0) { ($0.started, $0.stopped) = (nil, nil) },
      job("3", "a", 0, 0) { $0.stopped = nil },
      job("4", "a", 0, 0) { ($0.state, $0.stopped) = (.running, nil) },
    ]
    let made = try draft(jobs)
    let remark = try #require(made.comments["a"]?.first { $0.contains("no runtime") })
    #expect(remark.hasPrefix("3 of its jobs tell no runtime (1 done, with no times on record, "), "\(remark)")
    #expect(remark.hasSuffix("): in the plan they run like the others"), "\(remark)")
    #expect(made.comments["a"]?.contains { $0.contains("never ran") } == false)
  }

  @Test("What was read off the times is said, however many steps in between are left out")
  func inferredThroughLeftOut() throws {
    // a, then g1 by its times alone; g2 and x name what they waited for.
    let jobs = [
      job("a", "a", 0, 10), job("g1", "g1", 10, 10, never), job("g2", "g2", 10, 10, after: ["g1"], never),
      job("x", "x", 20, 30, after: ["g2"]),
    ]
    let made = try draft(jobs)
    #expect(made.leftOut.map(\.task.name) == ["g1", "g2"])
    #expect(try task(made, "x").after == ["a"])
    #expect(made.comments["x"]?.contains("what it waits for is read off the times") == true)
    #expect(made.leftOut[0].remarks.contains("what it waits for is read off the times"))
  }

  @Test("A left-out step is scaled with the plan, so that it can be taken back in")
  func scaledLeftOut() throws {
    var jobs: [Job] = []
    for i in 0..<2 {
      jobs.append(job("a\(i)", "a", 0, 10))
      jobs.append(job("f\(i)", "f", 10, 10, after: ["a\(i)"], never))
      jobs.append(job("c\(i)", "c", 10, 20, after: ["f\(i)"]))
    }
    for scale in [PlanScale.samples(from: nil, to: 100), .task("a", to: 100)] {
      var made = try draft(jobs)
      try made.scale(scale)
      #expect(made.plan.tasks.map(\.count) == [100, 100])
      var back = made.leftOut[0].task
      #expect(back.count == 100 && back.each == "a")
      back.runtime = .distribution(.constant(1))
      made.plan.tasks.append(back)
      try made.plan.validate()
    }
    // Nothing in the plan has a multiple of three jobs.
    var made = try draft(jobs)
    #expect(throws: PlanError.self) { try made.scale(.samples(from: 3, to: 9)) }
  }
}

@Suite("How a sample is written")
struct SampleFitTests {
  @Test func byItsSize() throws {
    #expect(SampleFit.distribution(of: []) == nil)
    #expect(SampleFit.distribution(of: [7])?.distribution == .constant(7))
    #expect(SampleFit.distribution(of: [9, 7])?.distribution == .values([7, 9]))
    // 1000 values of which every other is 1 and 1000: no lognormal has its mean.
    let twoPeaks = (0..<1000).map { Int64($0 % 2 == 0 ? 1 : 1000) }
    guard case .values(let quantiles)? = SampleFit.distribution(of: twoPeaks)?.distribution else {
      Issue.record("expected quantiles")
      return
    }
    #expect(quantiles.count == 100)
    #expect(quantiles.reduce(0, +) / 100 == 500)
    // Uniform between 90 and 110: narrow enough to be lognormal.
    guard
      case .quantiles(let median, let p95)? = SampleFit.distribution(of: (0..<1000).map { 90_000 + 20 * $0 })?
        .distribution
    else {
      Issue.record("expected a lognormal")
      return
    }
    #expect(abs(median - 100_000) < 50 && abs(p95 - 109_000) < 50)
  }
}

@Suite("What a draft lacks")
struct PlanCompletionTests {
  private func catalog() -> Catalog {
    var catalog = Catalog(name: "c", provider: "p")
    for (name, vcpus, gib, price) in [
      ("s", 2.0, 4, "0.1"), ("m", 4.0, 16, "0.2"), ("odd", 8.0, 64, "0.15"), ("l", 8.0, 32, "0.4"),
    ] {
      var type = InstanceType(name: name, vcpus: vcpus, memory: Bytes(Int64(gib) << 30))
      type.onDemand = (try? DecimalNumber(parsing: price)).flatMap { HourlyPrice(perHour: $0) }
      if name == "odd" { type.architecture = "arm64" }
      catalog.set(type)
    }
    return catalog
  }

  private func source() -> InMemoryJobSource {
    InMemoryJobSource(
      History(
        jobs: (0..<3).map { index in
          job("\(index)", "known", 0, 60, run: "") {
            $0.executableID = "applet-1"
            $0.instanceType = index == 0 ? "m" : "l"
            if index == 0 { $0.usage.peakMemory = Bytes(1 << 30) }
          }
        }))
  }

  private func completed(_ change: (inout PlanDraft) -> Void) throws -> (task: PlanTask, assumptions: [String]) {
    var task = PlanTask(name: "t")
    task.runtime = .distribution(.fromHistory)
    var draft = PlanDraft(plan: Plan(name: "p", tasks: [task]), origin: "o")
    draft.defaultInstanceType = "s"
    change(&draft)
    let result = try PlanCompletion(source: source(), catalog: catalog()).complete(draft)
    return (result.draft.plan.tasks[0], result.assumptions)
  }

  @Test("The past comes first, then what is asked for, then the platform's default")
  func order() throws {
    let byID = try completed { $0.executableIDs["t"] = "applet-1" }
    #expect(byID.task.executable == "known" && byID.task.instanceType == "l" && byID.task.memory == .fromHistory)
    #expect(
      byID.assumptions == [
        "t: applet-1 is \"known\" in the history", "t: its memory is that of 1 past job",
        "t: it runs on l, as 2 of its 3 past jobs did",
      ])
    let asked = try completed { $0.needs["t"] = PlanDraft.Needs(vcpus: 3, memory: Bytes(15_000_000_000)) }
    #expect(asked.task.instanceType == "m" && asked.task.memory == .constant(15_000_000_000))
    #expect(asked.assumptions.last == "t: it runs on m, the cheapest of c with 3 vCPUs, 15 GB of memory")
    let tooMuch = try completed { $0.needs["t"] = PlanDraft.Needs(vcpus: 100) }
    #expect(tooMuch.task.instanceType == nil)
    let away = PlanCompletion(source: source(), catalog: catalog(), movesTypes: true)
    var moved = PlanTask(name: "m")
    moved.instanceType = "n1-standard-4"
    var draft = PlanDraft(plan: Plan(name: "p", tasks: [moved, moved]), origin: "o")
    draft.plan.tasks[1].name = "n"
    draft.needs["m"] = PlanDraft.Needs(vcpus: 4)
    let replaced = try away.complete(draft)
    #expect(replaced.draft.plan.tasks.map(\.instanceType) == ["m", nil])
    #expect(replaced.assumptions.first == "m: it ran on n1-standard-4, which c does not have")
    let usual = try completed { _ in }
    #expect(usual.task.instanceType == "s" && usual.assumptions.count == 1)
    // A past job of no time tells none: as for an estimate.
    let blink = InMemoryJobSource(History(jobs: [job("1", "t", 5, 5, run: "")]))
    var open = PlanDraft(plan: Plan(name: "p", tasks: [PlanTask(name: "t")]), origin: "o")
    open.plan.tasks[0].runtime = .distribution(.fromHistory)
    let assumed = try PlanCompletion(source: blink, catalog: nil, assumed: .hours(1)).complete(open)
    #expect(assumed.draft.plan.tasks[0].runtime == .distribution(.constant(3_600_000)))
    let without = try PlanCompletion(source: blink, catalog: nil).complete(open)
    #expect(without.draft.withoutRuntime == ["t"])
    let said = try completed { $0.plan.tasks[0].instanceType = "m" }
    #expect(said.task.instanceType == "m" && said.assumptions.isEmpty)
  }
}
