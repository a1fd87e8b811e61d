import Foundation
import TestSupport
import Testing

@testable import Reporting

/// The gallery in a real browser; the pictures for the eye are written where `PURSER_GALLERY` names a folder.
@Suite(.enabled(if: Chromium.program != nil, "no chromium, chromium-browser or google-chrome on the PATH"), .serialized)
struct PageInBrowserTests {
  /// The page without its policy and with a script that does what a reader would, and writes what came of it.
  private func report(
    _ script: String, of page: HTMLPage = PlotGallery.page, width: Int, isDark: Bool = false
  ) throws -> [String: Any] {
    try Self.report(script, of: page, width: width, isDark: isDark)
  }

  static func report(
    _ script: String, of page: HTMLPage, width: Int, isDark: Bool = false
  ) throws -> [String: Any] {
    let policy = "<meta http-equiv=\"Content-Security-Policy\" content=\"\(HTMLDocument.policy)\">"
    var html = page.html
    #expect(html.contains(policy))
    html = html.replacingOccurrences(of: policy, with: "")
    let probe = """
      <script>window.onerror = function (m) { window.fault = m; };
      var out = {}; try { \(script) } catch (e) { out.fault = String(e); } out.error = window.fault || "";
      var pre = document.createElement("pre"); pre.id = "probe"; pre.textContent = JSON.stringify(out);
      document.body.appendChild(pre);</script></body>
      """
    html = html.replacingOccurrences(of: "</body>", with: probe)
    let result = try Chromium.open(html, width: width, isDark: isDark)
    let start = try #require(result.output.range(of: "<pre id=\"probe\">"), "\(result.error)")
    let end = try #require(result.output.range(of: "</pre>", range: start.upperBound..<result.output.endIndex))
    let text = result.output[start.upperBound..<end.lowerBound]
      .replacingOccurrences(of: "&lt;", with: "<").replacingOccurrences(of: "&gt;", with: ">")
      .replacingOccurrences(of: "&amp;", with: "&")
    let values = try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
    #expect(values["fault"] == nil, "\(values)")
    #expect(values["error"] as? String == "")
    return values
  }

  @Test func thePolicyLetsThePagesOwnStyleAndScriptRunAndNothingComplains() throws {
    let result = try Chromium.open(PlotGallery.page.html, width: 1400)
    #expect(result.status == 0)
    #expect(result.console.isEmpty, "\(result.console)")
    #expect(result.output.contains("class=\"theme\""), "the script did not run")
    #expect(result.output.contains("data-tip="))
    #expect(!result.output.contains("<img"))
  }

  @Test func anInlineScriptThatIsNotThePagesOwnIsRefused() throws {
    let html = PlotGallery.page.html.replacingOccurrences(
      of: "</main>", with: "<script>document.title='taken'</script></main>")
    let result = try Chromium.open(html, width: 800)
    #expect(!result.output.contains("<title>taken"))
    #expect(result.console.contains { $0.contains("Content Security Policy") }, "\(result.console)")
  }

  @Test(arguments: [320, 400, 700, 1400]) func thePageNeverScrollsSideways(width: Int) throws {
    let values = try report(
      """
      var r = document.documentElement; out.inner = window.innerWidth;
      document.querySelectorAll("details").forEach(function (d) { d.open = true; });
      out.scroll = r.scrollWidth; out.client = r.clientWidth;
      out.wide = [].filter.call(document.querySelectorAll("main *"), function (e) {
        return !e.closest(".scroll") && !e.closest("svg") && e.getBoundingClientRect().right > r.clientWidth + 1;
      }).map(function (e) { return e.outerHTML.slice(0, 90); });
      out.plots = [].filter.call(document.querySelectorAll("svg.plot"), function (e) {
        return e.getBoundingClientRect().width > 0; }).length;
      out.cut = [].filter.call(document.querySelectorAll("svg.plot text"), function (e) {
        var box = e.ownerSVGElement.getBoundingClientRect(), r = e.getBoundingClientRect();
        return box.width > 0 && (r.left < box.left - 4 || r.right > box.right + 4 || r.top < box.top - 4 ||
          r.bottom > box.bottom + 4); }).map(function (e) { return e.textContent; });
      """, width: width)
    #expect(values["inner"] as? Int == width)
    #expect((values["scroll"] as? Int ?? .max) <= (values["client"] as? Int ?? 0), "\(values)")
    #expect(values["wide"] as? [String] == [])
    #expect(values["cut"] as? [String] == [], "text that leaves its plot")
    // One of the two layouts of each plot is shown.
    #expect(values["plots"] as? Int == PlotGallery.plots.count)
  }

  @Test func tablesSortAndFilter() throws {
    let values = try report(
      """
      var table = [].find.call(document.querySelectorAll("table"), function (t) {
        return t.caption.textContent.indexOf("The jobs of the run") === 0; });
      function column(i) { return [].map.call(table.tBodies[0].rows, function (r) { return r.cells[i].textContent; }); }
      var heads = table.tHead.rows[0].cells, buttons = [].map.call(heads, function (h) { return h.querySelector("button"); });
      buttons[3].click(); out.down = heads[3].getAttribute("aria-sort"); out.costs = column(3).slice(0, 3);
      out.lastCost = column(3)[23];
      buttons[3].click(); out.up = heads[3].getAttribute("aria-sort"); out.least = column(3)[0];
      buttons[0].click(); out.other = heads[3].getAttribute("aria-sort"); out.names = column(0).slice(1, 4);
      var input = document.querySelector(".filter input"); input.value = "SAMPLE_1 x16";
      input.dispatchEvent(new Event("input"));
      out.left = [].filter.call(table.tBodies[0].rows, function (r) { return !r.hidden; }).length;
      out.status = document.querySelector(".filter [role=status]").textContent;
      """, width: 1000)
    #expect(values["down"] as? String == "descending")
    #expect(values["costs"] as? [String] == ["28.75 GBP", "27.50 GBP", "26.25 GBP"])
    #expect(values["lastCost"] as? String == "–", "what is not known comes last")
    #expect(values["up"] as? String == "ascending")
    #expect(values["least"] as? String == "0.00 GBP")
    #expect(values["other"] is NSNull)
    #expect(values["names"] as? [String] == ["sample_0/align", "sample_1/align", "sample_2/align"])
    // x16 are the jobs 3, 7, 11, 15, 19, 23, of which 11, 15 and 19 hold "sample_1".
    #expect(values["left"] as? Int == 3)
    #expect(values["status"] as? String == "3 of 24 rows")
  }

  @Test(arguments: [false, true]) func theThemeFollowsTheSystemUntilSomebodyChooses(isDark: Bool) throws {
    let values = try report(
      """
      function ground() { return getComputedStyle(document.body).backgroundColor; }
      var button = document.querySelector(".theme"); out.system = ground();
      button.click(); out.light = ground(); button.click(); out.dark = ground();
      button.click(); out.again = ground(); out.text = button.textContent;
      """, width: 800, isDark: isDark)
    #expect(values["system"] as? String == (isDark ? "rgb(21, 24, 28)" : "rgb(255, 255, 255)"))
    #expect(values["light"] as? String == "rgb(255, 255, 255)")
    #expect(values["dark"] as? String == "rgb(21, 24, 28)")
    #expect(values["again"] as? String == values["system"] as? String)
    #expect(values["text"] as? String == "Theme: auto")
  }

  @Test func pointingAtAMarkTellsItsValue() throws {
    let values = try report(
      """
      var mark = [].find.call(document.querySelectorAll(".wide rect[data-tip]"), function (e) {
        return e.getAttribute("data-tip").indexOf("align: 1,204.50 USD") === 0; });
      mark.scrollIntoView(); var box = mark.getBoundingClientRect();
      mark.dispatchEvent(new PointerEvent("pointermove", {bubbles: true, clientX: box.left + 5, clientY: box.top + 5}));
      var tip = document.querySelector(".tip"); out.tip = tip.textContent; out.shown = !tip.hidden;
      """, width: 1000)
    #expect(values["tip"] as? String == "align: 1,204.50 USD")
    #expect(values["shown"] as? Bool == true)
  }

  @Test func marksAreAsManyAsTheData() throws {
    let values = try report(
      """
      function plot(name) { return [].find.call(document.querySelectorAll(".wide svg.plot"), function (e) {
        return e.querySelector("title").textContent === name; }); }
      var bars = plot("Cost by task").querySelectorAll("[data-tip]");
      out.tips = [].map.call(bars, function (b) { return b.getAttribute("data-tip"); });
      out.runs = [].reduce.call(plot("Cost of 10 simulated runs").querySelectorAll("rect[data-tip]"), function (sum, b) {
        return sum + parseInt(b.getAttribute("data-tip").split(": ")[1], 10); }, 0);
      """, of: PageSamples.all()[0].page, width: 1000)
    #expect(values["tips"] as? [String] == ["split: 0.0034 GBP", "regenie: 30.10 GBP", "merge: 8.90 GBP"])
    #expect(values["runs"] as? Int == 10, "\(values)")
  }

  @Test(.enabled(if: ProcessInfo.processInfo.environment["PURSER_GALLERY"] != nil))
  func picturesForTheEye() throws {
    let folder = URL(
      fileURLWithPath: try #require(ProcessInfo.processInfo.environment["PURSER_GALLERY"]), isDirectory: true)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let html = PlotGallery.page.html
    try Data(html.utf8).write(to: folder.appendingPathComponent("gallery.html"))
    for width in [400, 1400] {
      for isDark in [false, true] {
        let file = folder.appendingPathComponent("gallery-\(width)-\(isDark ? "dark" : "light").png")
        _ = try Chromium.open(html, width: width, height: width == 400 ? 9000 : 9500, isDark: isDark, screenshot: file)
        #expect(FileManager.default.fileExists(atPath: file.path))
      }
    }
  }
}
