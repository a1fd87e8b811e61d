import Foundation
import JobModel
import OrderedCollections
import Testing

@testable import Reporting

/// What Foundation reads in a document; a document it cannot read fails the test.
private func parsed(_ value: JSONValue) throws -> [String: Any] {
  let pretty = try JSONSerialization.jsonObject(with: Data(value.prettyText.utf8))
  let compact = try JSONSerialization.jsonObject(with: Data(value.compactText.utf8))
  #expect((pretty as? NSDictionary) == (compact as? NSDictionary))
  return try #require(pretty as? [String: Any])
}

@Suite struct JSONTests {
  @Test func keysKeepTheirOrderAndLevelsAreIndented() {
    let value = JSONValue.pairs([
      "b": .integer(1), "a": .array([.null, .bool(true)]), "c": .array([]), "d": .object([]),
    ])
    #expect(
      value.prettyText == """
        {
          "b": 1,
          "a": [
            null,
            true
          ],
          "c": [],
          "d": {}
        }
        """)
    #expect(value.compactText == #"{"b":1,"a":[null,true],"c":[],"d":{}}"#)
  }

  @Test func textIsEscapedSoThatItReadsBackAndCannotDriveATerminal() throws {
    let name = "\u{0}\"\\\n\r\t\u{1B}[2J\u{7F}\u{9B}\u{202E}\u{200F}\u{2028}é🧬\u{301}"
    let value = JSONValue.pairs(["name": .string(name)])
    let expected = #"{"name":"\u0000\"\\\n\r\t\u001b[2J\u007f\u009b\u202e\u200f\u2028é🧬"# + "\u{301}\"}"
    #expect(value.compactText.unicodeScalars.elementsEqual(expected.unicodeScalars))
    let read = try #require(parsed(value)["name"] as? String)
    #expect(read.unicodeScalars.elementsEqual(name.unicodeScalars))
  }

  @Test func aQuoteWithAnAccentOnItIsStillAQuote() throws {
    #expect(try parsed(.pairs(["a": .string("x\"\u{301}y")]))["a"] as? String == "x\"\u{301}y")
    #expect(CSVTable.field("x\"\u{301}y") == "\"x\"\"\u{301}y\"")
    #expect(VisibleText.shellWord("a'\u{301}; rm") == "'a'\\''\u{301}; rm'")
  }

  @Test(arguments: [
    (0.1, "0.1"), (1.0, "1.0"), (1e300, "1e+300"), (.leastNonzeroMagnitude, "5e-324"), (-0.0, "-0.0"), (.nan, "null"),
    (.infinity, "null"), (0.1 + 0.2, "0.30000000000000004"),
  ])
  func doublesAreTheShortestTextThatReadsBack(value: Double, text: String) throws {
    #expect(JSONValue.double(value).compactText == text)
    _ = try parsed(.pairs(["a": .double(value)]))
  }

  @Test func amountsAndTimesAreExact() {
    #expect(JSONValue.amount(3_446_844).compactText == "0.003446844")
    #expect(JSONValue.amount(9_007_199_254_740_993_000).compactText == "9007199254.740993")
    #expect(JSONValue.amount(.min).compactText == "-9223372036.854775808")
    #expect(JSONValue.amount(nil).compactText == "null")
    #expect(
      [0, 12_345, 12_500, 12_000, -1, -61_050].map { Figures.secondsText($0) } == [
        "0", "12.345", "12.5", "12", "-0.001", "-61.05",
      ])
    #expect(Figures.secondsText(.min) == "-9223372036854775.808")
  }

  @Test(arguments: ["0", "-1", "12.5", "1e5", "1E-7", "100"])
  func sweptNumbersAreNumbers(text: String) { #expect(JSONValue.number(text) == .decimal(text)) }

  @Test(arguments: ["", "-", "007", "1.", ".5", "+1", "1e", "1e999", "0x10", "2h", "NaN", "1 ", "１"])
  func otherSweptValuesAreText(text: String) { #expect(JSONValue.number(text) == .string(text)) }

  @Test func anEstimateHasTheKeysOfTheContract() throws {
    var run = try Sample.estimate()
    run.probabilityOverMaxCost = 0.2
    let document = try parsed(RunReport.json(run))
    #expect(
      Set(document.keys) == [
        "schema", "run", "name", "replications", "seed", "version", "catalog", "prices_as_of", "currency", "jobs",
        "tries_mean", "cost", "wall_clock_s", "wait_s", "probability_over_max_cost", "probability_over_max_time",
        "failed_jobs_mean", "unpriced_tries", "cost_of_priced", "tasks", "assumptions", "warnings",
      ])
    #expect(document["schema"] as? String == "purser/estimate/1")
    #expect(document["prices_as_of"] as? String == "2026-03-01")
    let cost = try #require(document["cost"] as? [String: Double])
    #expect(
      cost == ["mean": 39, "sd": 6.055300708, "p05": 30.9, "p50": 39, "p80": 44.4, "p95": 47.1, "min": 30, "max": 48])
    #expect(document["probability_over_max_cost"] as? Double == 0.2)
    #expect(document["probability_over_max_time"] is NSNull)
    let tasks = try #require(document["tasks"] as? [[String: Any]])
    #expect(
      Set(tasks[0].keys) == [
        "name", "jobs", "tries_mean", "cost_mean", "cost_share", "wait_s_mean", "run_s_mean", "critical_share",
        "failed_mean",
      ])
  }

  @Test func whatHasNoPriceIsNullInEveryDocument() throws {
    var estimate = try Sample.estimate()
    estimate.cost = nil
    estimate.costOfPriced = nil
    estimate.currency = nil
    let document = try parsed(RunReport.json(estimate))
    #expect(document["cost"] is NSNull && document["currency"] is NSNull && document["cost_of_priced"] is NSNull)
    let replay = try parsed(RunReport.json(try Sample.replay(isPriced: false)))
    #expect(replay["cost"] is NSNull)
    #expect(replay["cost_of_priced"] as? Double == 8.2)
    let tasks = try #require(replay["tasks"] as? [[String: Any]])
    #expect(tasks[1]["cost_mean"] is NSNull && tasks[1]["cost_share"] is NSNull)
    let runs = try parsed(RunList.json([RunSummaryRow(try Sample.replay(isPriced: false))]))
    #expect((runs["runs"] as? [[String: Any]])?[0]["cost"] is NSNull)
  }

  @Test func aReplayHasItsRecordBesideIt() throws {
    let document = try parsed(RunReport.json(try Sample.replay()))
    #expect(document["schema"] as? String == "purser/replay/1")
    #expect(document["makespan_s"] as? Int == 27_000)
    #expect(document["wait_s"] as? [String: Int] == ["mean": 60, "p50": 30, "p95": 300, "max": 3600])
    #expect((document["dropped"] as? [String: Int])?["analyses (their jobs are counted)"] == 3)
    let recorded = try #require(document["recorded"] as? [String: Any])
    #expect(recorded["makespan_s"] as? Int == 28_800)
    #expect(recorded["cost"] as? Int == 40)
    #expect(recorded["currency"] as? String == "USD")
  }

  @Test func aSweepHasAPointAValue() throws {
    let document = try parsed(SweepReport.json(try Sample.sweep()))
    let points = try #require(document["sweep"] as? [[String: Any]])
    #expect(points.count == 3)
    #expect((points[1]["values"] as? [String: Any])?["tasks.regenie.work.items_per_job"] as? Int == 5)
    #expect((points[1]["cost"] as? [String: Double])?["mean"] == 31.2)
    _ = try parsed(SweepReport.json([]))
  }

  @Test func anImportNamesTheRowsItLeftOut() throws {
    let files = try #require(parsed(ImportSummary.json(Sample.importReports()))["files"] as? [[String: Any]])
    let skipped = try #require(files[1]["skipped"] as? [[String: Any]])
    #expect(skipped[0]["reason"] as? String == "no executable")
    #expect(skipped[0]["lines"] as? [Int] == [4, 9, 12, 13, 17, 21, 30])
    #expect(files[0]["skipped"] as? [Int] == [])
  }

  @Test func catalogsKeepEveryDigitOfAPrice() throws {
    var catalog = try Sample.catalog()
    catalog.types["mem1_ssd1_v2_x4"]?.onDemand = HourlyPrice(perHour: try DecimalNumber(parsing: "0.12345678901234"))
    let text = CatalogReport.json(show: catalog, types: catalog.typeList).compactText
    #expect(text.contains(#""on_demand_per_hour":0.12345678901234,"spot_per_hour":0.05,"#))
    #expect(text.contains(#""on_demand_per_hour":null,"spot_per_hour":null,"#))
    _ = try parsed(CatalogReport.json(list: [catalog]))
    let rates = try parsed(CatalogReport.json(learned: try Sample.learnedRates()))["rates"] as? [[String: Any]]
    #expect(rates?[0]["rate_per_hour"] as? Double == 0.1496)
    #expect(rates?[0]["last_day"] as? String == "2026-03-31")
    let findings = [CatalogCheck.Finding(kind: .missingSource, severity: .note, message: "fine")]
    _ = try parsed(CatalogReport.json(check: "x", findings: findings))
  }

  @Test func equalRunsGiveEqualBytes() throws {
    #expect(try RunReport.json(Sample.estimate()).prettyText == RunReport.json(Sample.estimate()).prettyText)
    #expect(try ComparisonReport.json([Sample.comparison()]) == ComparisonReport.json([Sample.comparison()]))
  }
}

@Suite struct ComparisonTests {
  @Test func differencesAreOfTheSecondRunFromTheFirst() throws {
    let document = try parsed(ComparisonReport.json([try Sample.comparison()]))
    #expect(document["schema"] as? String == "purser/compare/1")
    #expect(
      document["cost"] as? [String: Double] == ["a": 39, "b": 26.52, "difference": -12.48, "difference_percent": -32])
    #expect((document["wall_clock_s"] as? [String: Any])?["difference"] as? Int == 3600)
    let tasks = try #require(document["tasks"] as? [[String: Any]])
    #expect(tasks.compactMap { $0["name"] as? String } == ["split", "regenie", "merge", "merge-all"])
    #expect((tasks[2]["run_s"] as? [String: Any])?["b"] is NSNull)
    #expect(document["comparisons"] == nil)
    let three = try parsed(ComparisonReport.json([try Sample.comparison(), try Sample.comparison()]))
    #expect((three["comparisons"] as? [[String: Any]])?.count == 2)
  }

  @Test func replicationsArePairedWhenTheyShareTheirDraws() throws {
    let comparison = try Sample.comparison()
    let paired = try #require(comparison.pairedCost)
    // Differences are -0.32 × (30, 32, … 48): mean -0.32 × 39, sd 0.32 × 6.0553, over √10.
    #expect(paired.meanDifference == Sample.units(-12.48))
    #expect(abs(paired.standardError - Sample.units(0.32 * 6.055300708 / 10.0.squareRoot())) < 10)
    #expect(paired.shareLower == 1 && paired.shareEqual == 0)
    var other = try Sample.estimate()
    other.seed = 2
    #expect(try Comparison(a: Sample.estimate(), b: other).pairedCost == nil)
    other.seed = 1
    other.costSamples = []
    #expect(try Comparison(a: Sample.estimate(), b: other).pairedCost == nil)
    #expect(try Comparison(a: Sample.estimate(), b: other).pairedWallClock?.shareEqual == 1)
  }

  @Test func aBaseOfNoughtHasNoPercent() {
    #expect(Comparison.Pair(a: 0, b: 5).differencePercent == nil)
    #expect(Comparison.Pair(a: 0, b: 5).difference == 5)
    #expect(Comparison.Pair(a: nil, b: 5).difference == nil)
    #expect(Comparison.Pair(a: .max, b: .min).difference == .min)
  }

  @Test func twoCurrenciesAreNotCompared() throws {
    #expect(throws: CurrencyMismatch(first: .gbp, second: .usd)) {
      try Comparison(a: Sample.estimate(), b: Sample.replay())
    }
  }
}
