import JobModel
import Testing

@testable import Advice

@Suite struct TimeoutReplayTests {
  private func record(_ started: Double, _ runtime: Double, limit: Double = 1000, cores: Double = 1) -> TimeoutRecord {
    var record = TimeoutRecord(executable: "a", started: started, runtime: runtime, limit: limit)
    record.cores = cores
    return record
  }

  private struct Fixed: TimeoutRule {
    var seconds: Double
    mutating func limit(_ item: TimeoutReplay.Item, id: Int) -> Double? { seconds }
    mutating func end(_ item: TimeoutReplay.Item, id: Int) {}
    mutating func learn(_ item: TimeoutReplay.Item) {}
  }

  @Test func aKilledJobBurnsEachAttemptAndTheLimitDoubles() {
    let log = TimeoutLog(file: "f", kind: .workflow, records: [record(0, 500), record(10, 50, cores: 2)])
    var rule = Fixed(seconds: 100)
    let tally = TimeoutReplay(log, defaultLimit: nil, most: .max).run(&rule, runaway: 0.01)
    // Useful 500 + 2·50 = 600. The first job burns 100 + 200 + 400, the second nothing; limits 100 + 2·100.
    #expect(tally.jobs == 2 && tally.falseKillRate == 0.5)
    #expect(abs(tally.burn - 700.0 / 600) < 1e-12)
    #expect(abs(tally.exposure - 300.0 / 600) < 1e-12)
    #expect(abs(tally.cost - (700.0 / 600 + 0.005)) < 1e-12)
  }

  @Test func noAttemptGetsMoreThanTheJobsOwnLimit() {
    let log = TimeoutLog(file: "f", kind: .workflow, records: [record(0, 500, limit: 600)])
    var rule = Fixed(seconds: 400)
    let tally = TimeoutReplay(log, defaultLimit: nil, most: .max).run(&rule, runaway: 0)
    // 400 is burnt; then 600, not 800, is enough.
    #expect(abs(tally.cost - 400.0 / 500) < 1e-12)
  }

  @Test func onlyWhatHadEndedIsKnownAtAStart() {
    // Runs of 100 s from 0, 50, 100: at 100 the first has ended, at 50 none.
    let log = TimeoutLog(file: "f", kind: .workflow, records: [record(0, 100), record(50, 100), record(100, 100)])
    let replay = TimeoutReplay(log, defaultLimit: nil, most: .max)
    var rule = WindowRule(.largest, factor: 1.5, leastRuns: 1, window: 10)
    let tally = replay.run(&rule, runaway: 1)
    // Limits 1000, 1000 and 150 over 300 useful seconds.
    #expect(abs(tally.exposure - 2150.0 / 300) < 1e-12)
    var warm = WindowRule(.largest, factor: 1.5, leastRuns: 1, window: 10)
    let known = replay.run(&warm, isKnown: [false, false, true], runaway: 1)
    #expect(known.jobs == 2)
    #expect(abs(known.exposure - 300.0 / 200) < 1e-12)
  }

  @Test func aDefaultLimitTakesThePlaceOfTheRecorded() {
    var stopped = record(20, 990)
    stopped.isDone = true
    let log = TimeoutLog(file: "f", kind: .batch, records: [record(0, 100), record(10, 4000, limit: 5000), stopped])
    let replay = TimeoutReplay(log, defaultLimit: 3600, most: .max)
    // The second ran longer than the default and is left out; the third reached 98 % of what was asked for: not good.
    #expect(replay.items.map(\.isGood) == [true, false])
    #expect(replay.items.allSatisfy { $0.limit == 3600 })
    #expect(TimeoutReplay(log, defaultLimit: nil, most: 2).items.count == 2)
  }

  @Test func aWindowForgets() {
    var window = RunWindow()
    for seconds in [5.0, 1, 3] { window.add(seconds, isGood: true, keeping: 2) }
    #expect(window.good == [1, 3])
    window.add(9, isGood: false, keeping: 2)
    #expect(window.good == [3] && window.cut == [9])
  }

  @Test func aDrawKnowsItsShareAndIsTheSameEachTime() {
    let known = TimeoutComparison.knownJobs(1001, share: 0.3, draw: 4)
    #expect(known.count { $0 } == 300)
    #expect(known == TimeoutComparison.knownJobs(1001, share: 0.3, draw: 4))
    #expect(known != TimeoutComparison.knownJobs(1001, share: 0.3, draw: 5))
  }

  @Test func aLogWithoutGoodJobsIsRefused() {
    var failed = record(0, 10)
    failed.isDone = false
    let log = TimeoutLog(file: "f.csv", kind: .workflow, records: [failed])
    #expect(throws: TimeoutComparison.NoJobs.self) { try TimeoutComparison.run([log]) }
  }
}
