import Foundation
import JobModel
import Testing

@testable import Reporting

@Suite struct HTMLPageTests {
  private func matches(_ pattern: String, in text: String) -> [String] {
    guard let expression = try? NSRegularExpression(pattern: pattern) else { return [] }
    let range = NSRange(text.startIndex..., in: text)
    return expression.matches(in: text, range: range).compactMap {
      Range($0.range(at: 1), in: text).map { String(text[$0]) }
    }
  }

  @Test func idsAreUniqueAndEveryReferenceHasOne() {
    let html = PlotGallery.page.html
    let ids = matches(" id=\"([^\"]*)\"", in: html)
    #expect(ids.count > 100)
    #expect(Set(ids).count == ids.count, "\(Dictionary(grouping: ids) { $0 }.filter { $1.count > 1 }.keys)")
    let used =
      matches("aria-labelledby=\"([^\"]*)\"", in: html).flatMap { $0.split(separator: " ").map(String.init) }
      + matches("href=\"#([^\"]*)\"", in: html) + matches("url\\(#([^)]*)\\)", in: html)
    for name in used { #expect(ids.contains(name), "\(name)") }
  }

  @Test func thePolicyNamesWhatIsInThePage() throws {
    let html = PlotGallery.page.html
    #expect(html.contains("content=\"default-src 'none'; style-src 'sha256-"))
    #expect(!html.contains("unsafe-inline"))
    let style = try #require(matches("(?s)<style>(.*?)</style>", in: html).first)
    let script = try #require(matches("(?s)<script>(.*?)</script>", in: html).first)
    for part in [style, script] {
      #expect(html.contains("'sha256-\(SHA256.base64(SHA256.hash(part.utf8)))'"))
    }
    #expect(!html.contains(" style=") && matches("\\son[a-z]+=\"([^\"]*)\"", in: html).isEmpty)
    #expect(
      !html.contains("http://") || !html.replacingOccurrences(of: "http://www.w3.org/", with: "").contains("http://"))
    #expect(!html.contains("https://") && !html.contains("src=\""))
    #expect(script.utf8.count < 9000, "\(script.utf8.count)")
  }

  @Test func headingsComeInOrderAndThePageSaysItsLanguage() {
    let html = PlotGallery.page.html
    let levels = matches("<h([1-6])[ >]", in: html).compactMap { Int($0) }
    #expect(levels == [1, 2, 2, 3, 2])
    #expect(html.hasPrefix("<!DOCTYPE html>\n<html lang=\"en-GB\">"))
    #expect(html.contains("<title>All plots of a report</title>"))
    #expect(html.contains("<meta name=\"viewport\""))
    #expect(html.contains("<a class=\"skip\" href=\"#main\">"))
    var page = HTMLPage(title: "t")
    page.subsection("first")
    #expect(page.html.contains("<h2 id=\"section-1\">first</h2>"), "no heading skips a level")
  }

  @Test func tablesHaveHeadsThatSayWhatTheyAreFor() {
    let table = HTMLTable(
      "Costs & more", [.init("Task"), .init("Cost", .number)],
      rows: [["a<b", .init(1.5, .money(.gbp))], ["c", .init(nil, .money(.gbp)), "too much"], []])
    #expect(
      table.html(id: "t") == """
        <div class="scroll" role="region" tabindex="0" aria-labelledby="t-h">
        <table id="t">
        <caption id="t-h"><span class="cap">Costs &amp; more</span></caption>
        <thead><tr><th scope="col">Task</th><th scope="col" class="n">Cost</th></tr></thead>
        <tbody>
        <tr><th scope="row">a&lt;b</th><td class="n" data-v="1.5">1.50 GBP</td></tr>
        <tr><th scope="row">c</th><td class="n" data-v="">–</td></tr>
        <tr><th scope="row"></th><td class="n"></td></tr>
        </tbody>
        </table>
        </div>

        """)
    let long = HTMLTable("Rows", [.init("n")], rows: (0..<2500).map { [.init("\($0)")] })
    #expect(long.html(id: "t").contains("Rows. The first 1000 of 2500 rows."))
    #expect(long.html(id: "t").contains("class=\"scroll tall\""), "it scrolls in a window of its own")
    let minus = HTMLTable("m", [.init("t"), .init("n", .number)], rows: [["-1", "-1.5 GBP"], ["-x", "-x"]]).html(
      id: "m")
    #expect(minus.contains(">-1</th>") && minus.contains(">−1.5 GBP</td>") && minus.contains(">-x</td>"))
    #expect(HTMLTable("m", [], rows: []).html(id: "m", isNamed: true).contains("class=\"cap same\""))
    #expect(long.html(id: "t").components(separatedBy: "<tr>").count == 1002)
  }

  @Test func nothingFromOutsideBecomesMarkup() {
    let attack = "</style></script><script>alert(1)</script>\"'><img src=x>\u{0}\u{202E}"
    var page = HTMLPage(title: attack, lead: attack, language: attack)
    let empty = HTMLPage(title: "", lead: "").html
    page.section(attack)
    page.subsection(attack)
    page.paragraph(attack)
    page.note(attack)
    page.list([attack])
    page.code(attack + "\n" + attack)
    page.figures([(attack, attack)])
    page.assumptions([(attack, attack)])
    page.figure(
      Plot(
        attack, summary: attack, x: PlotAxis(attack, .values(.number)), y: PlotAxis(attack, .bands([attack, "b"])),
        marks: [BarMark(stacked: [.init(attack, [1, 2], series: 1), .init("x", [1, 2], series: 2)])],
        references: [PlotReference(.x(1), attack)]),
      caption: attack, table: HTMLTable(attack, [.init(attack)], rows: [[.init(attack)]]))
    let html = page.html
    #expect(!html.contains("alert(1)</script>") && !html.contains("<img"))
    #expect(html.components(separatedBy: "<script").count == empty.components(separatedBy: "<script").count)
    #expect(!html.unicodeScalars.contains("\u{0}") && !html.unicodeScalars.contains("\u{202E}"))
  }

  @Test func equalPagesAreEqualBytes() {
    #expect(PlotGallery.page.html == PlotGallery.page.html)
    #expect(PlotGallery.page.html.utf8.count < 400_000)
  }
}
