import Foundation
import JobModel
import TestSupport
import Testing

@testable import JobFormats

let sampleSnakemake =
  "s\th:m:s\tmax_rss\tmax_vms\tmax_uss\tmax_pss\tio_in\tio_out\tmean_load\tcpu_time\tjobid\trule_name\twildcards\tthreads\t"
  + "cpu_usage\tresources\tinput_size_mb\n"
  + "10.5\t0:00:10\t4.25\t35.97\t0.39\t0.85\t2.00\t1.00\t186.26\t21.0\t1\talign\t{'sample': 'a'}\t2\t1863.32\t"
  + "{'_cores': 2, 'mem_mb': 8000, 'runtime': 90, 'tmpdir': '/t', 'gpu': 'a\\'b'}\t{'x.fq': 1.5, 'y': 0.5}\n"
  + "2.0\t0:00:02\t-\tNA\t-\t-\tNA\tNA\t50.00\tNA\t1\talign\t{}\t2\t1\t{}\t{}\n"

let sampleSnakemakeLines = """
  {"s": "10.5", "h:m:s": "0:00:10", "max_rss": 4.25, "cpu_time": 21.0, "mean_load": 1, "rule_name": "align", "threads": 2, "jobid": 1, "wildcards": {"sample": "a"}, "resources": {"mem_mib": 8}, "input_size_mb": {"x": 1.5, "y": 0.5}, "params": {"a": 1}}
  {"s": 2, "h:m:s": "0:00:02", "max_rss": null}

  """

@Suite("Benchmarks of Snakemake")
struct SnakemakeReaderTests {
  @Test("an extended table: a job a row, repeats are jobs of their own")
  func table() throws {
    let reading = try Reading(sampleSnakemake)
    #expect(reading.report.format == "snakemake-benchmark" && reading.lines == [2, 3] && reading.warnings == [])
    let job = reading.jobs[0]
    #expect(job.executable == "align" && job.name == "align sample=a" && job.key.id == "1" && job.state == .done)
    #expect(job.runtime?.milliseconds == 10_500 && job.vcpus == 2 && job.started == nil)
    #expect(job.usage.cpuPercent == 200)  // 21 s of processors in 10.5 s
    #expect(job.usage.peakMemory == Bytes(4_456_448) && job.usage.peaksAreLowerBounds)  // 4.25 × 2^20
    #expect(
      job.usage.read == Bytes(2 << 20) && job.usage.written == Bytes(1 << 20) && job.usage.input == Bytes(2 << 20))
    #expect(job.memoryRequested == Bytes(8_000_000_000) && job.timeLimit == .minutes(90))
    #expect(job.property("resource.gpu") == "a'b" && job.property("wildcard.sample") == "a")
    let second = reading.jobs[1]
    #expect(second.usage.peakMemory == nil && second.usage.read == nil && second.usage.cpuPercent == 50)
    #expect(second.name == "align" && second.key.id == "2")
  }

  @Test("lines of JSON; without a rule the file's name stands for it")
  func lines() throws {
    let jobs = try Reading(sampleSnakemakeLines).jobs
    #expect(
      jobs[0].name == "align sample=a" && jobs[0].usage.cpuPercent == 200 && jobs[0].memoryRequested == Bytes(8 << 20))
    #expect(jobs[0].usage.input == Bytes(2 << 20))
    #expect(jobs[1].executable == "test" && jobs[1].runtime == .seconds(2))
    #expect(SnakemakeRows(run: "", file: "b/align.bench.tsv").stem == "align")
  }

  @Test("the first versions wrote the runtime alone")
  func oldest() throws {
    let reading = try Reading("s\th:m:s\n1.07\t0:00:01\n")
    #expect(reading.jobs.map(\.runtime) == [SimDuration(milliseconds: 1070)] && reading.warnings == [])
  }

  @Test("faults are named with their line")
  func faults() throws {
    let reading = try Reading("s\th:m:s\tmax_rss\nx\t0:00:01\t1\n1\t0\n1\t0:00:01\tmuch\ns\th:m:s\tmax_rss\n-1\t\t\n")
    #expect(
      reading.report.skipped.map { "\($0.reason) \($0.lines)" } == [
        "s is not a number of seconds [2, 6]", "expected 3 columns, found 2 [3]", "the header again [5]",
      ])
    #expect(reading.warnings.contains("max_rss is not a usable number: it is left out"))
    #expect(inputError("a\tb\n", as: "snakemake-benchmark")?.hasPrefix("test:1: expected a header with s") == true)
    #expect(throws: InputError.self) { try Reading(String(sampleSnakemakeLines.prefix(100))) }
  }

  @Test("the real files have two rows each", .enabled(if: realData != nil))
  func real() throws {
    let folder = (realData ?? URL(fileURLWithPath: "/")).appendingPathComponent("advisor_inputs/snakemake")
    for (name, threads, peak) in [
      ("smk_test.benchmark_shell.txt", 2.0, 4.25), ("smk_test.benchmark_shell.jsonl", 1, 4.18359375),
    ] {
      let (history, reports) = try readHistory([.file(folder.appendingPathComponent(name).path)])
      #expect(history.jobs.count == 2 && reports[0].warnings == [] && reports[0].skippedCount == 0)
      #expect(history.jobs.allSatisfy { $0.executable == "bench_shell" && $0.vcpus == threads })
      #expect(history.jobs[0].usage.peakMemory?.count == Int64(peak * 1_048_576))
      #expect(
        history.jobs.allSatisfy {
          ($0.usage.cpuPercent ?? 0) > 95 * threads && ($0.usage.cpuPercent ?? 0) < 100 * threads
        })
    }
  }
}
