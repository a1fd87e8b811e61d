import Foundation
import JobModel
import TestSupport
import Testing

@testable import Reporting

/// Every page of results in a real browser: without a complaint, at every width, in both themes, with scripts and without.
@Suite(.enabled(if: Chromium.program != nil, "no chromium, chromium-browser or google-chrome on the PATH"), .serialized)
struct ResultPagesInBrowserTests {
  private static let names = [
    "estimate", "replay", "compare", "review", "recommend", "recommend PLAN", "sweep", "grid", "validate memory",
    "validate runtime", "validate timeouts", "validate types",
  ]

  @Test func theListIsWhole() throws { #expect(try PageSamples.all().map(\.name) == Self.names) }

  /// One browser a page; the page is opened in it once for each view.
  @Test(arguments: names) func isWholeInEveryView(name: String) throws {
    let page = try #require(PageSamples.all().first { $0.name == name }?.page)
    let session = try ChromiumSession(page.html, width: 1400)
    for width in [400, 1400] {
      for isDark in [false, true] {
        try session.view(width: width, isDark: isDark)
        #expect(try session.evaluate("!!document.querySelector('.theme')") as? Bool == true, "the script did not run")
        try check(session, "\(name), \(width), \(isDark ? "dark" : "light")", isDark)
      }
      try session.view(width: width, isDark: width == 400, hasScript: false)
      #expect(try session.evaluate("!!document.querySelector('.theme')") as? Bool == false, "the script did run")
      try check(session, "\(name), \(width), without scripts", width == 400)
    }
    #expect(session.complaints == [], "\(name)")
  }

  @Test func pagesOfHardlyAnythingAreWholeToo() throws {
    for item in try PageSamples.odd() {
      let session = try ChromiumSession(item.page.html, width: 400)
      try check(session, item.name, false)
      #expect(session.complaints == [], "\(item.name)")
    }
  }

  private func check(_ session: ChromiumSession, _ name: String, _ isDark: Bool) throws {
    let text = try session.evaluate("(function () { var out = {}; \(PageProbe.script) return JSON.stringify(out); })()")
    let object = try JSONSerialization.jsonObject(with: Data((text as? String ?? "").utf8))
    let values = try #require(object as? [String: Any])
    #expect((values["scroll"] as? Int ?? .max) <= (values["client"] as? Int ?? 0), "\(name): it scrolls sideways")
    #expect(values["wide"] as? [String] == [], "\(name)")
    #expect(values["spilt"] as? [String] == [], "\(name): text that leaves its cell")
    #expect(values["cut"] as? [String] == [], "\(name): text that leaves its plot")
    #expect(values["faults"] as? [String] == [], "\(name)")
    #expect(values["low"] as? [String] == [], "\(name): contrast below 4.5")
    #expect(values["texts"] as? Int ?? 0 > 3, "\(name)")
    #expect(values["background"] as? String == (isDark ? "rgb(21, 24, 28)" : "rgb(255, 255, 255)"), "\(name)")
  }

  @Test func rowsOpenAndShutAndCommandsAreSelected() throws {
    let values = try PageInBrowserTests.report(
      """
      var buttons = [].slice.call(document.querySelectorAll("button.open")), panel = document.querySelector(".panel");
      out.count = buttons.length; out.hidden = panel.hidden; buttons[0].click();
      out.shown = !panel.hidden; out.caption = panel.querySelector("caption").textContent;
      out.cells = [].map.call(panel.querySelectorAll("tbody th, tbody td"), function (c) { return c.textContent; });
      out.expanded = buttons[0].getAttribute("aria-expanded");
      buttons[1].click(); out.first = buttons[0].getAttribute("aria-expanded"); buttons[1].click(); out.shut = panel.hidden;
      out.copies = document.querySelectorAll("button.copy").length;
      out.bold = panel.querySelectorAll("b").length;
      """, of: ReviewPage.page(review()), width: 1000)
    #expect(values["count"] as? Int == 2 && values["hidden"] as? Bool == true && values["shown"] as? Bool == true)
    #expect(values["caption"] as? String == "Jobs: failed-work (1)")
    #expect(values["cells"] as? [String] == ["<b>bold</b>", "job-1"])
    #expect(values["expanded"] as? String == "true" && values["first"] as? String == "false")
    #expect(values["shut"] as? Bool == true && values["copies"] as? Int == 1 && values["bold"] as? Int == 0)
  }

  private func review() -> Review {
    var review = PageSamples.review(name: "<b>bold</b>")
    review.findings[0].remedy = "a timeout: `dx run … --x`"
    return review
  }

  @Test func theKeyboardReachesEverythingAndItsPlaceIsSeen() throws {
    let session = try ChromiumSession(ReviewPage.page(review()).html, width: 1000)
    let wanted = """
      [].filter.call(document.querySelectorAll("a[href],button,input,summary,[tabindex='0']"), function (e) {
        return e.getBoundingClientRect().width > 0; })
      """
    _ = try session.evaluate("document.querySelectorAll('details').forEach(function (d) { d.open = true; })")
    let count = try #require(try session.evaluate(wanted + ".length") as? Int)
    #expect(count > 20)
    _ = try session.evaluate("window.reached = []; window.unseen = [];")
    for _ in 0..<(count + 10) {
      try session.tab()
      _ = try session.evaluate(
        """
        (function () { var e = document.activeElement; if (!e || e === document.body) return;
          if (reached.indexOf(e) < 0) reached.push(e);
          var s = getComputedStyle(e); if (s.outlineStyle === "none" || parseFloat(s.outlineWidth) < 1)
            unseen.push(e.outerHTML.slice(0, 80)); })()
        """)
    }
    let missed = try session.evaluate(
      wanted
        + ".filter(function (e) { return reached.indexOf(e) < 0; }).map(function (e) { return e.outerHTML.slice(0, 80); })"
    )
    #expect(missed as? [String] == [])
    #expect(try session.evaluate("unseen") as? [String] == [])
  }

  @Test func keysSortOpenAndFilter() throws {
    let session = try ChromiumSession(ReviewPage.page(review()).html, width: 1000)
    func table(_ caption: String) -> String {
      "[].find.call(document.querySelectorAll('table'), function (t) { return t.caption.textContent.indexOf('\(caption)') === 0; })"
    }
    let head = table("By executable") + ".tHead.rows[0].cells[3]"
    let first = table("By executable") + ".tBodies[0].rows[0].cells[0].textContent"
    #expect(try session.evaluate(first) as? String == "align")
    _ = try session.evaluate(head + ".querySelector('button').focus()")
    try session.enter()
    #expect(try session.evaluate(head + ".getAttribute('aria-sort')") as? String == "descending")
    try session.space()
    #expect(try session.evaluate(head + ".getAttribute('aria-sort')") as? String == "ascending")
    #expect(try session.evaluate(first) as? String == "qc")
    _ = try session.evaluate("document.querySelector('button.open').focus()")
    try session.space()
    #expect(try session.evaluate("document.querySelector('.panel').hidden") as? Bool == false)
    _ = try session.evaluate("document.querySelector('summary').focus()")
    try session.enter()
    #expect(try session.evaluate("document.querySelector('details').open") as? Bool == true)
  }

  @Test func onPaperNothingIsCutAndControlsAreGone() throws {
    let session = try ChromiumSession(ReviewPage.page(review()).html, width: 1000)
    let pdf = try session.pdf()
    #expect(String(decoding: pdf.prefix(4), as: UTF8.self) == "%PDF" && pdf.count > 10_000, "\(pdf.count)")
  }
}
