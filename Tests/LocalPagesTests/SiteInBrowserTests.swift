import Foundation
import Reporting
import TestSupport
import Testing

@testable import LocalPages

/// The pages in a real browser; pictures for the eye are written where `PURSER_GALLERY` names a folder.
@Suite(.enabled(if: Chromium.program != nil, "no chromium, chromium-browser or google-chrome on the PATH"), .serialized)
struct SiteInBrowserTests {
  private static let targets = [
    "/", "/runs", "/jobs?sort=cost", "/jobs/job-9?try=0", "/history", "/findings", "/runs/aaa111",
    "/compare?a=aaa111&b=aab222", "/nothing",
  ]

  @Test func thePagesOfTheServerRunWithoutAComplaint() async throws {
    let site = try SampleSite()
    let server = try PageServer(ListenAddress(host: "127.0.0.1", port: 0), router: site.router)
    let (addresses, found) = AsyncStream.makeStream(of: String.self)
    let serving = Task { try await server.run { found.yield($0) } }
    var iterator = addresses.makeAsyncIterator()
    let address = try #require(await iterator.next())
    for target in Self.targets.dropLast() {
      let url = try #require(URL(string: address.dropLast() + target))
      let result = try await blocking { try Chromium.open(address: url, width: 1400) }
      #expect(result.status == 0 && result.console.isEmpty, "\(target): \(result.console)")
      // The script ran, and left the order of the server's tables alone.
      #expect(result.output.contains("class=\"theme\""), "\(target)")
      let ordered = result.output.components(separatedBy: "class=\"ordered\"").dropFirst()
      for table in ordered { #expect(!(table.components(separatedBy: "</table>")[0].contains("class=\"sort\""))) }
      #expect(result.output.contains("<nav class=\"site\""))
    }
    await server.stop()
    try await serving.value
  }

  @Test(arguments: [(400, false), (400, true), (1400, false), (1400, true)])
  func thePagesNeverScrollSideways(width: Int, isDark: Bool) async throws {
    let site = try SampleSite()
    for target in Self.targets + ["/jobs/\(SampleSite.attacks[5])", "/jobs?offset=100", "/jobs?search=x%3Cy"] {
      let values = try await report(site.html(target), width: width, isDark: isDark)
      #expect(values["scroll"] as? Int ?? .max <= values["client"] as? Int ?? 0, "\(target.prefix(80)): \(values)")
      #expect(values["wide"] as? [String] == [], "\(target.prefix(80))")
      #expect(values["dark"] as? Bool == isDark, "\(target.prefix(80))")
      #expect(values["unlabelled"] as? [String] == [], "\(target.prefix(80))")
      #expect(values["covered"] as? Bool == false, "the button of the theme lies on the bar: \(target.prefix(80))")
    }
  }

  /// What a script in the page finds; the page's policy would not let it run.
  private func report(_ html: String, width: Int, isDark: Bool) async throws -> [String: Any] {
    let policy = "<meta http-equiv=\"Content-Security-Policy\" content=\"\(PageSite.policy)\">"
    #expect(html.contains(policy))
    let probe = """
      <script>var out = {}, r = document.documentElement;
      document.querySelectorAll("details").forEach(function (d) { d.open = true; });
      out.scroll = r.scrollWidth; out.client = r.clientWidth;
      out.dark = getComputedStyle(document.body).backgroundColor === "rgb(21, 24, 28)";
      out.wide = [].filter.call(document.querySelectorAll("body *"), function (e) {
        return !e.closest(".scroll") && !e.closest("svg") && e.getBoundingClientRect().right > r.clientWidth + 1;
      }).map(function (e) { return e.outerHTML.slice(0, 90); });
      out.unlabelled = [].filter.call(document.querySelectorAll("input:not([type=hidden]),select"), function (e) {
        return !e.closest("label") && !e.getAttribute("aria-label");
      }).map(function (e) { return e.outerHTML.slice(0, 90); });
      var b = document.querySelector(".theme").getBoundingClientRect();
      out.covered = [].some.call(document.querySelectorAll(".site a,.site p *"), function (e) {
        var a = e.getBoundingClientRect();
        return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom; });
      var pre = document.createElement("pre"); pre.id = "probe"; pre.textContent = JSON.stringify(out);
      document.body.appendChild(pre);</script></body>
      """
    let probed = html.replacingOccurrences(of: policy, with: "").replacingOccurrences(of: "</body>", with: probe)
    let result = try await blocking { try Chromium.open(probed, width: width, isDark: isDark) }
    let start = try #require(result.output.range(of: "<pre id=\"probe\">"), "\(result.error)")
    let end = try #require(result.output.range(of: "</pre>", range: start.upperBound..<result.output.endIndex))
    let text = result.output[start.upperBound..<end.lowerBound].replacingOccurrences(of: "&lt;", with: "<")
      .replacingOccurrences(of: "&gt;", with: ">").replacingOccurrences(of: "&amp;", with: "&")
    return try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
  }

  @Test(.enabled(if: ProcessInfo.processInfo.environment["PURSER_GALLERY"] != nil))
  func picturesForTheEye() throws {
    let folder = URL(
      fileURLWithPath: try #require(ProcessInfo.processInfo.environment["PURSER_GALLERY"]), isDirectory: true)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let site = try SampleSite()
    for target in Self.targets {
      let name =
        target == "/" ? "overview" : String(target.dropFirst().prefix { $0 != "?" }.map { $0 == "/" ? "-" : $0 })
      for (width, isDark) in [(400, false), (400, true), (1400, false), (1400, true)] {
        let file = folder.appendingPathComponent("site-\(name)-\(width)-\(isDark ? "dark" : "light").png")
        _ = try Chromium.open(site.html(target), width: width, height: 1800, isDark: isDark, screenshot: file)
      }
    }
  }
}
