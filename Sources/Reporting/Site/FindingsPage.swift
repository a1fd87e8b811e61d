public import JobModel

/// The page of what the last review of a store found.
public enum FindingsPage {
  /// How many findings a page has.
  public static let pageLength = 20
  /// How many jobs of each are named.
  public static let jobLimit = 5

  /// Which findings are asked for; empty texts do not choose.
  public struct Query: Sendable, Equatable {
    /// What is wrong.
    public var kind = ""
    /// How much it matters.
    public var severity = ""
    /// A pattern of the executable's name.
    public var executable = ""
    /// How many come before the page.
    public var offset = 0

    /// All of them.
    public init() {}

    /// The page of this query.
    public var address: String {
      var items = [("kind", kind), ("severity", severity), ("executable", executable)].filter { !$0.1.isEmpty }
      if offset > 0 { items.append(("offset", String(offset))) }
      return PageAddress.address(PageAddress.findings, items)
    }

    /// The findings that fit, wherever the page begins.
    func fitting(_ review: StoredReview) -> [StoredReview.Entry] {
      let glob = executable.isEmpty ? nil : Glob(executable)
      return review.entries.filter {
        (kind.isEmpty || $0.kind == kind) && (severity.isEmpty || $0.severity == severity)
          && glob?.matches($0.executable) ?? true
      }
    }

    var isEmpty: Bool { kind.isEmpty && severity.isEmpty && executable.isEmpty }
  }

  /// The page; a pure function of what is handed in.
  ///
  /// - Complexity: O(findings).
  public static func page(_ review: StoredReview, query: Query) -> HTMLPage {
    let fitting = query.fitting(review)
    var page = HTMLPage(title: "Findings", lead: answer(review, fitting, query))
    age(review, &page)
    guard !review.entries.isEmpty else { return page }
    page.form(
      PageAddress.findings, fields(review, query), button: "Show", reset: query.isEmpty ? nil : PageAddress.findings)
    let start = min(query.offset, fitting.count)
    let shown = fitting[start..<min(fitting.count, start + pageLength)]
    let range = PageRange(offset: query.offset, shown: shown.count, limit: pageLength, total: fitting.count)
    let address: (Int) -> String = { offset in
      var other = query
      other.offset = offset
      return other.address
    }
    if !shown.isEmpty { page.section("What was found") }
    page.pager(range, of: "findings", address: address)
    for (number, entry) in zip((start + 1)..., shown) { tell(entry, number, &page) }
    page.pager(range, of: "findings", address: address)
    page.paragraph(HTMLPage.leftOut)
    return page
  }

  private static func answer(_ review: StoredReview, _ fitting: [StoredReview.Entry], _ query: Query) -> String {
    guard !review.entries.isEmpty else {
      return review.reviewedAt == nil ? "The store was not reviewed yet." : "The last review found nothing."
    }
    guard !fitting.isEmpty else { return "No finding fits." }
    let counts = Finding.Severity.allCases.reversed().compactMap { severity in
      let count = fitting.count { $0.severity == severity.rawValue }
      return count > 0 ? "\(Figures.count(count)) \(severity.rawValue)" : nil
    }
    let found = "\(Figures.counted(fitting.count, "finding")): \(counts.joined(separator: ", "))."
    guard query.isEmpty, let first = review.entries.first else { return found }
    return found + " The most serious is \(first.kind) in \(VisibleText.shortenedInside(first.executable, to: 60))"
      + (first.cost.map { ", \($0) at stake." } ?? ".")
  }

  private static func age(_ review: StoredReview, _ page: inout HTMLPage) {
    if review.entries.isEmpty && review.reviewedAt == nil {
      page.paragraph("A review looks at all past jobs, and keeps what it finds in the store:")
      return page.code("purser review")
    }
    guard let made = review.reviewedAt else {
      page.note("It is not known when these were found. To find them anew:")
      return page.code("purser review")
    }
    if review.isOlderThanImports == true {
      page.note(
        "These are of the review of \(JobCells.moment(made)) (UTC), and something was imported since. To find them anew:"
      )
      return page.code("purser review")
    }
    page.paragraph("Found by the review of \(JobCells.moment(made)) (UTC); nothing was imported since.")
  }

  private static func fields(_ review: StoredReview, _ query: Query) -> [FormField] {
    let kinds = Set(review.entries.map(\.kind)).sorted()
    let severities = Finding.Severity.allCases.reversed().map(\.rawValue)
    return [
      FormField(label: "Executable", name: "executable", value: query.executable, example: "bwa*"),
      FormField(label: "Kind", name: "kind", value: query.kind, kind: .choice(kinds, any: "any")),
      FormField(label: "Severity", name: "severity", value: query.severity, kind: .choice(severities, any: "any")),
    ]
  }

  private static func tell(_ entry: StoredReview.Entry, _ number: Int, _ page: inout HTMLPage) {
    page.subsection("\(number). \(entry.executable): \(entry.kind)")
    var parts: [String] = []
    if let cost = entry.cost {
      parts.append("\(cost) at stake")
    } else if let time = entry.time, time > .zero {
      parts.append("\(time) at stake")
    }
    parts.append(Figures.counted(entry.jobCount, "job"))
    page.facts("Severity \(entry.severity)", rank: entry.severity, parts)
    page.list(entry.evidence.prefix(12).map { String($0.drop { $0 == " " }) })
    page.note("What to do: \(entry.remedy)")
    var links = entry.jobs.map { job in
      (text: job.name.isEmpty ? job.job : job.name, address: PageAddress.job(job.job))
    }
    let more = entry.jobCount - entry.jobs.count
    if more > 0 { links.append(("and \(Figures.counted(more, "more job"))", JobCells.jobs(of: entry.executable))) }
    page.links(links)
  }
}
