import JobModel
import Testing

@Suite struct LoadPointTests {
  private func series(_ tries: [(Int64, Int64, Int64)]) -> Series {
    var events: [StepEvent] = []
    for (ready, started, stopped) in tries {
      StepEvent.append(
        ready: ready, started: started, stopped: stopped, milliVCPUs: 0, nanosPerHour: 0, to: &events)
    }
    return Series(events)
  }

  @Test func aShortLoadIsWhole() {
    // Ready at 0, starts at 10, ends at 30; the second runs from 20 to 40.
    let load = LoadPoint.thinned(series([(0, 10, 30), (20, 20, 40)]))
    #expect(load.map(\.time) == [0, 10, 20, 30, 40])
    #expect(load.map(\.running) == [0, 1, 2, 1, 0])
    #expect(load.map(\.queued) == [1, 0, 0, 0, 0])
    #expect(LoadPoint.thinned(Series([])).isEmpty)
  }

  @Test func aLongLoadKeepsItsPeaksAndItsEnds() {
    var tries: [(Int64, Int64, Int64)] = []
    for number in 0..<Int64(20_000) { tries.append((number * 100, number * 100 + 10, number * 100 + 50)) }
    // Five at once for a millisecond, somewhere.
    for _ in 0..<5 { tries.append((777_700, 777_720, 777_721)) }
    let whole = series(tries)
    let load = LoadPoint.thinned(whole)
    #expect(load.count <= 3 * LoadPoint.stretches + 3, "\(load.count)")
    #expect(load.map(\.running).max() == 6 && load.map(\.queued).max() == whole.rows.map(\.queued).max())
    #expect(load.first.map(\.time) ?? -1 < 10_000 && load.last?.time == whole.rows.last?.time)
    #expect(load.last?.running == 0)
    #expect(zip(load, load.dropFirst()).allSatisfy { $0.time < $1.time })
  }

  @Test func timesBeyondAllBoundsAreNoTrap() {
    var tries: [(Int64, Int64, Int64)] = [(.min, .min, .max)]
    for number in 0..<Int64(2000) { tries.append((number % 2 == 0 ? .min : .max - 2, number, .max)) }
    let load = LoadPoint.thinned(series(tries))
    #expect(!load.isEmpty)
  }
}
