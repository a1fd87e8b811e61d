import Foundation
import JobModel
import TestSupport
import Testing

@testable import Reporting

@Suite struct PlanRecommendationReportTests {
  private func advice(feasible: Bool = true, priced: Bool = true) throws -> PlanRecommendation {
    var catalog = Catalog(name: "test", provider: "test")
    if priced { catalog.currency = .usd }
    var advice = PlanRecommendation(
      name: "gwas", catalog: catalog, goal: .cheapest, confidence: 0.8, seed: 1, version: "v")
    func option(_ type: String?, _ cost: Int64, _ hours: Int64, items: Int?) -> PlanRecommendation.Option {
      let setting = PlanRecommendation.Setting(
        instanceType: type, priority: .high, itemsPerJob: items, jobs: items.map { 100 / $0 } ?? 1)
      return PlanRecommendation.Option(
        setting: setting, cost: priced ? cost : nil, time: .hours(hours), failureProbability: 0)
    }
    var row = PlanRecommendation.Row(
      task: "align", current: option("t_x4", 2_000_000_000, 4, items: 1),
      recommended: option("t_x2", 1_500_000_000, 5, items: 10),
      reason: "t_x2 instead of t_x4; 25 % cheaper; 25 % slower")
    row.alternatives = [option("t_x8", 3_000_000_000, 3, items: 20)]
    row.breakEvenRate = priced ? 0.43 : nil
    let kept = option(priced ? "t_x4" : nil, 500_000_000, 1, items: nil)
    advice.rows = [row, PlanRecommendation.Row(task: "merge", current: kept, recommended: kept, reason: "kept")]
    let time = try #require(Summary([20_000_000, 22_000_000]))
    advice.replications = 2
    if priced {
      advice.deadline = .hours(6)
      let cost = Summary([2_000_000_000, 2_000_000_000])
      advice.recommended = .init(cost: cost, wallClock: time, probability: 0.85, failedJobs: 0)
      advice.current = .init(cost: nil, wallClock: time, probability: nil, failedJobs: 0)
      advice.lowerBound = 1_900_000_000
    }
    advice.isFeasible = feasible
    if !feasible { advice.leastTime = .hours(7) }
    return advice
  }

  @Test func theDocumentIsWhatItsSchemaSays() throws {
    let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("../../Sources/Reporting/Schemas/recommend-plan-1.schema.json")
    let tree = try JSONTree(parsing: String(contentsOf: file, encoding: .utf8))
    let schema = try JSONSchema(tree)
    var met: Set<String> = []
    for advice in [try advice(), try advice(feasible: false), try advice(priced: false)] {
      let document = try JSONTree(parsing: PlanRecommendationReport.json(advice).prettyText)
      let outcome = schema.check(document)
      #expect(outcome.violations.isEmpty, "\(outcome.violations)")
      met.formUnion(outcome.met)
      for key in document.members?.keys.sorted() ?? [] {
        #expect(!schema.check(document.setting(key, to: nil)).violations.isEmpty, "needs no \(key)")
      }
      #expect(!schema.check(document.setting("nobody_knows_this", to: .null)).violations.isEmpty)
    }
    #expect(schema.properties.subtracting(met).isEmpty, "\(schema.properties.subtracting(met).sorted())")
  }

  @Test func theScreenAnswersFirst() throws {
    var style = Style.plain
    style.given.files = ["gwas.yaml"]
    let body = PlanRecommendationReport.screen(try advice(), style: style).body
    #expect(body.hasPrefix("gwas: change 1 task: 6h is kept with a probability of 85 %\n"))
    #expect(body.contains("no choice costs less than 1.90 USD whose expected times keep the deadline"))
    #expect(body.contains("by expected costs no choice costs less than 1.90 USD"))
    #expect(body.contains("cost 2.00 USD,"))
    #expect(body.contains("5.3 % more"))
    #expect(!body.contains("fails for good"))
    #expect(body.contains("align: t_x2 instead of t_x4; 25 % cheaper; 25 % slower"))
    #expect(body.contains("--set tasks.align.instance_type=t_x2"))
    #expect(body.contains("--set tasks.align.work.items_per_job=10"))
    #expect(!body.contains("tasks.merge"))
    #expect(body.split(separator: "\n").allSatisfy { $0.count <= 100 })
    let late = PlanRecommendationReport.screen(try advice(feasible: false), style: style).body
    #expect(late.hasPrefix("gwas: 6h cannot be kept with a probability of 80 %; the least time is 7h\n"))
    let bare = PlanRecommendationReport.screen(try advice(priced: false), style: style).body
    #expect(bare.contains("no price"))
    #expect(PlanRecommendationReport.csv(try advice()).text.split(separator: "\n").count == 3)
  }

  @Test func aBoundAboveWhatIsSimulatedIsExplained() throws {
    // Runs in which a job fails for good end early: 1.20 on average, where doing all of it takes 1.90 at least.
    var advice = try advice(feasible: false)
    let time = try #require(Summary([20_000_000, 22_000_000]))
    advice.recommended = .init(
      cost: Summary([400_000_000, 2_000_000_000]), wallClock: time, probability: 0.2, failedJobs: 0.6)
    let body = PlanRecommendationReport.screen(advice).body.replacing(/\n +/, with: " ")
    #expect(body.contains("as recommended: 1.20 USD on average"))
    #expect(body.contains("by expected costs, with every job done in the end, no choice costs less than 1.90 USD"))
    #expect(body.contains("simulated runs end where a job fails for good"))
    let page = PlanRecommendationPage.page(advice).html
    #expect(page.contains("By expected costs, with every job done in the end, no choice costs less than 1.90 USD"))
    #expect(page.contains("Simulated runs end where a job fails for good"))
  }
}
