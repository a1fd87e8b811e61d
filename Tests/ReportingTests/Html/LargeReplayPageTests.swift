import JobModel
import TestSupport
import Testing

@testable import Reporting

/// The page of a replay does not grow with its jobs: pages are sent by mail.
@Suite struct LargeReplayPageTests {
  /// A replay of so many jobs, some of which wait, fail and are tried again; names as long as people give them.
  private func replay(jobs: Int, executables: Int) throws -> Run {
    var run = try Sample.replay()
    var generator = SeededGenerator(seed: 11)
    var schedule = Schedule(
      jobs: (0..<jobs).map { "job-\(String($0, radix: 36))-of-a-cohort-of-the-biobank" },
      tasks: (0..<executables).map { "executable number \($0) <of> a workflow" },
      types: ["mem1_ssd1_v2_x4", "mem3_ssd1_v2_x16"],
      outcomes: [.init(state: .done), .init(state: .failed, reason: FailureReason("AppInternalError"))])
    for job in 0..<jobs {
      let hasFailed = generator.next() % 40 == 0
      let submitted = Int64(job) * 20_000
      let started = submitted + Int64(generator.next() % 4_000_000)
      let stopped = started + 60_000 + Int64(generator.next() % 7_200_000)
      schedule.job.append(Int32(job))
      schedule.tryNumber.append(0)
      schedule.task.append(Int32(Int(generator.next() % UInt64(executables))))
      schedule.submitted.append(submitted)
      schedule.started.append(started)
      schedule.stopped.append(stopped)
      schedule.outcome.append(hasFailed ? 1 : 0)
      schedule.type.append(Int32(job % 2))
      schedule.isSpot.append(false)
      schedule.cost.append(Int64(generator.next() % 1_000_000_000))
    }
    run.schedule = schedule
    run.recorded?.load = LoadPoint.thinned(Series([]))
    let figures = try #require(run.tasks.first)
    run.tasks = schedule.tasks.map { name in
      var task = figures
      task.name = name
      return task
    }
    return run
  }

  @Test func ofAHundredThousandJobsIsBelowTwoMegabytes() throws {
    let html = ReplayPage.page(try replay(jobs: 100_000, executables: 40)).html
    #expect(html.utf8.count < 600_000, "\(html.utf8.count) bytes")
    #expect(html.contains("100,000 jobs over time") && html.contains("What ran when"))
    // Two thousand executables make the longest tables there are.
    let wide = ReplayPage.page(try replay(jobs: 20_000, executables: 2000)).html
    #expect(wide.utf8.count < 2_000_000, "\(wide.utf8.count) bytes")
  }

  @Test func hardlyGrowsWithTheJobs() throws {
    let few = ReplayPage.page(try replay(jobs: 5_000, executables: 10)).html.utf8.count
    let many = ReplayPage.page(try replay(jobs: 50_000, executables: 10)).html.utf8.count
    #expect(Double(many) < Double(few) * 1.3, "\(few) and \(many) bytes")
  }
}
