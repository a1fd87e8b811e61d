import Foundation
import JobModel
import RunStore
import TestSupport
import Testing

@Suite struct JobRoundTripTests {
  let folder: TestFolder

  init() throws { folder = try TestFolder() }

  @Test func aJobWithEveryFieldComesBackEqual() throws {
    let job = try fullJob()
    // Whoever adds a field to `Job` must give it a column: nothing in the example may be left out.
    for child in Mirror(reflecting: job).children {
      let left = "\(child.value)"
      #expect(left != "nil" && left != "[]", "\(child.label ?? "?") is not set in the example")
    }
    let store = try folder.store()
    try store.importJobs([job])
    #expect(try store.jobs == [job])
    let analysis: Job = {
      var analysis = RunStoreTests.job("analysis-1")
      analysis.kind = .analysis
      return analysis
    }()
    try store.importJobs([analysis])
    #expect(try store.history(matching: JobFilter(ids: ["analysis-1"])).jobs == [analysis])
  }

  @Test(arguments: 0..<5) func randomJobsComeBackEqual(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    let jobs = (0..<100).map { randomJob(id: "j\($0)", &random) }
    let store = try folder.store()
    #expect(try store.importJobs(jobs).kept == 100)
    let stored = Dictionary(uniqueKeysWithValues: try store.jobs.map { ($0.key, $0) })
    for job in jobs { #expect(stored[job.key] == job, "seed \(seed)") }
    #expect(try store.importJobs(jobs).duplicates == 100, "seed \(seed)")
  }

  @Test func aTextWithNULStaysApart() throws {
    let store = try folder.store()
    #expect(try store.importJobs([job("a\0b"), job("a\0c"), job("a", executable: "x\0y")]).kept == 3)
    #expect(try store.jobs.map(\.key.id) == ["a", "a\u{2400}b", "a\u{2400}c"])
    #expect(try store.importJobs([job("a\0b"), job("a", executable: "x\0y")]).duplicates == 2)
  }

  @Test func whatIsNotANumberIsNotKnown() throws {
    var job = job("a")
    job.vcpus = .nan
    job.usage.cpuPercent = .infinity
    let store = try folder.store()
    try store.importJobs([job])
    #expect(try store.jobs.first?.vcpus == nil)
    #expect(try store.jobs.first?.usage.cpuPercent == .infinity)
    #expect(try store.importJobs([job]).duplicates == 1)
  }
}

/// A job in which each field is set or not by chance.
private func randomJob(id: String, _ random: inout SeededGenerator) -> Job {
  func text(_ random: inout SeededGenerator) -> String {
    let letters: [Character] = ["a", "Z", "0", "\"", "\\", "\n", "\u{1f}", "é", "🧬", ",", "[", " ", "/"]
    return String((0..<random.below(12)).map { _ in letters[random.below(letters.count)] })
  }
  func maybe<Value>(_ random: inout SeededGenerator, _ make: (inout SeededGenerator) -> Value) -> Value? {
    random.below(2) == 0 ? nil : make(&random)
  }
  func number(_ random: inout SeededGenerator) -> Int64 { Int64(truncatingIfNeeded: random.next()) >> random.below(64) }
  let states: [JobState] = [.done, .failed, .running, .restarted, JobState("brand_new")]
  var job = Job(
    key: JobKey(run: text(&random), id: id, tryNumber: random.below(9)), name: text(&random),
    executable: text(&random), state: states[random.below(states.count)])
  job.kind = random.below(9) == 0 ? .analysis : .job
  for field in [\Job.executableID, \.function, \.stage, \.user, \.project, \.billTo, \.folder, \.region] {
    job[keyPath: field] = maybe(&random, text)
  }
  for field in [\Job.instanceType, \.parent, \.origin, \.root, \.analysis, \.detachedFrom, \.failureMessage] {
    job[keyPath: field] = maybe(&random, text)
  }
  job.failureReason = maybe(&random) { FailureReason(text(&$0)) }
  for field in [\Job.submitted, \.runnable, \.started, \.stopped, \.ended] {
    job[keyPath: field] = maybe(&random) { SimTime(milliseconds: number(&$0)) }
  }
  job.runtime = maybe(&random) { SimDuration(milliseconds: number(&$0)) }
  job.tags = (0..<random.below(3)).map { _ in text(&random) }
  job.properties = (0..<random.below(3)).map { _ in Property(name: text(&random), value: text(&random)) }
  job.transitions = (0..<random.below(3)).map { _ in
    Job.Transition(state: JobState(text(&random)), time: SimTime(milliseconds: number(&random)))
  }
  job.exitCode = maybe(&random) { Int(number(&$0)) }
  job.nodes = random.below(4)
  job.vcpus = maybe(&random) { Double(number(&$0)) / 7 }
  job.memoryRequested = maybe(&random) { Bytes(number(&$0)) }
  job.priority = maybe(&random) { Priority.allCases[$0.below(3)] }
  job.priceModel = maybe(&random) { PriceModel.allCases[$0.below(2)] }
  job.restartPolicy = maybe(&random) {
    RestartPolicy(restartOn: [FailureReason(text(&$0)): $0.below(9)], maxRestarts: $0.below(9))
  }
  job.cost = maybe(&random) { Money(nanos: number(&$0), currency: .eur) }
  job.spotSavings = maybe(&random) { Money(nanos: number(&$0), currency: .usd) }
  job.dependencies = (0..<random.below(3)).map { _ in text(&random) }
  job.usage.cpuPercent = maybe(&random) { Double(number(&$0)) / 3 }
  job.usage.peakMemory = maybe(&random) { Bytes(number(&$0)) }
  job.usage.peaksAreLowerBounds = random.below(2) == 0
  return job
}
