import JobModel
import Testing

@Suite("What samples come to")
struct ObservedUsageTests {
  private func sample(_ seconds: Int64, memory: Int64, source: UsageSample.Source = .resourceLine) -> UsageSample {
    var sample = UsageSample(time: SimTime(milliseconds: 0) + .seconds(seconds))
    sample.source = source
    sample.precision = .seconds(1)
    sample.cores = 2
    sample.cpuPercentOfMachine = Double(memory)
    sample.memoryUsed = Bytes(memory)
    return sample
  }

  private func usage(_ samples: [UsageSample], first: Int64 = 0) -> ObservedUsage {
    var usage = ObservedUsage(firstHeard: SimTime(milliseconds: first))
    for sample in samples { usage.add(sample) }
    return usage
  }

  @Test("a line at the start alone is nothing; a second one makes both count")
  func start() {
    let alone = usage([sample(1, memory: 50)])
    #expect(alone.isOnlyTheStart && alone.peakMemory == nil && alone.cpuPercent == nil && alone.cpuSamples == 0)
    let both = usage([sample(601, memory: 20), sample(1, memory: 50)])
    // The mean of 50 % and 20 % of two cores.
    #expect(!both.isOnlyTheStart && both.peakMemory == Bytes(50) && both.cpuPercent == 70)
    #expect(!usage([]).isOnlyTheStart)
  }

  @Test("metrics always count, and the mean is theirs")
  func metrics() {
    let mixed = usage([sample(1, memory: 50), sample(60, memory: 10, source: .metrics)])
    #expect(mixed.peakMemory == Bytes(10) && mixed.cpuPercent == 20 && mixed.cpuSamples == 1 && !mixed.isOnlyTheStart)
  }

  @Test("one sample in two logs is the same, to what each wrote of its time")
  func sameness() {
    let fine = sample(61, memory: 50)
    var coarse = sample(60, memory: 50)
    coarse.precision = .minutes(1)
    #expect(coarse.isSame(as: fine) && fine.isSame(as: coarse))
    coarse.memoryUsed = Bytes(2 << 20)
    #expect(!coarse.isSame(as: fine))
    var other = fine
    other.source = .metrics
    #expect(!other.isSame(as: fine))
    #expect(!sample(62, memory: 50).isSame(as: fine))
    var before = UsageSample(time: SimTime(milliseconds: -1))
    before.precision = .seconds(1)
    var exact = UsageSample(time: SimTime(milliseconds: -1000))
    #expect(before.isSame(as: exact))
    exact.time = SimTime(milliseconds: .min)
    #expect(!before.isSame(as: exact))
  }

  @Test("an observation holds each sample once and the whole span")
  func observation() {
    var observation = JobObservation(job: "job-1")
    for _ in 0..<2 { observation.add(.sample(sample(1, memory: 1))) }
    observation.add(.sample(sample(601, memory: 7)))
    observation.add(.span(SimTime(milliseconds: 5)...SimTime(milliseconds: 9)))
    observation.add(.span(SimTime(milliseconds: 0)...SimTime(milliseconds: 7)))
    #expect(observation.samples.count == 2 && observation.span?.upperBound.milliseconds == 9)
    #expect(observation.usage.peakMemory == Bytes(7))
  }
}
