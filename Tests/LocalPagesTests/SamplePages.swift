import Foundation
import JobModel
import Reporting
import RunStore

@testable import LocalPages

/// A store with a little of everything, and a router that shows it.
final class SampleSite {
  /// Names as nobody should choose them.
  static let attacks = [
    "<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "a'b\"c&d", "nul\u{0}here", "\u{202E}gnp.exe",
    String(repeating: "x<y", count: 3400), "../../etc/passwd", "=cmd()", "a/b?c#d%41+e", "\u{5D0}\u{5D1}",
  ]

  let folder: URL
  let path: String
  let router: PageRouter

  init(fillsStore: Bool = true) throws {
    folder = FileManager.default.temporaryDirectory.appendingPathComponent("purser-serve-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    path = folder.appendingPathComponent("lab.sqlite").path
    let store = try JobStore(path: path, programVersion: "0")
    if fillsStore { try Self.fill(store) }
    router = try Self.router(path)
  }

  deinit { try? FileManager.default.removeItem(at: folder) }

  static func router(_ path: String) throws -> PageRouter {
    try PageRouter(
      path: path, programVersion: "0",
      runPages: .init(
        single: { $0.kind == .estimate ? EstimatePage.page($0) : ReplayPage.page($0) },
        comparison: { runs in
          guard let base = runs.first else { return ComparisonPage.page([]) }
          return ComparisonPage.page(try runs.dropFirst().map { try Comparison(a: base, b: $0) })
        }))
  }

  /// 130 jobs of three executables, one of two tries, one in two runs, attacks, three runs and two findings.
  private static func fill(_ store: JobStore) throws {
    var jobs: [Job] = (0..<130).map { index in
      var job = Job(
        key: JobKey(id: "job-\(index)"), name: "sample \(index)", executable: ["bwa", "call", "merge"][index % 3],
        state: index % 10 == 9 ? .failed : .done)
      let start = 1_772_409_600_000 + Int64(index) * 3_600_000
      job.submitted = SimTime(milliseconds: start)
      job.started = SimTime(milliseconds: start + 60_000)
      job.stopped = SimTime(milliseconds: start + 60_000 * Int64(2 + index))
      job.cost = Money(nanos: Int64(index) * 10_000_000, currency: .gbp)
      job.instanceType = "mem1_ssd1_v2_x\(index % 2 == 0 ? 4 : 8)"
      job.user = index % 2 == 0 ? "user-ann" : "user-bob"
      job.usage.peakMemory = Bytes(Int64(index) << 30)
      return job
    }
    var again = jobs[9]
    again.key.tryNumber = 1
    again.state = .done
    var twin = jobs[3]
    twin.key.run = "nf-1"
    var twin2 = twin
    twin2.key.run = "nf-2"
    jobs += [again, twin, twin2]
    for attack in attacks {
      var job = jobs[0]
      job.key = JobKey(run: "", id: attack)
      job.name = attack
      job.executable = attack
      job.user = attack
      job.instanceType = attack
      job.tags = [attack]
      job.failureMessage = attack
      job.parent = "job-1"
      jobs.append(job)
    }
    for id in ["", ".", ".."] {
      var job = jobs[0]
      job.key = JobKey(run: "", id: id)
      jobs.append(job)
    }
    _ = try store.importJobs(file: "<b>history</b>.csv", format: "csv") { insert in
      for (line, job) in jobs.enumerated() { try insert(job, line + 2) }
      return ImportReport(file: "history.csv", format: "csv")
    }
    try store.replaceFindings([
      Finding(
        kind: .runaway, severity: .high, executable: "bwa",
        jobs: (0..<12).map { .init(job: "job-\($0)", name: "sample \($0)") }, evidence: ["ran 4d 2h"],
        remedy: "a timeout: `--timeout 1h`", cost: Money(nanos: 5_000_000_000, currency: .gbp), time: .minutes(90)),
      Finding(
        kind: .untagged, severity: .low, executable: attacks[0], jobs: [.init(job: "job-1", name: attacks[1])],
        evidence: attacks, remedy: attacks[0], cost: nil, time: .minutes(1)),
    ])
    for (id, cost) in [("aaa111", 10), ("aab222", 20), (attacks[8], 30)] as [(String, Int64)] {
      guard let cost = Summary([cost * 1_000_000_000]), let clock = Summary([3_600_000 * 5]) else { continue }
      var run = Run(
        id: id, kind: .estimate, name: "gwas \(attacks[0])", catalog: "c", seed: 1, replications: 1, version: "1",
        jobs: 47, tries: 47, wallClock: clock, wait: WaitFigures(mean: 0))
      run.cost = cost
      run.currency = .gbp
      try store.save(run)
    }
  }

  func get(_ target: String, method: String = "GET", host: String? = "127.0.0.1:1") -> PageAnswer {
    router.answer(method: method, target: target, host: host)
  }

  /// The page's text; the answer must be of this status.
  func html(_ target: String) -> String { String(decoding: get(target).body, as: UTF8.self) }

  /// All pages that a reader comes to, by following links from the first one.
  func crawl(limit: Int = 700) -> [(target: String, answer: PageAnswer)] {
    var seen: Set<String> = ["/"]
    var waiting = ["/"]
    var found: [(target: String, answer: PageAnswer)] = []
    while let target = waiting.popLast(), found.count < limit {
      let answer = get(target)
      found.append((target, answer))
      for part in String(decoding: answer.body, as: UTF8.self).components(separatedBy: "href=\"").dropFirst() {
        let link = part.prefix { $0 != "\"" }.replacingOccurrences(of: "&amp;", with: "&")
        if link.hasPrefix("/"), seen.insert(link).inserted { waiting.append(link) }
      }
    }
    return found
  }
}
