/// Where a page stands among a server's: what the bar at its top says.
public struct PageSite: Sendable, Equatable {
  /// A part of the site.
  public enum Part: Sendable, Hashable, CaseIterable {
    case overview, runs, jobs, findings, history

    var name: String {
      switch self {
      case .overview: "Overview"
      case .runs: "Runs"
      case .jobs: "Jobs"
      case .findings: "Findings"
      case .history: "History"
      }
    }

    var address: String {
      switch self {
      case .overview: PageAddress.overview
      case .runs: PageAddress.runs
      case .jobs: PageAddress.jobs
      case .findings: PageAddress.findings
      case .history: PageAddress.history
      }
    }
  }

  /// The part that the page is of; nil for none of them.
  public var part: Part?
  /// The name of the store's file.
  public var store: String

  /// A place on a site.
  public init(_ part: Part?, store: String) {
    self.part = part
    self.store = store
  }

  /// The policy of all pages of a site, for the head of the answer that carries one.
  public static var policy: String { HTMLDocument.servedPolicy }

  /// The bar.
  var html: String {
    let links = Part.allCases.map { part in
      "<li><a href=\"\(part.address)\"\(part == self.part ? " aria-current=\"page\"" : "")>\(part.name)</a></li>\n"
    }
    return """
      <nav class="site" aria-label="Pages">
      <p><b>purser</b> <span>\(HTMLText.isolated(VisibleText.shortenedInside(store, to: 40)))</span></p>
      <ul>
      \(links.joined())</ul>
      </nav>

      """
  }
}
