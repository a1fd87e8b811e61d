import JobModel
import Testing

@testable import Advice

@Suite struct HistoryResolverTests {
  private func history() -> InMemoryJobSource {
    InMemoryJobSource(
      History(
        jobs: (0..<5).map { index in
          var job = Job(
            key: JobKey(id: "\(index)"), name: "\(index)", executable: "bwa-mem", state: index == 4 ? .failed : .done)
          job.started = .zero
          job.stopped = SimTime(milliseconds: Int64(index + 1) * 60_000)
          job.instanceType = index == 0 ? "small" : "large"
          if index < 2 { job.usage.peakMemory = Bytes(Int64(index + 1) << 30) }
          job.isCached = index == 3
          return job
        }))
  }

  private func plan(_ executable: String, memory: Bool = false) -> Plan {
    var task = PlanTask(name: "align")
    task.executable = executable
    task.runtime = .distribution(.fromHistory)
    task.memory = memory ? .fromHistory : nil
    task.instanceType = "large"
    return Plan(name: "p", tasks: [task])
  }

  @Test func pastJobsThatWereDoneAreTheDistribution() throws {
    let resolution = try HistoryResolver(source: history()).resolve(plan("bwa-mem", memory: true))
    // The failed one and the cached one say nothing of the work.
    #expect(resolution.plan.tasks[0].runtime == .distribution(.values([60_000, 120_000, 180_000])))
    #expect(resolution.plan.tasks[0].memory == .values([1 << 30, 2 << 30]))
    #expect(
      resolution.evidence == ["runtime of align: 3 past jobs of bwa-mem", "memory of align: 2 past jobs of bwa-mem"])
    #expect(resolution.warnings.count == 3)
    #expect(resolution.warnings[1].contains("1 of its past jobs ran on small"))
    #expect(!HistoryResolver.isNeeded(for: resolution.plan))
  }

  @Test func timesThatAreAssumedAreNotThoseOfOtherTypes() throws {
    var row = Job(key: JobKey(id: "1"), name: "1", executable: "bwa-mem", state: .done)
    (row.started, row.stopped, row.instanceType) = (.zero, .zero, "small")
    let source = InMemoryJobSource(History(jobs: [row]))
    let resolution = try HistoryResolver(source: source, assumed: .hours(1)).resolve(plan("bwa-mem"))
    #expect(resolution.warnings == ["no past job tells the runtime of align: 1h is assumed"])
  }

  @Test func anUnknownExecutableIsNamedWithTheNearest() throws {
    let error = #expect(throws: HistoryResolver.MissingHistory.self) {
      try HistoryResolver(source: history()).resolve(plan("bwa-men"))
    }
    #expect(try #require(error).description.contains("the nearest name known is \"bwa-mem\""))
  }

  @Test func allTasksThatLackAPastAreNamedAtOnce() throws {
    var both = plan("bwa-men")
    both.tasks.append(both.tasks[0])
    both.tasks[1].name = "other"
    both.tasks[1].executable = "nothing like it"
    let error = #expect(throws: HistoryResolver.MissingHistory.self) {
      try HistoryResolver(source: history()).resolve(both)
    }
    let text = try #require(error).description
    #expect(
      text.contains("the runtime of 2 tasks: align (bwa-men) (the nearest name known is \"bwa-mem\"), other (nothing"))
    #expect(text.contains("--set 'tasks.align.runtime=2h'"))
  }
}
