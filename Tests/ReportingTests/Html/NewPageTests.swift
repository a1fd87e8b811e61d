import Foundation
import JobModel
import Testing

@testable import Reporting

/// The pages of sweeps, of advice on plans and of validations, and what opens on others.
@Suite struct NewPageTests {
  @Test func aSweepBeginsWithTheBestPointsAndDrawsCurves() throws {
    let html = SweepPage.page(try Sample.sweep(), name: "gwas", limits: Sample.limits()).html
    #expect(html.contains("<title>Sweep of gwas</title>"))
    // Medians: 39, 31.20 and 35.10 GBP; 8 h 15 min and half an hour and two hours more.
    #expect(html.contains("Cheapest with items_per_job 5: 31.20 GBP, 8h 45m."))
    #expect(html.contains("Fastest with items_per_job 1: 39.00 GBP, 8h 15m."))
    #expect(html.contains("Cost by items_per_job") && html.contains("Time by items_per_job"))
    #expect(html.contains("limit 45.00 GBP") && html.contains("limit 1d"))
    #expect(html.contains("Cost against time") && html.contains("items_per_job 5: 31.20 GBP, 8h 45m"))
    #expect(html.contains("storage and egress") && html.contains("seed 1") && html.contains("purser 0.1.0"))
  }

  @Test func twoValuesMakeAMapAndWordsAreNoAxis() throws {
    let html = SweepPage.page(try PageSamples.grid()).html
    #expect(html.contains("Cost, median, by count and timeout"))
    // 39.00 at a count of 1; the point of 2 and 10m has no price.
    #expect(html.contains("count 1, 5m: 39.00 GBP") && html.contains("A crossed cell has no price."))
    #expect(!html.contains("Cost against time"), "not all points have a price")
    let words = try Sample.sweep().enumerated().map {
      SweepPoint(values: [("tasks.a.priority", ["low", "normal", "high"][$0])], run: $1.run)
    }
    let bars = SweepPage.page(words).html
    #expect(bars.contains("normal: 31.20 GBP, from 24.72 GBP to 37.68 GBP"))
  }

  @Test func advicePutsTheFrontTheChoiceAndTheTimeoutsOnThePage() throws {
    var advice = PageSamples.advice()
    advice.recommendations[0].current.setting.timeout = .hours(30)
    advice.recommendations[0].recommended.setting.timeout = .hours(3)
    advice.recommendations[0].timeLimit = .init(
      advice: .notEnoughData(have: 3, need: 20), hungCost: Money(nanos: Sample.units(3), currency: .gbp),
      hungCostNow: Money(nanos: Sample.units(30), currency: .gbp), words: "3h is enough")
    advice.recommendations[0].falseKillProbability = 0.004
    let html = RecommendationPage.page(advice, version: "0.1.0").html
    #expect(html.contains("A hung job now") && html.contains(">1d 6h</td>") && html.contains(">3h</td>"))
    #expect(html.contains("What a job that hangs burns") && html.contains("0.40 %") && html.contains("3h is enough"))
    #expect(
      html.contains("x8: 1.50 GBP, 1h 30m") && html.contains("class=\"ring k2\"") && html.contains(">proposed</text>"))
    #expect(html.contains("purser 0.1.0"))
    // Where only timeouts change nothing is said of a job under the proposal, and nothing is saved.
    advice.recommendations[0].recommended = advice.recommendations[0].current
    advice.recommendations[0].recommended.setting.timeout = .hours(3)
    let only = RecommendationPage.page(advice).html
    #expect(only.contains("Only timeouts should change") && !only.contains("A job now"))
    #expect(only.contains("x16 (now, keep)"))
  }

  @Test func adviceOnAPlanBeginsWithTheDeadline() throws {
    let html = PlanRecommendationPage.page(try PageSamples.planAdvice()).html
    // Means: 2.75 now, 2.10 then.
    #expect(
      html.contains(
        "Change 1 task: 6h is kept with a probability of 90\u{A0}%. 2.10 USD on average instead of 2.75 USD."))
    #expect(html.contains("deadline 6h") && html.contains("By expected costs no choice costs less than 1.90 USD"))
    #expect(html.contains("--set tasks.align.instance_type=t_x2") && !html.contains("tasks.merge"))
    #expect(html.contains("t_x4 high (now)") && html.contains("t_x2 high (proposed)") && html.contains("t_x8 high"))
  }

  @Test func validationsShowWhatWasPredictedAndWhatCame() throws {
    let pages = Dictionary(
      PageSamples.validations().map { ($0.name, $0.page.html) }, uniquingKeysWith: { first, _ in first })
    let memory = try #require(pages["validate memory"])
    // 400 tasks, 4 of which failed once; 6 GBh against 12.
    #expect(memory.contains("400 tasks would have held 6 GBh beyond what they used, and 1.0\u{A0}% of them"))
    #expect(memory.contains("ponder, holds 2.00 times as much") && memory.contains("allowed 1.0 %"))
    #expect(memory.contains("Shown are 8 of 400, at equal distances."))
    #expect(memory.contains("less than what came"))
    let runtime = try #require(pages["validate runtime"])
    #expect(runtime.contains("half were predicted within 10.0\u{A0}%, nine of ten within 40.0\u{A0}%"))
    #expect(
      runtime.contains("80.0\u{A0}% lie in the interval that is meant to hold 90\u{A0}%")
        && runtime.contains("meant: 90 %"))
    let timeouts = try #require(pages["validate timeouts"])
    #expect(
      timeouts.contains("end 0.20\u{A0}% of 100 good jobs (0.50\u{A0}% may be)")
        && timeouts.contains("burns 9.00 times"))
    let types = try #require(pages["validate types"])
    #expect(types.contains("In 20.0\u{A0}% of 5 instances") && types.contains("3 of 4 instances are dearer"))
  }

  @Test func remediesAreSentencesAndCommands() {
    #expect(ReviewFindings.remedy("a limit: `dx run … --x '{}'`") == ("a limit", ["dx run … --x '{}'"]))
    #expect(ReviewFindings.remedy("fewer: `a b`, or smaller jobs") == ("fewer, or smaller jobs", ["a b"]))
    #expect(ReviewFindings.remedy("`a`; for those there: `b`") == ("`a`; for those there: `b`", ["a", "b"]))
    #expect(ReviewFindings.remedy("in a plan `w: 1`") == ("in a plan:", ["w: 1"]))
    #expect(ReviewFindings.remedy("a `lonely backtick") == ("a `lonely backtick", []))
    #expect(ReviewFindings.remedy("plain") == ("plain", []))
  }

  @Test func rowsOpenOnWhatTheBlockOfDataHolds() throws {
    var review = PageSamples.review()
    review.findings[0].jobs = (0..<5000).map { .init(job: "job-\($0)", name: "</script><b>\($0)") }
    let html = ReviewPage.page(review).html
    #expect(html.contains("<script type=\"application/json\" data-drill="))
    #expect(html.contains("\\u003c/script>\\u003cb>0") && !html.contains("</script><b>"))
    #expect(
      html.contains("\"job-199\"") && !html.contains("\"job-200\"")
        && html.contains("and 4800 more, which --json names"))
    #expect(html.contains("and 4997 more"))
    let replay = ReplayPage.page(try PageSamples.replay()).html
    // The dearest try of ALIGN is the second one of job 2.
    #expect(replay.contains("[[\"job-2\",\"1\",\"done\",\"20m\",\"4.00 USD\"],[\"job-2\",\"0\",\"failed: AppIns"))
    #expect(html.utf8.count < 200_000)
  }

  @Test func aReplayDrawsTheRecordBehindTheSimulation() throws {
    var run = try PageSamples.replay()
    run.recorded?.load = [
      LoadPoint(time: 0, queued: 2, running: 0), LoadPoint(time: 60_000, queued: 1, running: 7),
      LoadPoint(time: 120_000, queued: 0, running: 0),
    ]
    let html = ReplayPage.page(run).html
    #expect(html.contains("Tries that run") && html.contains("The area behind is what the history records."))
    #expect(html.contains("Most tries at once") && html.contains("<td class=\"n\" data-v=\"7.0\">7</td>"))
  }

  @Test func everyPageSaysWhatItRestsOnAndWhatItLeavesOut() throws {
    for item in try PageSamples.all() {
      let html = item.page.html
      #expect(html.contains("What this rests on"), "\(item.name)")
      #expect(html.contains("Left out"), "\(item.name)")
      #expect(html.contains("<p class=\"lead\">"), "\(item.name)")
    }
    for item in try PageSamples.odd() {
      #expect(item.page.html.contains("<p class=\"lead\">"), "\(item.name)")
    }
  }

  @Test func sentencesKeepTheirFiguresTogether() {
    #expect(HTMLText.prose("10 % of 5 %") == "10\u{A0}% of 5\u{A0}%")
    #expect(HTMLText.prose("a % b") == "a % b")
    #expect(HTMLText.prose("on 2026-03-01.") == "on <time>2026-03-01</time>.")
    #expect(HTMLText.prose("id 12026-03-01 2026-03-012 2026-0-01") == "id 12026-03-01 2026-03-012 2026-0-01")
    #expect(HTMLText.prose("try `a <b>` now") == "try <code>a &lt;b&gt;</code> now")
    #expect(HTMLText.prose("one ` alone") == "one ` alone")
    #expect(HTMLText.prose("`a` and `b") == "<code>a</code> and `b")
    #expect(HTMLText.prose("") == "")
  }

  @Test func aSampleOfPairsIsBoundedAndRegular() {
    let pairs = (0..<5000).map { PredictionPair(predicted: Double($0), actual: 1) }
    let sample = PredictionPair.sample(pairs)
    #expect(sample.count == PredictionPair.sampleSize)
    // 5000 / 2000 = 2.5: 0, 2, 5, 7 …
    #expect(sample.prefix(4).map(\.predicted) == [0, 2, 5, 7])
    #expect(PredictionPair.sample(Array(pairs.prefix(7))).count == 7)
  }
}
