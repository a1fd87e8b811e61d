import Foundation
import JobModel
import Testing

@testable import Reporting

@Suite struct ResultPageTests {
  private func count(_ part: String, in text: String) -> Int { text.components(separatedBy: part).count - 1 }

  @Test func anEstimateBeginsWithTheAnswerAndDrawsItsLimits() throws {
    let (run, limits) = try PageSamples.limited()
    let html = EstimatePage.page(run, limits: limits).html
    #expect(html.contains("<title>Estimate of gwas</title>"))
    // Costs 30, 32 … 48: p50 39, p05 30.9, p95 47.1; times 6 … 10.5 h: p50 8.25 h.
    #expect(html.contains("Costs 39.00 GBP (nine runs of ten: 30.90 to 47.10) and is done in 8h 15m"))
    #expect(html.contains("It costs more than 45.00 GBP with a probability of 20\u{A0}%."))
    #expect(html.contains("limit 45.00 GBP") && html.contains("limit 8h 30m"))
    #expect(html.contains("p80 44.40") && html.contains("p5 30.90"))
    for fact in [
      "10 simulated runs of 24 jobs", "seed 1", "prices of <time>2026-03-01</time>", "storage and egress",
      "purser 0.1.0",
    ] {
      #expect(html.contains(fact), "\(fact)")
    }
    #expect(html.contains("Caution: no spot price for mem1_ssd1_v2_x4"))
  }

  @Test func aLimitThatTheRunWasNotHeldAgainstIsNotDrawn() throws {
    var (run, limits) = try PageSamples.limited()
    limits.maxCostNanos = Sample.units(31)
    #expect(EstimatePage.heldLimits(run, limits).maxCostNanos == nil)
    #expect(EstimatePage.heldLimits(run, limits).maxTime != nil)
    run.probabilityOverMaxTime = nil
    #expect(EstimatePage.heldLimits(run, limits).maxTime == nil)
    #expect(!EstimatePage.page(run, limits: limits).html.contains("limit 31"))
  }

  @Test func numbersOfTheTablesAreThoseOfTheDocument() throws {
    let run = try Sample.estimate()
    let html = EstimatePage.page(run).html
    let document = try #require(
      try JSONSerialization.jsonObject(with: Data(RunReport.json(run).prettyText.utf8)) as? [String: Any])
    for task in try #require(document["tasks"] as? [[String: Any]]) {
      let cost = try #require(task["cost_mean"] as? Double)
      let run = try #require(task["run_s_mean"] as? Double)
      #expect(html.contains("data-v=\"\(cost)\""), "\(cost)")
      #expect(html.contains("data-v=\"\(run * 1000)\""), "\(run)")
    }
  }

  @Test func aReplayShowsEveryTryAndItsWaits() throws {
    let run = try PageSamples.replay()
    let html = ReplayPage.page(run).html
    #expect(html.contains("Replayed, 1509 jobs cost 38.20 USD (recorded: 40.00 USD) and take 7h 30m (recorded: 8h)."))
    // From minute 5 to 10 the first two run, and from 2 to 3 the first and the third: two at once first at minute 2.
    #expect(
      html.contains(
        "At most 2 tries ran at once, first after 2m; at most 2 were submitted and not started, first after 0s."))
    #expect(html.contains("3 jobs over time"))
    #expect(html.contains("1 try failed."))
    // Waits of 1, 5, 1 and 0 minutes.
    #expect(html.contains("Half of 4 tries started within 1m of their submission"))
    #expect(
      html.contains("The 3 dearest tries") && html.contains("The 3 tries that started latest after their submission"))
    #expect(html.contains("failed: AppInsufficientResourceError"))
  }

  @Test func aReplayWithoutAScheduleOrPricesIsAPageToo() throws {
    let html = ReplayPage.page(try Sample.replay(isPriced: false)).html
    #expect(html.contains("no price for 1400 of 1523 tries"))
    #expect(!html.contains("Queue and workers"))
    var broken = try PageSamples.replay()
    broken.schedule?.cost.removeLast()
    #expect(!ReplayPage.page(broken).html.contains("Queue and workers"))
  }

  @Test func aComparisonNamesBothAndTheTasksThatDiffer() throws {
    let html = ComparisonPage.page([try Sample.comparison()]).html
    #expect(html.contains("<title>gwas-spot against gwas</title>"))
    // 39.00 · 0.68 = 26.52.
    #expect(html.contains("12.48 GBP cheaper (−32.0\u{A0}%), 1h slower (+12.1\u{A0}%)."))
    #expect(html.contains("Difference in cost by task") && html.contains("not in it"))
    #expect(html.contains("Cheaper in each of 10 paired replications"))
    #expect(ComparisonPage.page([]).html.contains("There is nothing to compare."))
  }

  @Test func aReviewSaysWhatWasWastedAndWhatToDo() throws {
    let html = ReviewPage.page(PageSamples.review()).html
    // 8 + 1.5 + 0.5, of which 2.5 failed.
    #expect(html.contains("10.00 GBP for 3 jobs (6 tries); 2.50 GBP of it (25.0\u{A0}%) wasted."))
    #expect(html.contains("What to do: timeout of 3h for align"))
    #expect(html.contains("Efficiency against cost") && html.contains("align · 8.00 GBP: 75.0 %"))
    #expect(html.contains("By user") && html.contains("Week by week"))
    #expect(ReviewPage.page(Review()).html.contains("nothing to review"))
  }

  @Test func adviceShowsWhatIsSavedAndWhatElseThereIs() throws {
    let html = RecommendationPage.page(PageSamples.advice()).html
    #expect(html.contains("1 of 2 executables should change, which saves 10.00 GBP"))
    #expect(html.contains("align: 10.00 GBP, from 5.00 GBP to 15.00 GBP"))
    #expect(html.contains("x16 (now)") && html.contains("x8 (proposed)") && html.contains("x32"))
    #expect(html.contains("3 of 10 jobs"))
    // Spot for align's jobs, eight of a launch's hundred in one: 100 jobs at 10 GBP become 13 at 6 GBP.
    #expect(html.contains("Spot, and several items a job") && html.contains("1m 30s"))
    #expect(html.contains("0.050") && html.contains("spot is cheaper up to 0.8 interruptions an hour"))
    #expect(html.contains("90 s of each job are set-up"))
  }

  @Test func namesNeverActOnAPage() throws {
    let attack = PageSamples.attack
    var estimate = try Sample.estimate(name: attack)
    estimate.tasks[0].name = attack
    estimate.warnings = [attack]
    estimate.assumptions = [attack]
    estimate.inputs = [.init(role: "plan", name: attack, content: "")]
    var advice = PageSamples.advice()
    advice.recommendations[0].executable = attack
    advice.recommendations[0].reason = attack
    advice.recommendations[0].spotChoice?.words = attack
    advice.recommendations[0].batching?.words = attack
    let pages = [
      EstimatePage.page(estimate), ReplayPage.page(try PageSamples.replay(job: attack, task: attack)),
      ComparisonPage.page([try Comparison(a: estimate, b: try Sample.estimate())]),
      ReviewPage.page(PageSamples.review(name: attack)), RecommendationPage.page(advice),
      SweepPage.page([SweepPoint(values: [("a", attack)], run: estimate)]),
      SweepPage.page(try PageSamples.grid(value: attack)),
      PlanRecommendationPage.page(try PageSamples.planAdvice(task: attack, type: attack)),
      ValidationPage.page(PageSamples.memoryValidation(file: attack), version: attack),
      ValidationPage.page(PageSamples.timeoutValidation(file: attack), version: attack),
    ]
    for html in pages.map(\.html) {
      #expect(count("<script>", in: html) == 1 && !html.contains("onload=\"a"))
      #expect(html.contains("&lt;script&gt;alert(&#39;x&#39;)"))
      #expect(!html.contains("\u{0}") && !html.contains("\u{202E}"))
      #expect(html.contains("⟨U+202E⟩"))
      #expect(html.utf8.count < 400_000, "\(html.utf8.count)")
    }
  }

  @Test func redactionLeavesNoNameAndGivesTheSameNameTheSameCode() throws {
    var run = try PageSamples.replay(job: "job-AAAAAAAAAAAAAAAAAAAAAAAA")
    run.inputs = [.init(role: "history", name: "secret-study.json", content: "x")]
    run.name = "secret-study.json"
    run.users = [
      GroupFigures(name: "user-ann", jobs: 2, tries: 3, wait: run.wait, cost: 1),
      GroupFigures(name: "user-bob", jobs: 1, tries: 1, wait: run.wait, cost: 1),
    ]
    run.warnings = ["secret-study.json: 3 rows left out: /home/ann/x.vcf.gz of job-AAAAAAAAAAAAAAAAAAAAAAAA"]
    let redacted = try #require(Redaction.runs([run]).first)
    let html = ReplayPage.page(redacted).html
    for name in ["secret", "user-ann", "user-bob", "AAAAAAAA", "x.vcf"] { #expect(!html.contains(name), "\(name)") }
    for name in ["ALIGN", "FASTQC", "m5.large", "rows left out"] { #expect(html.contains(name), "\(name)") }
    #expect(redacted.schedule?.jobs.count == 3)
    #expect(redacted.warnings[0].contains(try #require(redacted.schedule?.jobs[0])))
    #expect(redacted.warnings[0].contains(redacted.name))

    let review = Redaction.review(PageSamples.review(name: "patient_0042"))
    let page = ReviewPage.page(review).html
    for name in ["patient_0042", "ann<", "bob<", "/data/"] { #expect(!page.contains(name), "\(name)") }
    #expect(page.contains("timeout of 3h for align"))
    #expect(review.findings[0].evidence[0].hasPrefix(review.findings[0].jobs[0].name))
  }
}
