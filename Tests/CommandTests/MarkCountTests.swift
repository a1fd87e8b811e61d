import Foundation
import TestSupport
import Testing

/// What is drawn on each page is as many as what the command counts: the marks in a browser against its own JSON and CSV.
@Suite(.enabled(if: Chromium.program != nil, "no chromium, chromium-browser or google-chrome on the PATH"), .serialized)
struct MarkCountTests {
  /// The plots of the page and the document of one command on the demo.
  private struct Page {
    var plots: [DrawnPlot]
    var document: [String: Any]
    var output: String

    subscript(_ title: String) -> DrawnPlot {
      get throws { try #require(plots.named(title), "\(title) is not among \(plots.map(\.title))") }
    }

    func list(_ key: String) -> [[String: Any]] { document[key] as? [[String: Any]] ?? [] }
  }

  private static let demo =
    "purser demo --into demo >/dev/null 2>&1 && cd demo && export PURSER_STORE=demo.sqlite CATALOG=ukb-rap-aws-eu-west-2"

  /// Runs lines in the demo's folder, which write `page.html` and `page.json`, and print what else is wanted.
  private func page(_ lines: String...) throws -> Page {
    let place = FileManager.default.temporaryDirectory.appendingPathComponent("purser-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: place) }
    let result = try Command.run(shell: ([Self.demo] + lines).joined(separator: "\n"), in: place)
    #expect(result.status == 0, "\(result.error)")
    let folder = place.appendingPathComponent("demo")
    let html = try String(contentsOf: folder.appendingPathComponent("page.html"), encoding: .utf8)
    let json = try Data(contentsOf: folder.appendingPathComponent("page.json"))
    let document = try #require(try JSONSerialization.jsonObject(with: json) as? [String: Any])
    return Page(plots: try DrawnPlot.all(of: html), document: document, output: result.output)
  }

  private func number(_ value: Any?) -> Double? { (value as? NSNumber)?.doubleValue }

  @Test func aReview() throws {
    let page = try page(
      "purser review --html page.html >/dev/null 2>&1", "purser review --json >page.json 2>/dev/null")
    let totals = try #require(page.document["totals"] as? [String: Any])
    let causes = try #require(totals["by_cause"] as? [String: NSNumber]).filter { $0.value.doubleValue > 0 }
    // All, what is left, and a step for each cause that cost anything, useful work being what is left.
    #expect(try page["From all that was spent to useful work"].bars.count == causes.count + 1)
    let executables = page.list("executables")
    #expect(try page["Efficiency against cost"].points.count == executables.count)
    #expect(try page["Cost by executable"].bars.count == 2 * executables.count)
    let accounts = try #require(page.document["accounts"] as? [String: [[String: Any]]])
    #expect(
      try page["Cost by week"].bars.count == 2 * (accounts["week"] ?? []).filter { $0["name"] as? String != "" }.count)
  }

  @Test func aRecommendation() throws {
    let page = try page(
      "purser recommend --catalog $CATALOG --html page.html >/dev/null 2>&1",
      "purser recommend --catalog $CATALOG --json >page.json 2>/dev/null")
    let rows = page.list("recommendations")
    let saving = rows.filter { row in
      guard let saving = row["total_saving"] as? NSNumber else { return false }
      return saving != 0
    }
    // An interval and the mark in it.
    #expect(try page["Saved for as many jobs again"].bars.count == 2 * saving.count)
    #expect(saving.count > 1)
    for row in rows {
      func type(_ option: Any?) -> String? { (option as? [String: Any])?["instance_type"] as? String }
      let others = row["alternatives"] as? [[String: Any]] ?? []
      let types = [type(row["current"]), type(row["recommended"])] + others.map(type)
      let priced = Set(types.compactMap { $0 }).count
      let name = try #require(row["executable"] as? String)
      guard let plot = page.plots.named(name) else {
        #expect(priced < 2 || row["changes"] as? Bool == true, "\(name)")
        continue
      }
      // The option in use has a ring around its point.
      #expect(Set(plot.points).count == priced && plot.points.count == priced + 1, "\(name): \(plot.points)")
    }
    let limits = rows.filter { row in
      guard let advice = row["timeout_advice"] as? [String: Any] else { return false }
      return number(advice["hung_job_cost_now"]) != nil && number(advice["hung_job_cost"]) != nil
    }
    #expect(try page["What a job that hangs burns"].bars.count == 2 * limits.count)
  }

  @Test func adviceOnAPlan() throws {
    let command = "purser recommend gwas.yaml --scenario spot.yaml --deadline 16h"
    let page = try page("\(command) --html page.html >/dev/null 2>&1", "\(command) --json >page.json 2>/dev/null")
    // As it is and as recommended, an interval and a mark each.
    for title in ["Cost of the plan", "Time of the plan"] { #expect(try page[title].bars.count == 4) }
    var drawn = 0
    for row in page.list("tasks") {
      let options =
        [row["current"], row["recommended"]].compactMap { $0 as? [String: Any] }
        + (row["alternatives"] as? [[String: Any]] ?? [])
      let names = Set(options.map { "\($0["instance_type"] ?? "") \($0["priority"] ?? "")" })
      guard names.count > 1, let plot = page.plots.named(row["task"] as? String ?? "") else { continue }
      drawn += 1
      #expect(Set(plot.points).count == names.count, "\(plot.points) \(names)")
    }
    #expect(drawn > 0)
  }

  @Test func aComparison() throws {
    let page = try page(
      "purser estimate gwas.yaml --scenario on-demand.yaml >/dev/null 2>&1; a=$(purser runs list --csv | tail -n 1 | cut -d, -f1)",
      "purser estimate gwas.yaml --scenario spot.yaml >/dev/null 2>&1; b=$(purser runs list --csv | tail -n 1 | cut -d, -f1)",
      "purser report $a $b -o page.html >/dev/null", "purser compare $a $b --json >page.json 2>/dev/null")
    func differing(_ key: String) -> Int {
      page.list("tasks").count { row in
        let pair = row[key] as? [String: Any]
        return number(pair?["difference"]).map { $0 != 0 } ?? false
      }
    }
    #expect(differing("cost") > 0)
    #expect(try page["Difference in cost by task"].bars.count == differing("cost"))
    #expect(try page["Difference in runtime by task"].bars.count == differing("run_s"))
    for title in ["Cost by run", "Time by run"] { #expect(try page[title].bars.count == 2 * 2) }
    // A curve a run, besides the grid and the axis.
    #expect(try page["Cost: share of runs below"].paths.count { $0.contains(" k") } == 2)
  }

  @Test func aReplay() throws {
    let command =
      "purser replay some.csv --catalog $CATALOG --scenario quota.yaml --no-store --schedule schedule.csv"
    let page = try page(
      "purser jobs --csv --limit 1000 --executable 'gene_burden' >some.csv",
      "\(command) --html page.html >/dev/null 2>&1", "\(command) --json >page.json 2>/dev/null", "cat schedule.csv")
    let lines = page.output.split(separator: "\n").map { $0.split(separator: ",", omittingEmptySubsequences: false) }
    let head = try #require(lines.first)
    func column(_ name: String) throws -> Int { try #require(head.firstIndex { $0 == name }, "\(head)") }
    let (submitted, started, stopped) = (
      try column("submitted_s"), try column("started_s"), try column("stopped_s")
    )
    let ran = lines.dropFirst().filter { !$0[started].isEmpty && !$0[stopped].isEmpty }
    let waited = ran.count { Double($0[started]) != Double($0[submitted]) }
    let jobs = Set(ran.map { $0[0] }).count
    #expect(ran.count > 10 && waited > 0)
    let chart = try #require(page.plots.first { $0.title == "\(jobs) jobs over time" }, "\(page.plots.map(\.title))")
    #expect(chart.bars.count == ran.count + waited, "a bar for each stretch of waiting and of running")
    // Bars of a histogram say how many tries are in each.
    let counted = try page["From submission to start"].bars.compactMap { bar in
      bar.split(separator: ": ").last.flatMap { Int($0.prefix { $0.isNumber }) }
    }
    #expect(counted.reduce(0, +) == ran.count)
    let recorded = page.document["recorded"] as? [String: Any]
    let figures = (recorded?["wait_s"] as? [String: Any])?.count ?? 0
    #expect(try page["Waits for a worker, recorded and simulated"].bars.count == 2 * figures)
  }

  @Test func aSweep() throws {
    let command =
      "purser estimate gwas.yaml --scenario spot.yaml --replications 50 --sweep platform.max_concurrent_jobs=5,10,15,22"
    let page = try page("\(command) --html page.html >/dev/null 2>&1", "\(command) --json >page.json 2>/dev/null")
    let points = page.list("sweep").count
    #expect(points == 4)
    for title in ["Cost by max_concurrent_jobs", "Time by max_concurrent_jobs"] {
      #expect(try page[title].points.count == points)
    }
  }

  @Test func aValidation() throws {
    let page = try page(
      "purser jobs --csv --limit 1000 --executable 'plink*' --sort submitted --ascending | cut -d, -f1,5,6,15,18 "
        + "| sed '1s/$/,time_limit_s/; 2,$s/$/,172800/' | head -n 60 >jobs.csv",
      "purser validate timeouts jobs.csv --html page.html >/dev/null 2>&1",
      "purser validate timeouts jobs.csv --json >page.json 2>/dev/null")
    let methods = page.list("methods")
    #expect(try page["Expected cost"].bars.count == methods.count)
    let jobs = try #require(number(methods.first?["jobs"]))
    #expect(jobs > 10)
    #expect(try page["Limits by purser, and runtimes"].points.count == Int(jobs))
  }

  @Test func aValidationOfMemory() throws {
    let page = try page(
      "echo process,runtime_s,start_s,stopped_s,input_bytes,peak_memory_bytes,memory_requested_bytes >sizes.csv",
      "for n in $(seq 40); do echo align,$((600 + n)),$((n * 1000)),$((n * 1000 + 600 + n)),$((n % 7 + 1))000000000,"
        + "$((n % 7 + 2 + n % 3))100000000,16000000000; done >>sizes.csv",
      "purser validate memory sizes.csv --protocol seq --html page.html >/dev/null 2>&1",
      "purser validate memory sizes.csv --protocol seq --json >page.json 2>/dev/null")
    let methods = page.list("methods")
    let tasks = try #require(number(methods.first?["tasks"]))
    #expect(tasks > 10 && methods.count > 5)
    #expect(try page["What purser gave, and what tasks needed"].points.count == Int(tasks))
    #expect(try page["Held beyond need"].bars.count == methods.count)
    #expect(try page["Attempts that fail"].bars.count == methods.count)
  }

  @Test func aValidationOfRuntimes() throws {
    let page = try page(
      #"printf 'machine,cpu_score,io_score\nlocal,400,300\nfar,200,300\n' >machine_scores.csv"#,
      #"printf 'machine,workflow,task,r1,r2,r3\nlocal,w,sort,1,1,2\nfar,w,sort,2,2,2\n' >task_benchmarks.csv"#,
      "echo machine,workflow,row,label,task,runtime_ms,task_input_uncompressed,workflow_input_bytes >tasks.csv",
      "for n in 1 2 3; do echo local,w,$n,train-1,sort,$((n * 1000 + n * n)),$((n * 10)),$((n * 10)); done >>tasks.csv",
      "for n in 4 5 6 7 8; do for m in 1 2; do echo $([ $m = 1 ] && echo local || echo far),w,$n,test,sort,"
        + "$((m * n * 1000 + n * 37)),$((n * 10)),$((n * 10)); done; done >>tasks.csv",
      "purser validate runtime . --protocol L --html page.html >/dev/null 2>&1",
      "purser validate runtime . --protocol L --json >page.json 2>/dev/null")
    let methods = page.list("methods")
    let predictions = try #require(number(methods.first?["predictions"]))
    #expect(predictions == 5 && methods.count > 1)
    #expect(try page["Predicted and actual runtimes, purser"].points.count == Int(predictions))
    #expect(try page["Median error"].bars.count == methods.count)
    #expect(try page["Coverage"].bars.count == methods.count { number($0["coverage_90"]) != nil })
  }

  @Test func anEstimateAndTheSamePageServed() throws {
    let page = try page(
      "purser estimate gwas.yaml --scenario spot.yaml --json >page.json 2>/dev/null",
      "purser serve --port 0 >out 2>err & pid=$!",
      "for _ in $(seq 600); do grep -q http out && break; sleep 0.1; done",
      "url=$(grep -o 'http://[^ ]*' out); run=$(purser runs list --csv | tail -n 1 | cut -d, -f1)",
      "curl -s ${url}runs/$run >page.html; curl -s $url >../overview.html; cat ../overview.html", "kill $pid; wait $pid"
    )
    let tasks = page.list("tasks")
    #expect(try page["Cost by task"].bars.count == tasks.count)
    #expect(try page["Time of a try by task"].bars.count == 2 * tasks.count)
    let replications = try #require(page.document["replications"] as? Int)
    let runs = try page["Cost of \(replications) simulated runs"].bars.compactMap { bar in
      bar.split(separator: ": ").last.flatMap { Int($0.prefix { $0.isNumber }) }
    }
    #expect(runs.reduce(0, +) == replications, "\(runs)")
    let critical = tasks.count { (number($0["critical_share"]) ?? 0) > 0 }
    #expect(try page["Critical path"].bars.count == critical)
    // The first page of the server: a column for each row of the table below.
    let overview = try DrawnPlot.all(of: page.output)
    let columns = try #require(overview.first { $0.title.hasPrefix("Cost by ") })
    let table = try #require(page.output.components(separatedBy: "<details>").dropFirst().first)
    let rows = table.components(separatedBy: "</table>")[0].components(separatedBy: "<th scope=\"row\"").count - 1
    let unpriced = table.components(separatedBy: "</table>")[0].components(separatedBy: ">no price<").count - 1
    #expect(rows > 2 && columns.bars.count == rows - unpriced, "\(columns.bars)")
  }
}
