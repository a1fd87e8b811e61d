import JobModel

/// The findings of a review on a page: each in full, and all as a table whose rows open.
enum ReviewFindings {
  /// How many jobs of all findings together the page can open.
  private static let mostJobs = 4000
  /// How many jobs of one finding.
  private static let mostJobsOfOne = 200

  /// One finding: how much it matters, what shows it, and what to do, with the commands to copy.
  static func tell(_ finding: Finding, _ unit: ReviewUnit, _ page: inout HTMLPage) {
    let facts = [
      unit.stake(finding), Figures.counted(finding.jobs.count, "job"),
      finding.isRunning ? "running now" : nil,
    ]
    page.facts("Severity \(finding.severity.rawValue)", rank: finding.severity.rawValue, facts.compactMap { $0 })
    page.list(finding.evidence.prefix(12).map { String($0.drop { $0 == " " }) })
    let (words, commands) = remedy(finding.remedy)
    page.note("What to do: \(words)")
    for command in commands { page.code(command, name: "To copy, for \(finding.executable)") }
  }

  /// A remedy as a sentence and the commands in it, which stand between backticks.
  ///
  /// A single command behind a colon leaves the sentence; others stay there too, in their backticks.
  static func remedy(_ text: String) -> (words: String, commands: [String]) {
    let parts = text.split(separator: "`", omittingEmptySubsequences: false).map(String.init)
    // Backticks that are not in pairs quote nothing.
    guard parts.count >= 3, parts.count % 2 == 1 else { return (text, []) }
    var words = ""
    var commands: [String] = []
    for (index, part) in parts.enumerated() {
      guard index % 2 == 1 else {
        words += part
        continue
      }
      if !part.isEmpty { commands.append(part) }
      // The one command at the end of a sentence is not said twice.
      let isLast = parts.count == 3 && parts[2].isEmpty
      if words.hasSuffix(": "), parts.count == 3 {
        words.removeLast(2)
      } else if isLast, words.hasSuffix(" ") {
        words = words.dropLast() + ":"
      } else {
        words += "`\(part)`"
      }
    }
    return (words, commands)
  }

  /// All of them, each with its jobs behind a button.
  static func table(_ findings: [Finding], _ unit: ReviewUnit) -> HTMLTable {
    var table = HTMLTable(
      "All findings",
      [
        .init("Finding"), .init("Severity"), .init("Executable"), .number("Jobs"), .init("At stake", .number),
        .number("Share of the period"), .init("Some of the jobs", .names),
      ],
      rows: findings.map { finding in
        let jobs = finding.jobs.prefix(3).map { $0.name.isEmpty ? $0.job : $0.name }
        let more = finding.jobs.count > 3 ? " and \(Figures.count(finding.jobs.count - 3)) more" : ""
        return [
          .init(finding.kind.rawValue), .init(finding.severity.rawValue, key: rank(finding.severity)),
          .init(finding.executable), .count(finding.jobs.count), .init(unit.text(finding), key: finding.share),
          .share(finding.share), .init(jobs.joined(separator: ", ") + more),
        ]
      })
    var left = mostJobs
    let details = findings.map { finding -> [[String]] in
      let shown = finding.jobs.prefix(min(left, mostJobsOfOne))
      left -= shown.count
      let rows = shown.map { [$0.name.isEmpty ? Figures.none : $0.name, $0.job] }
      let more = finding.jobs.count - shown.count
      return rows.isEmpty || more == 0 ? rows : rows + [["and \(Figures.count(more)) more, which --json names", ""]]
    }
    table.drill = HTMLTable.Drill("Jobs", columns: ["Name", "Job"], details: details)
    return table
  }

  /// The place of a severity among all, for sorting.
  private static func rank(_ severity: Finding.Severity) -> Double {
    Double(Finding.Severity.allCases.firstIndex(of: severity) ?? 0)
  }
}
