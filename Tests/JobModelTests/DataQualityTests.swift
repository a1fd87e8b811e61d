import JobModel
import Testing

@Suite("What jobs can and cannot support")
struct DataQualityTests {
  private func job(_ id: String, minutes: Int64? = nil) -> Job {
    var job = Job(key: JobKey(id: id), name: id, executable: "x", state: .done)
    if let minutes {
      job.started = SimTime(milliseconds: 1_000_000)
      job.stopped = SimTime(milliseconds: 1_000_000 + minutes * 60_000)
    }
    return job
  }

  @Test("shares are of the jobs that ran, and a gap is what none of them tells")
  func shares() throws {
    var quality = DataQuality()
    var full = job("a", minutes: 30)
    full.submitted = SimTime(milliseconds: 500_000)
    full.instanceType = "mem1_ssd1_v2_x4"
    full.cost = Money(nanos: 1, currency: .gbp)
    full.usage.peakMemory = Bytes(1)
    var short = job("b", minutes: 9)
    short.cost = Money(nanos: 1, currency: .usd)
    var cached = job("c")
    cached.isCached = true
    cached.cost = Money(nanos: 0, currency: .gbp)
    var odd = job("d")
    odd.state = JobState("pondering")
    odd.failureReason = FailureReason("Whim")
    var analysis = job("e", minutes: 100)
    analysis.kind = .analysis
    var running = job("f")
    running.state = .running
    running.started = SimTime(milliseconds: 600_000)
    for job in [full, short, cached, odd, analysis, running] { quality.add(job) }
    #expect(quality.jobs == 5)
    #expect(quality.analyses == 1)
    #expect(quality.cached == 1)
    // The reused result did not run, one runs still, and of the odd one nobody knows.
    #expect(quality.ran == 2)
    #expect(quality.short == 1)
    #expect(quality.unknownStates == 1)
    #expect(quality.unknownReasons == 1)
    #expect(quality.first == SimTime(milliseconds: 500_000))
    #expect(quality.last == SimTime(milliseconds: 7_000_000))
    #expect(quality.charged.map { "\($0.currency) \($0.jobs)" } == ["GBP 2", "USD 1"])
    #expect(quality.missingShare(.memoryUse) == 0.5)
    #expect(quality.missingShare(.cost) == 0)
    #expect(quality.missingShare(.diskUse) == 1)
    #expect(quality.gaps == [.cpuAdvice, .diskAdvice, .inputScaling])
  }

  @Test("a file of nothing has no gaps, one of jobs that never ran has all")
  func empty() {
    var quality = DataQuality()
    #expect(quality.gaps.isEmpty)
    #expect(quality.missingShare(.cost) == nil)
    quality.add(job("a"))
    #expect(quality.gaps == DataQuality.Gap.allCases)
  }

  @Test("ten minutes are not under ten minutes")
  func boundary() {
    var quality = DataQuality()
    quality.add(job("a", minutes: 10))
    #expect(quality.short == 0)
  }
}
