import Testing

@testable import Reporting

@Suite struct TextBarsTests {
  @Test func aBarIsAsLongAsItsShare() {
    // 4 characters are 32 eighths: a half is 16, three eighths 12.
    #expect(TextBars.bar(0.5, width: 4) == "██")
    #expect(TextBars.bar(0.375, width: 4) == "█▌")
    #expect(TextBars.bar(1, width: 4) == "████" && TextBars.bar(7, width: 4) == "████")
    #expect(TextBars.bar(1e-9, width: 4) == "▏", "what is there is seen")
    #expect(TextBars.bar(0, width: 4).isEmpty && TextBars.bar(.nan, width: 4).isEmpty)
    #expect(TextBars.bar(0.5, width: 0).isEmpty && TextBars.bar(0.5, width: -3).isEmpty)
  }

  @Test func columnsStandBesideEachOther() {
    #expect(TextBars.columns([0, 1, 4, 8]) == " ▁▄█")
    #expect(TextBars.columns([1, 4], most: 8) == "▁▄")
    #expect(TextBars.columns([.nan, -1, .infinity, 2]) == "   █")
    #expect(TextBars.columns([]).isEmpty && TextBars.columns([0, 0]).isEmpty)
    #expect(TextBars.columns([5, 50], most: 10) == "▄█", "beyond the top is the top")
  }

  @Test func aHistogramCountsEveryValueOnce() {
    #expect(TextBars.histogram([0, 1, 2, 3, 4], parts: 2) == [2, 3])
    #expect(TextBars.histogram([.min, 0, .max], parts: 2) == [1, 2])
    #expect(TextBars.histogram([3, 3], parts: 4).isEmpty && TextBars.histogram([], parts: 4).isEmpty)
    #expect(TextBars.histogram([1, 2], parts: 0).isEmpty)
  }

  @Test func foldedTextKeepsToItsWidth() {
    #expect(
      VisibleText.folded("warning: " + "word ".repeated(20), width: 40).split(separator: "\n").allSatisfy {
        VisibleText.width(String($0)) <= 40
      })
    #expect(VisibleText.visibleLines("a\u{1B}b\nc\u{202E}") == "a␛b\nc\u{FFFD}")
    #expect(VisibleText.visibleLines("a,b\n") == "a,b\n")
  }
}

extension String {
  fileprivate func repeated(_ count: Int) -> String { String(repeating: self, count: count) }
}
