import Foundation
import JobModel
import Testing

@testable import Advice

@Suite("How long a task takes on which machine")
struct RuntimeModelTests {
  private let task = RuntimeTask(group: "w", name: "align")

  @Test func theCurveIsTheLineThroughExactRuns() throws {
    // 10 s + 2 s a unit.
    let curve = try #require(RuntimeCurve([1, 2, 5, 10].map { .init(input: $0, seconds: 10 + 2 * $0) }))
    #expect(abs(curve.seconds(at: 20) - 50) < 1e-9)
    // Never below the shortest run.
    #expect(abs(curve.seconds(at: 0) - 12) < 1e-9)
    // The median where the size is unknown: (14 + 20) / 2.
    #expect(abs(curve.seconds(at: nil) - 17) < 1e-9)
    // Further beyond what was seen is less certain.
    #expect(curve.estimate(at: 100).variance > curve.estimate(at: 10).variance)
  }

  @Test func sizeThatExplainsNothingLeavesTheMedian() throws {
    let same = try #require(RuntimeCurve([3, 5, 9].map { .init(input: 7, seconds: $0) }))
    #expect(abs(same.seconds(at: 700) - 5) < 1e-9)
    let falling = try #require(RuntimeCurve([1, 2, 3].map { .init(input: $0, seconds: 10 - $0) }))
    #expect(abs(falling.seconds(at: 9) - 8) < 1e-9)
    let two = try #require(RuntimeCurve([1, 2].map { .init(input: $0, seconds: $0) }))
    #expect(abs(two.seconds(at: 9) - 1.5) < 1e-9)
  }

  @Test func extremesGiveFiniteCurvesOrNone() {
    #expect(RuntimeCurve([]) == nil)
    #expect(RuntimeCurve([.init(input: 1, seconds: 0), .init(input: 1, seconds: .nan)]) == nil)
    let curve = RuntimeCurve([
      .init(input: 1e300, seconds: 1e300), .init(input: 0, seconds: 1e-300), .init(input: .nan, seconds: 1),
      .init(input: -1, seconds: 2), .init(input: 1e-300, seconds: 5),
    ])
    for input in [nil, 0, 1e308, -1e308, Double.nan, .infinity] {
      #expect(curve?.estimate(at: input).log.isFinite == true)
    }
  }

  @Test func onTheMachineItselfTheCurveAnswers() throws {
    var model = RuntimeModel()
    for input in [1.0, 2, 4, 8] {
      model.observe(.init(task: task, machine: "a", inputBytes: input, seconds: 10 * input))
    }
    let prediction = try #require(model.predict(task, inputBytes: 16, to: "a"))
    #expect(abs(prediction.seconds - 160) < 1e-6)
    #expect(prediction.lowSeconds < 160 && prediction.highSeconds > 160)
    #expect(prediction.evidence == .init(from: "a", runs: 4, factor: nil, coreCounts: 0))
  }

  @Test func peersTellTheFactor() throws {
    var model = RuntimeModel()
    for (name, seconds) in [("sort", 30.0), ("index", 8), ("call", 500)] {
      let peer = RuntimeTask(group: "w", name: name)
      model.observe(.init(task: peer, machine: "a", seconds: seconds))
      model.observe(.init(task: peer, machine: "b", seconds: 2 * seconds))
    }
    model.observe(.init(task: task, machine: "a", seconds: 100))
    let prediction = try #require(model.predict(task, inputBytes: nil, to: "b"))
    #expect(abs(prediction.seconds - 200) < 1e-6)
    #expect(prediction.evidence.factor?.peers == 3)
    // Nothing leads to a machine on which nothing ran, and nothing is known of a task that never ran.
    #expect(model.predict(task, inputBytes: nil, to: "c") == nil)
    #expect(model.predict(RuntimeTask(group: "w", name: "new"), inputBytes: nil, to: "b") == nil)
  }

  @Test func coresLeadToAMachineOnWhichNothingRan() throws {
    var model = RuntimeModel()
    model.cores = ["a": 4, "b": 16]
    for _ in 0..<5 { model.observe(.init(task: task, machine: "a", seconds: 100, busyCores: 1)) }
    let idle = try #require(model.predict(task, inputBytes: nil, to: "b"))
    #expect((85...105).contains(idle.seconds), "\(idle.seconds)")
    let sort = RuntimeTask(group: "w", name: "sort")
    for _ in 0..<5 { model.observe(.init(task: sort, machine: "a", seconds: 100, busyCores: 3.9)) }
    let busy = try #require(model.predict(sort, inputBytes: nil, to: "b"))
    #expect(busy.seconds < 60 && busy.lowSeconds < 40, "\(busy.seconds)")
  }

  @Test func onlyFinishedTriesAreObserved() {
    func row(_ state: JobState, cached: Bool = false, milliseconds: Int64? = 60_000, type: String? = "t") -> UsageRow {
      UsageRow(
        key: JobKey(run: "r", id: "1", tryNumber: 0), state: state, failureReason: nil, isCached: cached,
        runtime: milliseconds.map { SimDuration(milliseconds: $0) }, instanceType: type, vcpus: 4, usage: Usage())
    }
    var model = RuntimeModel()
    let tellNothing = [
      row(.failed), row(.done, cached: true), row(.done, milliseconds: nil), row(.done, milliseconds: 0),
      row(.done, type: nil),
    ]
    let taken = tellNothing.map { model.observe($0, executable: "align") }
    #expect(!taken.contains(true))
    let isTaken = model.observe(row(.done), executable: "align")
    #expect(isTaken)
    #expect(model.cores == ["t": 4])
    let prediction = model.predict(RuntimeTask(group: "", name: "align"), inputBytes: nil, to: "t")
    #expect(abs((prediction?.seconds ?? 0) - 60) < 1e-9)
  }

  @Test func benchmarksAreShrunkToTheirMedian() throws {
    var benchmarks = MachineBenchmarks()
    for (name, here, there) in [("a", 1.0, 2.0), ("b", 1, 1), ("c", 1, 8)] {
      benchmarks.add(.init(group: "w", name: name), machine: "x", seconds: here)
      benchmarks.add(.init(group: "w", name: name), machine: "y", seconds: there)
    }
    let b = RuntimeTask(group: "w", name: "b")
    #expect(benchmarks.taskFactor(.init(group: "w", name: "c"), from: "x", to: "y") == 8)
    // Exactly 1 is taken for a fault of the clock: the median of 2 and 8.
    #expect(benchmarks.taskFactor(b, from: "x", to: "y") == 5)
    // The factors are 2, 5 and 8: halfway in log space between 8 and their median 5.
    let prior = try #require(benchmarks.prior(.init(group: "w", name: "c"), from: "x", to: "y"))
    #expect(abs(prior.log - 0.5 * (log(8) + log(5))) < 1e-12)
    // Without benchmarks the scores: 0.5 · 300 / 100 + 0.5 · 100 / 200 = 1.75.
    benchmarks.scores = ["u": .init(cpu: 300, io: 100), "v": .init(cpu: 100, io: 200)]
    #expect(benchmarks.prior(b, from: "u", to: "v")?.log == log(1.75))
    #expect(benchmarks.prior(b, from: "u", to: "z") == nil)
  }
}
