import JobModel
import Testing

@testable import Reporting

@Suite struct ImportQualityTests {
  private func report(format: String = "dnanexus-json", _ jobs: [Job]) -> ImportReport {
    var report = ImportReport(file: "x", format: format)
    report.rows = jobs.count
    report.kept = jobs.count
    for job in jobs { report.quality.add(job) }
    return report
  }

  private func job(minutes: Int64, _ change: (inout Job) -> Void = { _ in }) -> Job {
    var job = Job(key: JobKey(id: "a"), name: "a", executable: "x", state: .done)
    job.started = SimTime(milliseconds: 1_652_557_525_000)
    job.submitted = job.started
    job.stopped = SimTime(milliseconds: 1_652_557_525_000 + minutes * 60_000)
    job.usage.cpuPercent = 1
    job.usage.peakMemory = Bytes(1)
    job.usage.peakDisk = Bytes(1)
    job.usage.input = Bytes(1)
    job.instanceType = "t"
    job.cost = Money(nanos: 1, currency: .gbp)
    change(&job)
    return job
  }

  private func text(_ report: ImportReport) -> [String] { QualityLines(report).lines.map(\.text) }

  @Test func aCompleteFileIsOneLine() {
    #expect(text(report([job(minutes: 20)])) == ["1 job, 2022-05-14, charged in GBP"])
    #expect(text(report([])) == [])
  }

  @Test func whatIsNotThereIsSaidOnce() {
    let bare = job(minutes: 20) {
      $0.usage = Usage()
      $0.instanceType = nil
      $0.cost = nil
      $0.submitted = nil
    }
    #expect(
      text(report([bare])) == [
        "1 job, 2022-05-14",
        "no memory, processor or disk use: no advice on it; no input sizes: runtimes cannot follow them; "
          + "no instance types or costs: no prices; no submission times: no waits",
      ])
  }

  @Test func partsAreSharesAndShortJobsAreCounted() {
    let jobs = [job(minutes: 2), job(minutes: 20), job(minutes: 20) { $0.cost = nil }, job(minutes: 20)]
    #expect(
      text(report(jobs)) == [
        "4 jobs, 2022-05-14, charged in GBP", "missing: costs of 25 % of the jobs that ran",
        "25 % of the jobs ran under 10 minutes: too short for a resource line in their log",
      ])
    // Nextflow measures each task.
    #expect(text(report(format: "nextflow-trace", jobs)).count == 2)
  }

  @Test func twoCurrenciesAreNamed() {
    let jobs = [job(minutes: 20), job(minutes: 20) { $0.cost = Money(nanos: 1, currency: .usd) }]
    #expect(
      text(report(jobs)).last == "charged in more than one currency (1 in GBP, 1 in USD): they are never added up")
  }

  @Test func progressSaysHowFarHowFastAndHowLong() {
    let bytes = ProgressLine(.bytes)
    // 412 MB in 2.289 s are 180 MB/s; the other 1380 MB take 7.67 s.
    #expect(
      bytes.text(done: 412_000_000, total: 1_792_000_000, elapsedSeconds: 2.289)
        == "22 %  412 of 1,792 MB, 180 MB/s, 8 s left")
    #expect(bytes.text(done: 412_000_000, total: nil, elapsedSeconds: 2) == "412 MB, 206 MB/s")
    #expect(
      ProgressLine(.things("replications")).text(done: 100, total: 100_000, elapsedSeconds: 4)
        == "0 %  100 of 100,000 replications, 25 a second, 1h 6m left")
    for (done, total, seconds) in [(Int64.min, Int64.max, 0.0), (.max, 1, -1), (0, 0, .infinity), (0, 5, 3)] {
      #expect(!bytes.text(done: done, total: total, elapsedSeconds: seconds).isEmpty)
    }
  }
}
