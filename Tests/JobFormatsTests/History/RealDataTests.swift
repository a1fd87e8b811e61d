import Foundation
import JobFormats
import JobModel
import TestSupport
import Testing

@testable import JobFormats

private func read(_ path: String) throws -> (jobs: [Job], report: ImportReport) {
  let (history, reports) = try readHistory([.file(path)], clock: .utc)
  return (history.jobs, reports[0])
}

/// How many tasks ended in each of Nextflow's states.
private func states(_ jobs: [Job]) -> [String: Int] {
  var counts: [String: Int] = [:]
  for job in jobs {
    let name =
      switch job.state {
      case .done: job.isCached ? "CACHED" : "COMPLETED"
      case .failed: "FAILED"
      case .terminated: "ABORTED"
      default: job.state.name
      }
    counts[name, default: 0] += 1
  }
  return counts
}

@Suite("Real histories", .enabled(if: realData != nil))
struct RealDataTests {
  private let folder = realData ?? URL(fileURLWithPath: "/")

  private func path(_ name: String) -> String { folder.appendingPathComponent(name).path }

  @Test("the 20 traces have the tasks, end states and bad rows that their table says")
  func nextflow() throws {
    let readme = try String(contentsOfFile: path("nextflow/README.md"), encoding: .utf8)
    var files = 0
    for line in readme.split(separator: "\n") where line.hasPrefix("| ") {
      let cells = line.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
      guard cells.count >= 12, cells[0].hasSuffix(".gz"), let rows = Int(cells[5]), let bad = Int(cells[10]) else {
        continue
      }
      var expected: [String: Int] = [:]
      for part in cells[6].split(separator: ",") {
        let words = part.split(separator: " ")
        expected[String(words[0])] = Int(words[1])
      }
      let (jobs, report) = try read(path("nextflow/\(cells[0])"))
      #expect(states(jobs) == expected, "\(cells[0])")
      #expect(report.rows == rows, "\(cells[0])")
      #expect(report.skippedCount == bad, "\(cells[0])")
      #expect(report.duplicates == 0, "\(cells[0])")
      #expect(report.kept == rows - bad, "\(cells[0])")
      files += 1
    }
    #expect(files == 20)
  }

  @Test("the 11 other traces have the states that splitting their lines counts")
  func advisorInputs() throws {
    let names = try FileManager.default.contentsOfDirectory(atPath: path("advisor_inputs/nextflow")).sorted()
    #expect(names.count == 11)
    for name in names {
      let text = try String(contentsOfFile: path("advisor_inputs/nextflow/\(name)"), encoding: .utf8)
      let lines = text.split(separator: "\n")
      let delimiter: Character = lines[0].contains("\t") ? "\t" : lines[0].contains(";") ? ";" : ","
      let header = lines[0].split(separator: delimiter, omittingEmptySubsequences: false)
      let place = try #require(header.firstIndex(of: "status"))
      var expected: [String: Int] = [:]
      for line in lines.dropFirst() {
        let fields = line.split(separator: delimiter, omittingEmptySubsequences: false)
        if fields.count == header.count { expected[String(fields[place]), default: 0] += 1 }
      }
      #expect(states(try read(path("advisor_inputs/nextflow/\(name)")).jobs) == expected, "\(name)")
    }
  }

  @Test("bad rows are named by their line")
  func badRows() throws {
    let merge = try read(path("nextflow/kmermaid-merge-conflict.txt.gz")).report
    #expect(merge.skipped == [.init(reason: "expected 14 columns, found 1", count: 3, lines: [2, 1512, 1513])])
    let tag = try read(path("nextflow/cws-ampliseq-original-1.csv.gz")).report
    #expect(tag.skipped == [.init(reason: "expected 39 columns, found 43", count: 1, lines: [75])])
  }

  @Test("the trace of two clocks is told, and no other one")
  func twoClocks() throws {
    let (jobs, report) = try read(path("nextflow/rangeland-clock-skew.csv.gz"))
    let warning = try #require(report.warnings.first { $0.message.contains("two clocks") })
    #expect(warning.count == 4420)
    #expect(jobs.allSatisfy { $0.submitted == nil })
    #expect(jobs.allSatisfy { ($0.workerTime ?? .zero) >= .zero })
    for name in ["nanoseq-googlebatch.csv.gz", "cws-sarek-original-1.csv.gz", "openproblems-20220514.txt.gz"] {
      #expect(try !read(path("nextflow/\(name)")).report.warnings.contains { $0.message.contains("two clocks") })
    }
    let sizey = try read(path("advisor_inputs/nextflow/sizey_eager_trace.csv"))
    #expect(sizey.report.warnings == [])
    #expect(sizey.jobs.contains { $0.key.tryNumber == 2 })
  }

  @Test("nothing waits, runs or uses less than nought")
  func plausible() throws {
    let names = try FileManager.default.contentsOfDirectory(atPath: path("nextflow")).sorted()
    for name in names where name.hasSuffix(".txt.gz") || name.hasSuffix(".csv.gz") {
      for job in try read(path("nextflow/\(name)")).jobs {
        if let submitted = job.submitted, let started = job.started { #expect(submitted <= started, "\(name)") }
        #expect((job.workerTime ?? .zero) >= .zero, "\(name)")
        #expect((job.usage.peakMemory?.count ?? 1) > 0, "\(name)")
      }
    }
  }

  @Test("what is no trace and no description is refused with what it looks like")
  func refused() throws {
    for (name, likeness) in [
      ("dx_samples/dxapp_timeout_region.json", "app or applet"),
      ("dx_samples/applet_describe_excerpt.json", "app or applet"),
    ] {
      let error = #expect(throws: InputError.self) { try read(path(name)) }
      #expect(error?.message.contains(likeness) == true, "\(name): \(error?.message ?? "")")
    }
  }

  @Test("real descriptions of jobs have their price, their times and their tree")
  func descriptions() throws {
    let done = try read(path("dx_samples/job_done_normal_priority.json"))
    let stage = try read(path("dx_samples/analysis_stage_element.json"))
    #expect(done.report.warnings == [] && stage.report.warnings == [])
    #expect(stage.jobs == done.jobs)
    let job = try #require(done.jobs.first)
    #expect(job.cost == Money(nanos: 3_446_844, currency: .usd))
    #expect(job.workerTime?.milliseconds == 45_620)
    #expect(job.executable == "generate_bed")
    #expect(job.restartPolicy == .platformDefault)
    #expect(job.analysis == job.root)

    let ended = try #require(try read(path("dx_samples/job_terminated_high_priority.json")).jobs.first)
    #expect(ended.state == .terminated)
    #expect(ended.timeLimit == .minutes(2))
    #expect(ended.cost == Money(nanos: 56_322_616, currency: .usd))
    #expect(ended.property("trueInstanceType") == "dx_c4.2xlarge_fedramp_baseline")

    let running = try #require(try read(path("dx_samples/job_running_worker_view.json")).jobs.first)
    #expect(running.state == .running && running.stopped == nil && running.cost == nil && running.runnable != nil)

    let retried = try read(path("dx_samples/job_restarted_synthetic_from_java_test.json"))
    #expect(retried.jobs.first?.key.tryNumber == 2)
    #expect(retried.jobs.first?.executable == "my app:postprocess")
    #expect(retried.report.warnings.map(\.message) == ["totalPrice without a currency: it is left out"])
  }
}
