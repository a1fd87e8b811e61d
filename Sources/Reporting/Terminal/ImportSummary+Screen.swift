public import JobModel

extension ImportSummary {
  /// The screen: a line a file, and below it what was not kept and what should be known.
  ///
  /// - Parameters:
  ///   - files: what the command was given, if that is not what the reports are of: archives.
  ///   - isStored: whether the jobs are in a store now, or were only looked at.
  public static func screen(
    _ reports: [ImportReport], files: [String]? = nil, isStored: Bool = true, style: Style = .plain
  ) -> Screen {
    var screen = ScreenWriter(style)
    if reports.isEmpty { screen.add("nothing to import") }
    for report in reports { write(report, to: &screen) }
    if reports.count > 1 {
      let kept = reports.reduce(0) { $0 + $1.kept }
      let rows = reports.reduce(0) { $0 + $1.rows }
      screen.add("\(Figures.counted(reports.count, "file")), \(rowsText(rows)): \(Figures.count(kept)) kept", .strong)
    }
    if !isStored && !reports.isEmpty { screen.add("nothing was stored; into a new store it would be as above", .faint) }
    NextSteps(import: reports, files: files, isStored: isStored).write(to: &screen)
    return Screen(body: screen.text)
  }

  private static func rowsText(_ count: Int) -> String { Figures.counted(count, "row") }

  private static func write(_ report: ImportReport, to screen: inout ScreenWriter) {
    let name = report.file == "-" ? "standard input" : report.file
    var parts = ["\(Figures.count(report.kept)) kept"]
    if report.updated > 0 { parts.append("\(Figures.count(report.updated)) updated") }
    if report.duplicates > 0 { parts.append("\(Figures.count(report.duplicates)) there already") }
    if report.skippedCount > 0 { parts.append("\(Figures.count(report.skippedCount)) skipped") }
    RunReport.headline(
      name, "\(report.format), \(rowsText(report.rows)): \(parts.joined(separator: ", "))", to: &screen)
    for skipped in report.skipped.prefix(shownKinds) {
      screen.add(
        "skipped \(Figures.count(skipped.count)): \(skipped.reason)\(places(skipped.lines, of: skipped.count))", .bad,
        indentation: 2)
    }
    more(report.skipped.count, "reasons to skip", to: &screen)
    for warning in report.warnings.prefix(shownKinds) {
      screen.add(
        warning.lines.isEmpty && warning.count == 1
          ? "note: \(warning.message)"
          : "note on \(rowsText(warning.count)): \(warning.message)\(places(warning.lines, of: warning.count))",
        .caution,
        indentation: 2)
    }
    more(report.warnings.count, "notes", to: &screen)
    for line in QualityLines(report).lines { screen.add(line.text, line.emphasis, indentation: 2) }
  }

  /// How many kinds of notes a screen shows: a file of another program can have one for each of its rows.
  private static let shownKinds = 20

  private static func more(_ count: Int, _ what: String, to screen: inout ScreenWriter) {
    guard count > shownKinds else { return }
    screen.add("and \(Figures.count(count - shownKinds)) more \(what); --json has them all", .faint, indentation: 2)
  }

  /// How many lines a screen names; the document has more.
  private static let named = 5

  private static func places(_ lines: [Int], of count: Int) -> String {
    guard let first = lines.first else { return "" }
    if count == 1 { return " (line \(first))" }
    let shown = lines.prefix(named).map(String.init).joined(separator: ", ")
    return " (lines \(shown)\(count > min(named, lines.count) ? ", …" : ""))"
  }
}
