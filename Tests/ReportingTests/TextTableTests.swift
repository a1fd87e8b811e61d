import JobModel
import Testing

@testable import Reporting

@Suite struct TextTableTests {
  @Test func textStandsLeftCountsRightAndPointsInLine() {
    var table = TextTable([.init("task", .left), .init("jobs"), .init("cost", .point)])
    table.add(["a", "5", "38.20"])
    table.add(["longer", "12,000", "0.0034"])
    table.add(["none", "", "no price"])
    #expect(
      table.lines(.plain) == [
        "task      jobs      cost",
        "a            5   38.20",
        "longer  12,000    0.0034",
        "none            no price",
      ])
  }

  @Test func theWidestTextGivesWayAndKeepsBothEnds() {
    var table = TextTable([.init("task", .left), .init("type", .left), .init("jobs")])
    table.add([.init(String(repeating: "a", count: 10_000) + "_x16"), "mem1_ssd1_v2_x4", "22"])
    let lines = table.lines(Style(width: 60))
    #expect(lines.allSatisfy { VisibleText.width($0) <= 60 }, "\(lines)")
    #expect(lines[1].hasSuffix("  mem1_ssd1_v2_x4    22"))
    // What lies beyond 4,000 characters is gone before the name is shortened.
    #expect(lines[1].hasPrefix("aaaaaaaa"))
    #expect(VisibleText.shortenedInside("mem1_ssd1_v2_x16", to: 10) == "mem1_…_x16")
    #expect(VisibleText.shortened("mem1_ssd1_v2_x16", to: 10) == "mem1_ssd1…")
  }

  @Test func numbersAreLeftOutRatherThanCut() {
    var table = TextTable([.init("task", .left), .init("jobs"), .init("cost", .point), .init("time")])
    table.add(["merge", "5", "9,223,372,036.85", "106751991167d"])
    #expect(table.lines(Style(width: 40)) == ["task   jobs              cost  …", "merge     5  9,223,372,036.85"])
  }

  @Test(arguments: [57, 80, 100])
  func typesStayWholeAndWhatIsWorthLeastGoes(width: Int) throws {
    var table = TextTable([
      .init("executable", .left), .init("jobs", spare: 2), .init("now", .left, isWhole: true),
      .init("advice", .left, isWhole: true), .init("saves", .point), .init("with 90 %", spare: 1), .init("time"),
      .init("timeout"),
    ])
    for (now, advice) in [("omics.m.8xlarge", "omics.c.8xlarge"), ("mem1_ssd1_v2_x16", "mem1_ssd1_v2_x8")] {
      table.add([
        "annotate_variants_of_all_samples", "44", .init(now), .init(advice), "0.0006", "0.000056829 to 0.0012",
        "+1.2 %",
        "11h 34m",
      ])
    }
    let lines = table.lines(Style(width: width))
    #expect(lines.allSatisfy { VisibleText.width($0) <= width }, "\(lines)")
    #expect(lines[0].hasSuffix("  …") && !lines[0].contains("with 90 %"), "\(lines)")
    for text in ["omics.m.8xlarge  ", "omics.c.8xlarge", "mem1_ssd1_v2_x16", "mem1_ssd1_v2_x8"] {
      #expect(lines.dropFirst().contains { $0.contains(text) }, "\(lines)")
    }
    #expect(lines[0].contains("timeout") == (width >= 80) && lines[0].contains("jobs") == (width == 100), "\(lines)")
    // Names beyond all bounds are cut in the end, and no line is wider than asked for.
    table.add(["a", "1", .init(String(repeating: "x", count: 300)), "y", "", "", "", ""])
    #expect(table.lines(Style(width: width)).allSatisfy { VisibleText.width($0) <= width })
  }

  @Test(arguments: [40, 57, 80, 100])
  func noLineIsWiderThanAsked(width: Int) throws {
    var wide = try Sample.estimate(name: String(repeating: "名前 ", count: 200))
    wide.wallClock = try Sample.required(Summary([0, .max, .max]))
    wide.cost = Summary([0, .max])
    wide.tasks[1].name = String(repeating: "🧬gene-", count: 1000)
    wide.tasks[1].costMean = .max
    wide.tasks[1].runMean = .max
    wide.tasks[0].waitMean = .min
    wide.assumptions.append(String(repeating: "x", count: 10_000))
    wide.inputs[0].name = String(repeating: "p", count: 500)
    let style = Style(width: width)
    let screens = [
      RunReport.screen(wide, style: style), RunReport.screen(try Sample.replay(), style: style),
      SweepReport.screen(try Sample.sweep() + [SweepPoint(values: [], run: wide)], style: style),
      ComparisonReport.screen([try Comparison(a: Sample.estimate(), b: wide)], style: style),
      ImportSummary.screen(Sample.importReports(), style: style), RunList.screen([RunSummaryRow(wide)], style: style),
      CatalogReport.screen(learned: try Sample.learnedRates(), style: style),
    ]
    for line in screens.flatMap({ $0.body.split(separator: "\n") }) {
      #expect(VisibleText.width(String(line)) <= width, "\(line)")
      #expect(line.last != " ", "\(line)")
    }
  }

  @Test func aNameCannotDriveTheTerminal() throws {
    var run = try Sample.estimate(name: "a\u{1B}[2J\u{202E}b\r\nc\u{9B}31m\u{7F}\u{0}")
    run.tasks[0].name = "\u{1B}]0;owned\u{7}"
    run.warnings = ["\u{1B}[31mred"]
    let screen = RunReport.screen(run)
    #expect(screen.body.hasPrefix("a␛[2J�b␍␊c�31m␡␀: "))
    #expect(screen.body.contains("␛]0;owned␇"))
    #expect(screen.warnings == ["␛[31mred"])
    let harmful = screen.body.unicodeScalars.filter { $0.isHarmful && $0 != "\n" }
    #expect(harmful.isEmpty)
  }

  @Test(arguments: [
    ("plain", 5), ("é", 1), ("e\u{301}", 1), ("\u{301}", 0), ("名前", 4), ("🧬", 2), ("👩‍🔬", 2), ("🇬🇧", 2), ("한국", 4),
    ("ﬁ", 1), ("–…", 2), ("❤\u{FE0F}", 2), ("ＡＢ", 4),
  ])
  func widthsAreCells(text: String, width: Int) { #expect(VisibleText.width(text) == width) }

  @Test func wideLettersAreCutBetweenCells() {
    #expect(VisibleText.shortened("名前名前", to: 5) == "名前…")
    #expect(VisibleText.shortened("名前名前", to: 4) == "名…")
    #expect(VisibleText.shortened("ab", to: 1) == "…")
    let marks = "a" + String(repeating: "\u{301}", count: 3000)
    #expect(VisibleText.shortened(marks, to: 5).unicodeScalars.count == 16)
  }

  @Test func coloursAreThereOnlyWhenAskedForAndTakeNoWidth() throws {
    let plain = RunReport.screen(try Sample.replay()).body
    let styled = RunReport.screen(try Sample.replay(), style: Style(isStyled: true)).body
    #expect(!plain.contains("\u{1B}"))
    #expect(styled.contains("\u{1B}[32m-30m\u{1B}[0m"))
    #expect(styled.replacing(/\u{1B}\[[0-9]*m/, with: "") == plain)
  }
}

@Suite struct FiguresTests {
  @Test func percentsHaveTwoForms() {
    #expect(
      [0.788, 0, 1, 0.0004, 0.9999, .nan].map { Figures.share($0) } == [
        "78.8 %", "0.0 %", "100.0 %", "<0.1 %", "100.0 %", "–",
      ])
    #expect([0.12, 0, 1, 0.001, 0.999].map { Figures.chance($0) } == ["12 %", "0 %", "100 %", "<1 %", ">99 %"])
    #expect([-32, 12.14, 0, 123_456.7].map { Figures.change($0) } == ["-32.0 %", "+12.1 %", "0.0 %", "+123,457 %"])
    #expect(Figures.change(nil) == "–")
  }

  @Test func countsHaveCommasFromTenThousandUp() {
    #expect([1509, 20_000, -20_000].map { Figures.count($0) } == ["1509", "20,000", "-20,000"])
    #expect([31.2, 22, 0, 0.01, 1e300].map { Figures.mean($0) } == ["31.2", "22", "0", "<0.1", "–"])
    #expect(Figures.counted(1, "try", "tries") == "1 try")
  }

  @Test func whatHasNoPriceIsNeverNought() {
    #expect(Figures.money(nil, .gbp) == "no price")
    #expect(Figures.money(5, nil) == "no price")
    #expect(Figures.amount(nil) == "no price")
    #expect(Figures.money(0, .gbp) == "0.00 GBP")
  }
}
