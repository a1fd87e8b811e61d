import Foundation
import JobModel
import Reporting
import RunStore
import TestSupport
import Testing

@testable import LocalPages

@Suite struct RouterTests {
  @Test func everyLinkLeadsToAPage() throws {
    let site = try SampleSite()
    let pages = site.crawl()
    #expect(pages.count > 200)
    for page in pages { #expect(page.answer.status == 200, "\(page.target.prefix(200))") }
    let targets = Set(pages.map(\.target))
    for id in SampleSite.attacks {
      #expect(targets.contains(PageAddress.job(id, tryNumber: 0).replacingOccurrences(of: "%00", with: "%E2%90%80")))
    }
    #expect(targets.contains("/jobs/?id=..&try=0") && targets.contains("/jobs/job-9?try=0"))
    #expect(targets.contains("/runs/aaa111"))
  }

  @Test func nothingFromOutsideBecomesMarkup() throws {
    let site = try SampleSite()
    for page in site.crawl() {
      let html = String(decoding: page.answer.body, as: UTF8.self)
      #expect(
        !html.contains("<script>alert") && !html.contains("<img") && !html.contains("<b>history"), "\(page.target)")
      #expect(!html.unicodeScalars.contains("\u{0}") && !html.unicodeScalars.contains("\u{202E}"))
      #expect(html.components(separatedBy: "<script").count == 2, "\(page.target)")
      #expect(html.utf8.count < 600_000, "\(page.target): \(html.utf8.count)")
    }
    let echoes = [
      "/jobs?search=%3Cscript%3Ealert(1)%3C/script%3E", "/jobs?executable=%22%3E%3Cimg%20src=x%3E",
      "/%3Cimg%20src=x%3E",
      "/jobs?state=%22%3E%3Cimg%3E", "/runs/%3Cimg%20src=x%3E", "/history?search=%22%3E%3Cimg%3E",
      "/jobs?sort=%3Cimg%3E", "/findings?executable=%3Cimg%3E", "/jobs/%00%3Cimg%3E?run=%3Cimg%3E",
    ]
    for target in echoes {
      #expect(!site.html(target).contains("<img") && !site.html(target).contains("<script>alert"))
    }
  }

  @Test func everyAnswerCarriesTheStrictHead() throws {
    let site = try SampleSite()
    for target in ["/", "/nothing", "/jobs?format=json", "/jobs?sort=x", "/compare?run=aaa111&run=aab222"] {
      let answer = site.get(target)
      let policy = try #require(answer.header("Content-Security-Policy"))
      #expect(policy.hasPrefix("default-src 'none'; style-src 'sha256-") && policy.hasSuffix("frame-ancestors 'none'"))
      #expect(!policy.contains("unsafe"))
      #expect(answer.header("X-Content-Type-Options") == "nosniff" && answer.header("Referrer-Policy") == "no-referrer")
      #expect(answer.header("X-Frame-Options") == "DENY" && answer.header("Set-Cookie") == nil)
      #expect(answer.header("Cache-Control") == "no-store")
    }
    // The page's own policy is the head's.
    let html = site.html("/")
    #expect(html.contains("content=\"\(PageSite.policy)\""))
  }

  @Test(arguments: ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "CONNECT", "get", ""])
  func onlyReadingIsAllowed(method: String) throws {
    let answer = try SampleSite(fillsStore: false).get("/", method: method)
    #expect(answer.status == 405 && answer.header("Allow") == "GET, HEAD")
  }

  @Test func otherHostsAreRefusedBeforeAnythingIsRead() throws {
    let site = try SampleSite()
    for host in ["evil.example:8765", "", nil] {
      let answer = site.get("/jobs", host: host)
      #expect(answer.status == 400)
      #expect(!String(decoding: answer.body, as: UTF8.self).contains("sample"))
    }
    #expect(site.get("/", method: "HEAD").status == 200)
  }

  @Test(arguments: [
    (
      "/jobs?sort=color",
      "sort must be one of submitted, cost, runtime, wait, memory, input, name, found &quot;color&quot;."
    ),
    ("/jobs?limit=0", "limit must be a whole number from 1 to 500, found &quot;0&quot;."),
    ("/jobs?limit=501", "from 1 to 500"), ("/jobs?offset=-1", "offset must be a whole number from 0 to 1000000000"),
    ("/jobs?offset=9999999999999999999", "offset must be"), ("/jobs?offset=1e3", "offset must be"),
    ("/jobs?since=tomorrow", "since must be a day (<time>2026-10-01</time>)"),
    ("/jobs?ascending=yes", "ascending must be one of 1, 0"),
    ("/jobs?colour=red", "There is no parameter &quot;colour&quot; here; expected: search, executable"),
    ("/jobs?user=a&user=b", "The parameter user was given more than once"), ("/?a=1", "none is expected"),
    ("/jobs?search=%zz", "not well encoded"), ("/jobs?search=%ff", "not well encoded"),
    ("/jobs/%4", "not well encoded"),
    ("/jobs/job-1?try=-1", "try must be a whole number"), ("/runs?format=xml", "format must be one of json"),
    ("/findings?kind=odd", "kind must be one of runaway, stuck"), ("/findings?severity=odd", "info, low, medium, high"),
    ("/history?sort=odd", "sort must be one of cost, time"), ("/compare", "two to 8 runs are needed, found 0"),
    ("/compare?a=aaa111", "found 1"), ("/compare?b=aaa111&b=aab222", "two to 8"), ("/compare?run=aaa111", "found 1"),
    ("/compare?a=aaa111&b=aaa111", "cannot be compared with itself"), ("nothing", "The address is no path"),
    ("/compare?a=aaa111&b=aab222&run=aaa111", "two to 8"),
  ])
  func badRequestsSayWhatWasExpected(target: String, message: String) throws {
    let site = try SampleSite()
    #expect(site.get(target).status == 400, "\(target)")
    #expect(site.html(target).contains(message), "\(target)")
  }

  @Test func whatIsTooLongIsRefused() throws {
    let site = try SampleSite(fillsStore: false)
    #expect(site.get("/jobs?search=" + String(repeating: "a", count: 70_000)).status == 414)
    #expect(site.get("/jobs?" + String(repeating: "user=&", count: 65)).status == 400)
    #expect(site.get("/jobs?search=" + String(repeating: "a*", count: 20_000)).status == 200)
  }

  @Test func whatIsNotThereIsNotFound() throws {
    let site = try SampleSite()
    for (target, message) in [
      ("/nothing", "There is no page /nothing here."), ("/runs/zzz", "There is no run zzz in the store."),
      ("/runs/aa", "2 runs have an id that begins with aa."), ("/runs/", "There is no run"),
      ("/jobs/zzz", "There is no job zzz in the store."), ("/jobs/job-9?try=7", "The job job-9 has no try 7."),
      ("/jobs/job-3?run=nf-9", "There is no job job-3"), ("/compare?a=aaa111&b=zzz", "There is no run zzz"),
      ("/../../etc/passwd", "There is no page"), ("/%2e%2e/etc/passwd", "There is no page"), ("//", "There is no page"),
    ] {
      #expect(site.get(target).status == 404, "\(target)")
      #expect(site.html(target).contains(message), "\(target)")
    }
  }

  @Test func jobsAreSearchedOrderedAndPaged() throws {
    let site = try SampleSite()
    let all = site.html("/jobs?executable=bwa&sort=cost")
    // 44 of 130 jobs are bwa's: 0, 3 … 129. With the second try of job-9, the two twins of job-3 and three free jobs
    // without a proper id they are 50, and cost 0.01 × (3 × (0 + 1 + … + 43) + 9 + 3 + 3) = 28.53.
    #expect(all.contains("50 tries fit: 28.53 GBP"))
    #expect(all.contains("aria-sort=\"descending\"><a href=\"/jobs?executable=bwa&amp;sort=cost&amp;ascending=1\">"))
    let first = try #require(all.range(of: "sample 129</a>")?.lowerBound)
    #expect(try first < #require(all.range(of: "sample 126</a>")?.lowerBound))
    let second = site.html("/jobs?offset=50")
    #expect(second.contains("51 to 100 of 146 tries"))
    #expect(second.contains("href=\"/jobs\">« First") && second.contains("href=\"/jobs?offset=100\">Next ›"))
    #expect(site.html("/jobs?offset=5000").contains("None of 146 tries comes after the first 5000"))
    #expect(site.html("/jobs?search=SAMPLE+12&sort=name").contains("11 tries fit"))
    #expect(site.html("/jobs?search=bob&type=mem1_ssd1_v2_x8&limit=3").contains("limit=3"))
    #expect(site.html("/jobs?search=nobodyhasthis").contains("No try fits."))
    // A job of several tries or runs is the one that was asked for.
    #expect(site.html("/jobs/job-9?try=0").contains("Failed, 0.09 GBP"))
    #expect(site.html("/jobs/job-9").contains("Done, 0.09 GBP"))
    #expect(site.html("/jobs/job-3").contains("3 runs have a job with this id."))
    #expect(site.html("/jobs/job-3?run=nf-2").contains("run nf-2"))
    #expect(site.html("/jobs/job-1").contains("It launched 10 jobs."))
  }

  @Test func tickedRunsAreComparedWithTheOldestAsTheBase() throws {
    let site = try SampleSite()
    let ticked = site.get("/compare?run=aab222&run=aaa111")
    #expect(ticked.status == 303 && ticked.header("Location") == "/compare?a=aaa111&b=aab222")
    let page = site.html("/compare?a=aaa111&b=aab222")
    #expect(page.contains("Side by side") && page.contains("10.00"))
    #expect(site.html("/runs").contains("<form method=\"get\" action=\"/compare\">"))
    #expect(site.html("/runs").contains("type=\"checkbox\" name=\"run\" value=\"aaa111\""))
    #expect(site.html("/runs/latest").contains("Estimate of gwas"))
    let odd = PageAddress.compare(["aaa111", SampleSite.attacks[8]])
    #expect(site.get(odd).status == 200, "\(odd)")
  }

  @Test func theDataOfAPageIsTheCommandsDocument() throws {
    let site = try SampleSite()
    let documents = [
      ("/jobs?format=json&limit=2", "purser/jobs/1"), ("/jobs/job-9?format=json", "purser/job/1"),
      ("/findings?format=json", "purser/findings/1"), ("/runs?format=json", "purser/runs/1"),
      ("/runs/aaa111?format=json", "purser/run/1"),
      ("/compare?a=aaa111&b=aab222&format=json", "purser/compare/1"),
    ]
    for (target, schema) in documents {
      let answer = site.get(target)
      #expect(answer.header("Content-Type") == "application/json; charset=utf-8")
      #expect(try JSONTree(parsing: String(decoding: answer.body, as: UTF8.self))["schema"]?.text == schema)
    }
    for target in ["/?format=json", "/findings?format=xml", "/history?format=json"] {
      #expect(site.get(target).status == 400)
    }
  }

  @Test func findingsAsDataAreTheOnesThatFit() throws {
    let site = try SampleSite()
    func findings(_ query: String) throws -> [JSONTree] {
      let answer = site.get("/findings?format=json\(query)")
      return try #require(try JSONTree(parsing: String(decoding: answer.body, as: UTF8.self))["findings"]?.elements)
    }
    #expect(try findings("").map { $0["kind"]?.text } == ["runaway", "untagged"])
    #expect(try findings("&kind=untagged").map { $0["severity"]?.text } == ["low"])
    #expect(try findings("&executable=nothing*").isEmpty)
    let dear = try #require(try findings("&severity=high").first)
    #expect(dear["cost"] == .number(5) && dear["currency"] == .string("GBP"))
    // Five are named, and seven more are counted.
    #expect(dear["jobs"]?.elements?.count == 5 && dear["job_count"] == .number(12))
  }

  @Test func findingsAreFilteredAndSayHowOldTheyAre() throws {
    let site = try SampleSite()
    #expect(
      site.html("/findings").contains(
        "2 findings: 1 high, 1 low. The most serious is runaway in bwa, 5.00 GBP at stake."))
    #expect(site.html("/findings").contains("nothing was imported since"))
    #expect(site.html("/findings").contains("and 7 more jobs"))
    #expect(site.html("/findings?kind=untagged").contains("1 finding: 1 low."))
    #expect(site.html("/findings?severity=medium").contains("No finding fits."))
    #expect(site.html("/findings?executable=b*").contains("1 finding: 1 high."))
    // bwa ran job-6; what the finding says of other executables' jobs is not theirs.
    #expect(site.html("/jobs/job-6").contains("runaway, severity high"))
    #expect(site.html("/jobs/job-6").contains("a timeout: "))
    #expect(site.html("/jobs/job-4").contains("It names this job in no finding."))
    let store = try JobStore(path: site.path)
    _ = try store.importJobs(file: "more.csv", format: "csv") { insert in
      try insert(Job(key: JobKey(id: "new"), name: "new one", executable: "bwa", state: .done), 2)
      return ImportReport(file: "more.csv", format: "csv")
    }
    #expect(site.html("/findings").contains("something was imported since"))
    #expect(site.html("/").contains("Something was imported since the last review"))
    // What came meanwhile is shown.
    #expect(site.html("/jobs?search=new+one").contains("1 try fits"))
    #expect(site.html("/history").contains("more.csv"))
    try store.replaceFindings([])
    #expect(site.html("/findings").contains("The last review found nothing."))
  }

  @Test func anEmptyStoreSaysWhatToDo() throws {
    let site = try SampleSite(fillsStore: false)
    #expect(site.html("/").contains("The store is empty.") && site.html("/").contains("purser import FILE"))
    #expect(site.html("/jobs").contains("There are no jobs."))
    #expect(site.html("/runs").contains("No run is kept yet"))
    #expect(site.html("/findings").contains("was not reviewed yet") && site.html("/findings").contains("purser review"))
    #expect(site.html("/history").contains("Nothing was imported yet."))
    for target in ["/", "/jobs", "/runs", "/findings", "/history"] { #expect(site.get(target).status == 200) }
  }

  @Test func aStoreThatGoesIsToldAndOneThatComesBackIsShown() throws {
    let site = try SampleSite()
    #expect(site.get("/jobs").status == 200)
    let away = site.path + ".away"
    for suffix in ["", "-wal", "-shm"] where FileManager.default.fileExists(atPath: site.path + suffix) {
      try FileManager.default.moveItem(atPath: site.path + suffix, toPath: away + suffix)
    }
    for target in ["/", "/jobs", "/runs", "/findings", "/history", "/runs/aaa111", "/jobs/job-1", "/compare?a=x&b=y"] {
      #expect(site.get(target).status == 503, "\(target)")
      #expect(site.html(target).contains("there is no store here"), "\(target)")
    }
    try Data("no database, but long enough to be looked at".utf8).write(to: URL(fileURLWithPath: site.path))
    #expect(site.get("/jobs").status == 503)
    try FileManager.default.removeItem(atPath: site.path)
    _ = try JobStore(path: site.path)
    #expect(site.html("/jobs").contains("There are no jobs."))
  }

  @Test func lookingDoesNotBringAnOlderStoreUpToDate() throws {
    let site = try SampleSite()

    let sqlite = Process()
    sqlite.executableURL = URL(fileURLWithPath: "/usr/bin/sqlite3")
    guard FileManager.default.isExecutableFile(atPath: "/usr/bin/sqlite3") else { return }
    sqlite.arguments = [site.path, "PRAGMA user_version = 2"]
    try sqlite.run()
    sqlite.waitUntilExit()
    let error = #expect(throws: StoreError.self) { try SampleSite.router(site.path) }
    #expect(error?.message == "was written by an older version of purser")
  }

  @Test func aMissingStoreIsOneClearError() throws {
    let error = #expect(throws: StoreError.self) { try SampleSite.router("/tmp/no-such-purser.sqlite") }
    #expect(error?.message == "there is no store here")
  }
}
