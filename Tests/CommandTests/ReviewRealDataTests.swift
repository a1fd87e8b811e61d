import Advice
import Foundation
import JobModel
import RunStore
import TestSupport
import Testing

/// What `purser review` says of real jobs.
@Suite("The review of real data", .enabled(if: realData != nil)) struct ReviewRealDataTests {
  private func run(_ line: String) throws -> Command.Result {
    let place = FileManager.default.temporaryDirectory.appendingPathComponent("purser-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: place) }
    return try Command.run(shell: line, in: place)
  }

  private func review(_ arguments: String) throws -> [String: Any] {
    let result = try run("purser review \(arguments) --no-store --json")
    #expect(result.status == 0, "\(arguments): \(result.error)")
    return try #require(try JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [String: Any])
  }

  private func findings(_ review: [String: Any]) -> [[String: Any]] { review["findings"] as? [[String: Any]] ?? [] }

  private func names(_ finding: [String: Any]) -> [String] {
    (finding["jobs"] as? [[String: String]] ?? []).compactMap { $0["name"] }
  }

  @Test func theLogsOfTheTwoKillsGetTheirKind() throws {
    let samples = try #require(realData).appendingPathComponent("dx_samples").path
    let job = "job-GAAAAAAAAAAAAAAAAAAAAAA1"
    for (log, kind, quoted) in [
      ("log_oom_stuck_ui_2025.txt", "stuck", "Out of memory: Killed process 7351 (dxfuse)"),
      ("log_oom_killed_ui_2025.txt", "memory-starved", "Out of memory: Killed process 8145 (vcftools)"),
    ] {
      // With nothing but the log, and with the job's description.
      for description in ["", "\(job).json "] {
        let text = """
          [{"id": "\(job)", "class": "job", "name": "vcf", "executableName": "swiss-army-knife", "state": "terminated",
            "created": 1745875000000, "startedRunning": 1745875060000, "stoppedRunning": 1745972000000}]
          """
        let result = try run(
          "echo '\(text)' > \(job).json; purser review \(description)\(samples)/\(log) --job \(job) --time-zone UTC --no-store --json"
        )
        guard description.isEmpty || result.status == 0 else {
          // A description is no log, and takes no --job: it is imported first.
          let stored = try run(
            """
            echo '\(text)' > d.json; purser import d.json --store s.sqlite > /dev/null
            purser import \(samples)/\(log) --job \(job) --time-zone UTC --store s.sqlite > /dev/null
            purser review --store s.sqlite --json
            """)
          try expectKind(stored, kind, quoted)
          continue
        }
        try expectKind(result, kind, quoted)
      }
    }
  }

  private func expectKind(_ result: Command.Result, _ kind: String, _ quoted: String) throws {
    let review = try #require(try JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [String: Any])
    let found = findings(review).filter { ["stuck", "memory-starved"].contains($0["kind"] as? String) }
    #expect(found.map { $0["kind"] as? String } == [kind])
    #expect((found.first?["evidence"] as? String)?.contains(quoted) == true)
  }

  @Test func timeoutsComeOutOnTop() throws {
    let slurm = try #require(realData).appendingPathComponent("advisor_inputs/slurm").path
    for (log, jobs, share, timeouts) in [("pozidriv", 11704, 0.125, 9), ("phillips", 4285, 0.65, 1)] {
      let review = try review("\(slurm)/xdmod_\(log).log --time-zone UTC")
      let totals = try #require(review["totals"] as? [String: Any])
      let causes = try #require(totals["core_time_s_by_cause"] as? [String: Double])
      let total = try #require(totals["core_time_s"] as? Double)
      #expect(totals["jobs"] as? Int == jobs)
      #expect(abs((causes["timed_out"] ?? 0) / total - share) < 0.005, "\(log)")
      let waste = causes.filter { $0.key != "useful" && $0.key != "unfinished" }
      #expect(waste.max { $0.value < $1.value }?.key == "timed_out", "\(log)")
      // The most serious finding, and all that limits ended.
      #expect(findings(review).first?["kind"] as? String == "timeout-too-tight", "\(log)")
      let ended = findings(review).filter { $0["kind"] as? String == "timeout-too-tight" }.flatMap(names)
      #expect(ended.count == timeouts, "\(log)")
    }
  }

  @Test func googlesLongJobsAreJudgedAmongTheirOwn() throws {
    let file = try #require(realData).appendingPathComponent("cluster/google2011_jobs_d0-9.csv.gz").path
    let recipe =
      "--columns app=executable,schedule_ms=started_ms,end_event=state --states =running --missing submit_ms=0,schedule_ms=0"
    let review = try review("\(recipe) \(file)")
    let totals = try #require(review["totals"] as? [String: Any])
    #expect(totals["jobs"] as? Int == 223_766 && totals["cost"] is NSNull)
    // Counted from the table itself: job, app, submit, schedule, end (0 or nothing is unknown).
    let rows = try run("zcat \(file)").output.split(separator: "\n").dropFirst().map {
      $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    }
    let head = try #require(try run("zcat \(file) | head -1").output.split(separator: "\n").first).split(separator: ",")
    func column(_ name: String) throws -> Int { try #require(head.firstIndex { $0 == name }) }
    let (job, app, submit, start, end, event) = (
      try column("job"), try column("app"), try column("submit_ms"), try column("schedule_ms"), try column("end_ms"),
      try column("end_event")
    )
    var long: Set<String> = []
    var waiting: Set<String> = []
    var ended: [String: Int] = [:]
    var reached: [String: Int] = [:]
    for row in rows {
      let (a, b, c) = (Int(row[submit]) ?? 0, Int(row[start]) ?? 0, Int(row[end]) ?? 0)
      if a > 0, b > 0, c - b > 86_400_000 { long.insert(row[job]) }
      if a > 0, b - a > 3_600_000 { waiting.insert(row[job]) }
      if row[event] == "FINISH" { ended[row[app], default: 0] += 1 }
      if row[event] == "FINISH" || row[event] == "KILL" { reached[row[app], default: 0] += 1 }
    }
    #expect(long.count == 1551 && waiting.count == 61, "\(long.count), \(waiting.count)")
    func named(_ kind: String) -> Set<String> {
      Set(
        findings(review).filter { $0["kind"] as? String == kind }
          .flatMap { ($0["jobs"] as? [[String: String]] ?? []).compactMap { $0["job"] } })
    }
    // Each is judged: among its own executable's where five ended by themselves or from outside, else among rare ones'.
    #expect(review["tries_not_judged"] as? Int == 0)
    #expect(!named("runaway").intersection(long).isEmpty)
    let apps = Dictionary(rows.map { ($0[job], $0[app]) }, uniquingKeysWith: { first, _ in first })
    for finding in findings(review) where finding["kind"] as? String == "runaway" {
      let jobs = (finding["jobs"] as? [[String: String]] ?? []).compactMap { $0["job"] }
      let evidence = finding["evidence"] as? String ?? ""
      for name in jobs where ended[apps[name] ?? "", default: 0] >= 5 {
        #expect(evidence.hasPrefix("judged against") && evidence.contains("of the executable that ended"), "\(name)")
      }
      for name in jobs where reached[apps[name] ?? "", default: 0] < 5 {
        #expect(evidence.contains("of rare executables of"), "\(name)")
      }
    }
    // An executable whose jobs always wait so long is no accident, but most of these are far from their own.
    #expect(named("queue-bound").intersection(waiting).count * 2 > waiting.count)
    let shares = findings(review).map {
      ($0["severity"] as? String ?? "", $0["kind"] as? String == "queue-bound", $0["share"] as? Double ?? 0)
    }
    for (a, b) in zip(shares, shares.dropFirst()) where a.0 == b.0 && a.1 == b.1 { #expect(a.2 >= b.2) }
  }

  @Test func everyAccountOfEveryFileAddsUp() throws {
    let data = try #require(realData)
    var tried = 0
    for path in try FileManager.default.subpathsOfDirectory(atPath: data.path).sorted() {
      // Large ones of the same formats add nothing but time.
      let file = data.appendingPathComponent(path)
      guard (try? file.resourceValues(forKeys: [.isRegularFileKey]))?.isRegularFile == true,
        (try file.resourceValues(forKeys: [.fileSizeKey]).fileSize ?? 0) < 400_000, !path.hasSuffix("README.md")
      else { continue }
      let result = try run(
        "purser review '\(file.path)' --time-zone UTC --job job-GAAAAAAAAAAAAAAAAAAAAAA1 --no-store --json")
      let plain =
        result.status == 0 ? result : try run("purser review '\(file.path)' --time-zone UTC --no-store --json")
      #expect(plain.status == 0 || plain.status == 1, "\(path): \(plain.error)")
      guard plain.status == 0 else { continue }
      tried += 1
      let review = try #require(try JSONSerialization.jsonObject(with: Data(plain.output.utf8)) as? [String: Any])
      expectSums(review, path)
    }
    #expect(tried > 60, "\(tried)")
  }

  private func nanos(_ value: Any?) -> Int64 { Int64(((value as? Double ?? 0) * 1e9).rounded()) }

  private func expectSums(_ review: [String: Any], _ path: String) {
    let totals = review["totals"] as? [String: Any] ?? [:]
    var dimensions = review["accounts"] as? [String: [[String: Any]]] ?? [:]
    dimensions["executable"] = review["executables"] as? [[String: Any]]
    #expect(dimensions.count == 8, "\(path)")
    for (dimension, entries) in dimensions {
      for key in ["jobs", "tries", "cached_tries", "unpriced_tries"] {
        #expect(
          entries.reduce(0) { $0 + ($1[key] as? Int ?? 0) } == totals[key] as? Int, "\(path): \(dimension) \(key)")
      }
      for key in ["cost", "cost_wasted"] {
        #expect(entries.reduce(0) { $0 + nanos($1[key]) } == nanos(totals[key]), "\(path): \(dimension) \(key)")
      }
      let time = entries.reduce(0.0) { $0 + ($1["core_time_s"] as? Double ?? 0) }
      let whole = totals["core_time_s"] as? Double ?? 0
      #expect(abs(time - whole) <= 1e-9 * max(1, whole), "\(path): \(dimension) \(time) \(whole)")
    }
    let causes = totals["by_cause"] as? [String: Any] ?? [:]
    #expect(causes.values.reduce(0) { $0 + nanos($1) } == nanos(totals["cost"]), "\(path)")
  }
}
