import JobModel
import TestSupport
import Testing

@Suite struct SeriesTests {
  private func row(
    _ time: Int64, _ queued: Int64, _ running: Int64, _ milliVCPUs: Int64?, _ nanosPerHour: Int64?
  ) -> Series.Row {
    Series.Row(time: time, queued: queued, running: running, milliVCPUs: milliVCPUs, nanosPerHour: nanosPerHour)
  }

  @Test func threeJobs() {
    var events: [StepEvent] = []
    // The last comes first: the order of the events does not matter.
    StepEvent.append(ready: 20, started: 20, stopped: 40, milliVCPUs: 500, nanosPerHour: nil, to: &events)
    StepEvent.append(ready: 0, started: 10, stopped: 30, milliVCPUs: 2000, nanosPerHour: 7, to: &events)
    StepEvent.append(ready: 5, started: 30, stopped: 50, milliVCPUs: 1000, nanosPerHour: 3, to: &events)
    #expect(
      Series(events).rows == [
        row(0, 1, 0, 0, 0), row(5, 2, 0, 0, 0), row(10, 1, 1, 2000, 7), row(20, 1, 2, 2500, nil),
        row(30, 0, 2, 1500, nil), row(40, 0, 1, 1000, 3), row(50, 0, 0, 0, 0),
      ])
  }

  @Test func whatChangesNothingMakesNoRow() {
    var events: [StepEvent] = []
    StepEvent.append(ready: 0, started: 0, stopped: 10, milliVCPUs: 1000, nanosPerHour: 5, to: &events)
    // One equal job follows another, one takes no time, and one waits for nothing and no time.
    StepEvent.append(ready: 10, started: 10, stopped: 20, milliVCPUs: 1000, nanosPerHour: 5, to: &events)
    StepEvent.append(ready: 15, started: 15, stopped: 15, milliVCPUs: nil, nanosPerHour: nil, to: &events)
    StepEvent.append(ready: 16, left: 16, to: &events)
    #expect(Series(events).rows == [row(0, 0, 1, 1000, 5), row(20, 0, 0, 0, 0)])
    #expect(Series([]).rows.isEmpty)
    // The first instant has its row, whatever happens at it.
    #expect(Series([StepEvent(time: -3)]).rows == [row(-3, 0, 0, 0, 0)])
  }

  @Test func whatWaitsInVainLeavesTheQueue() {
    var events: [StepEvent] = []
    StepEvent.append(ready: 1, left: 4, to: &events)
    #expect(Series(events).rows == [row(1, 1, 0, 0, 0), row(4, 0, 0, 0, 0)])
  }

  @Test func unknownVCPUsAreNoNought() {
    var events: [StepEvent] = []
    StepEvent.append(ready: 0, started: 0, stopped: 5, milliVCPUs: nil, nanosPerHour: 1, to: &events)
    #expect(Series(events).rows == [row(0, 0, 1, nil, 1), row(5, 0, 0, 0, 0)])
  }

  @Test func extremesNeitherTrapNorLeaveARest() {
    var events: [StepEvent] = []
    for _ in 0..<3 {
      StepEvent.append(ready: .min, started: -1, stopped: .max, milliVCPUs: .max, nanosPerHour: .max, to: &events)
      StepEvent.append(ready: 5, started: 3, stopped: .min, milliVCPUs: .min, nanosPerHour: .min, to: &events)
    }
    #expect(Series(events).rows == [row(.min, 3, 0, 0, 0), row(-1, 0, 3, .max, .max), row(.max, 0, 0, 0, 0)])
    var log = RigidLog()
    log.id = [1]
    log.submitted = [.max]
    log.runtime = [.max]
    log.processors = [.max]
    var rows: [Series.Row] = []
    Series.forEachRow(of: log, starts: [.max]) { rows.append($0) }
    #expect(rows == [row(.max, 0, 0, 0, 0)])
  }

  @Test func aLogIsAsTheEventsOfItsJobs() {
    for seed in 0..<400 as Range<UInt64> {
      var random = SeededGenerator(seed: seed)
      var log = RigidLog()
      var starts: [Int64] = []
      var events: [StepEvent] = []
      var submitted: Int64 = 0
      for job in 0..<random.below(30) {
        submitted += Int64(random.below(4))
        log.id.append(Int64(job))
        log.submitted.append(submitted)
        log.runtime.append(Int64(random.below(9)))
        log.processors.append(Int32(1 + random.below(5)))
        starts.append(submitted + Int64(random.below(12)))
        StepEvent.append(
          ready: submitted, started: starts[job], stopped: starts[job] + log.runtime[job],
          milliVCPUs: Int64(log.processors[job]) * 1000, nanosPerHour: nil, to: &events)
      }
      var rows: [Series.Row] = []
      Series.forEachRow(of: log, starts: starts) { rows.append($0) }
      #expect(rows == Series(events).rows, "seed \(seed)")
    }
  }
}
