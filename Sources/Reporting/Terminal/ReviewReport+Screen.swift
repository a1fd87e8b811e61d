public import JobModel

extension ReviewReport {
  /// How many findings are told in full, and how many executables have a line.
  private static let shownFindings = 8
  private static let shownExecutables = 15

  /// The screen: totals, the top findings, a line an executable, what to do next.
  public static func screen(_ review: Review, style: Style) -> Screen {
    var screen = ScreenWriter(style)
    guard review.accounts.total.tries > 0 else {
      screen.add("nothing to review: no job \(review.onlyRunning ? "runs now" : "is in the period")")
      return Screen(body: screen.text, warnings: review.warnings)
    }
    let unit = Unit(review)
    addTotals(review, unit, &screen)
    addFindings(review, unit, &screen)
    TrendsScreen(trends: review.trends, currency: review.accounts.currency).write(to: &screen)
    addExecutables(review, unit, &screen)
    NextSteps(review: review, style.given).write(to: &screen)
    return Screen(body: screen.text, warnings: review.warnings)
  }

  /// What amounts are shown in: money, or core-hours where nothing has a price.
  private struct Unit {
    let currency: Currency?

    init(_ review: Review) { currency = review.accounts.total.priced > 0 ? review.accounts.currency : nil }

    var title: String { currency.map { "cost \($0)" } ?? "core-hours" }

    func split(_ account: ReviewAccounts.Account) -> ReviewAccounts.Split {
      currency == nil ? account.coreTime : account.cost
    }

    /// For a column that names the unit.
    func amount(_ value: Int64) -> String {
      currency == nil ? Self.hours(value) : Figures.amount(value)
    }

    func text(_ value: Int64) -> String {
      currency == nil ? "\(Self.hours(value)) core-hours" : Figures.money(value, currency)
    }

    /// What a finding is about: its money, else its core-hours, else its time.
    func text(_ finding: Finding) -> String {
      if currency != nil, let cost = finding.cost { return Figures.money(cost.nanos, cost.currency) }
      if finding.coreMilliseconds > 0 { return "\(Self.hours(finding.coreMilliseconds)) core-hours" }
      if finding.time > .zero { return "\(finding.time) of waiting" }
      return Figures.none
    }

    private static func hours(_ milliseconds: Int64) -> String {
      let tenths = milliseconds / 360_000
      if tenths == 0 && milliseconds > 0 { return "<0.1" }
      return tenths >= 1000 ? Figures.count((tenths + 5) / 10) : Figures.fixed(tenths, places: 1)
    }
  }

  private static func addTotals(_ review: Review, _ unit: Unit, _ screen: inout ScreenWriter) {
    let total = review.accounts.total
    let split = unit.split(total)
    let share = split.total > 0 ? Double(split.wasted) / Double(split.total) : 0
    let period = review.period.map { ", \($0.lowerBound.dateText) to \($0.upperBound.dateText)" } ?? ""
    screen.add(
      "\(unit.text(split.total)) for \(Figures.counted(total.jobs, "job")) (\(Figures.counted(total.tries, "try", "tries")))"
        + "\(review.onlyRunning ? " running now" : "")\(period); \(unit.text(split.wasted)) of it wasted (\(Figures.share(share)))",
      .strong)
    let room = min(28, screen.style.width - 52)
    var table = TextTable(
      [.init("where it went", .left), .init(unit.title, .point), .init("share"), .init("", .left)], indentation: 2)
    for cause in ReviewAccounts.Cause.allCases where split[cause] > 0 {
      let part = Double(split[cause]) / Double(max(1, split.total))
      table.add([
        .init(words(cause)), .init(unit.amount(split[cause])),
        .init(Figures.share(part), cause.isWaste && part >= 0.05 ? .bad : .none),
        .init(TextBars.bar(part, width: room), cause.isWaste ? .bad : .none),
      ])
    }
    screen.gap()
    screen.add(table)
    addWeeks(review, unit, &screen)
    if total.waited > 0 {
      screen.gap()
      screen.add(
        "besides, \(Figures.duration(total.wait)) of waiting for workers in \(Figures.counted(total.waited, "try", "tries")): "
          + "time, not money")
    }
    if unit.currency != nil, total.unpriced > 0 {
      screen.add(
        "\(Figures.counted(total.unpriced, "try", "tries")) without a price: in no amount, in the times only", .caution)
    }
  }

  /// The weeks as columns, with the one in which most was spent.
  private static func addWeeks(_ review: Review, _ unit: Unit, _ screen: inout ScreenWriter) {
    let weeks = review.accounts.entries(.week).filter { !$0.name.isEmpty }.suffix(26)
    guard weeks.count > 2, let most = weeks.max(by: { unit.split($0.account).total < unit.split($1.account).total })
    else { return }
    let columns = TextBars.columns(weeks.map { Double(unit.split($0.account).total) })
    guard !columns.isEmpty else { return }
    screen.gap()
    // The columns are no word that could be folded.
    screen.add(
      "by week: \(columns.replacing(" ", with: "\u{A0}")) most in that of \(most.name), "
        + unit.text(unit.split(most.account).total), .none, indentation: 2)
  }

  static func words(_ cause: ReviewAccounts.Cause) -> String {
    switch cause {
    case .useful: "useful work"
    case .failed: "failed"
    case .timedOut: "ended by a limit"
    case .terminated: "terminated"
    case .interrupted: "interrupted (spot)"
    case .retried: "failed and done again"
    case .idle: "idle (processors below 5 %)"
    case .overProvisioned: "more machine than needed"
    case .startUp: "start-up"
    case .unfinished: "not ended yet"
    }
  }

  private static func addFindings(_ review: Review, _ unit: Unit, _ screen: inout ScreenWriter) {
    screen.gap()
    guard !review.findings.isEmpty else {
      screen.add("nothing found", .good)
      return
    }
    let shown = review.findings.prefix(shownFindings)
    let counts = Finding.Severity.allCases.reversed().compactMap { severity in
      let count = review.findings.count { $0.severity == severity }
      return count > 0 ? "\(Figures.count(count)) \(severity.rawValue)" : nil
    }
    screen.add("\(Figures.counted(review.findings.count, "finding")): \(counts.joined(separator: ", "))", .strong)
    for (number, finding) in shown.enumerated() {
      screen.gap()
      let look: Style.Emphasis =
        finding.severity == .high ? .bad : finding.severity == .medium ? .caution : .none
      screen.add(
        "\(number + 1). \(finding.severity.rawValue)  \(finding.kind.rawValue)  \(finding.executable)  \(unit.text(finding))  "
          + "\(Figures.counted(finding.jobs.count, "job"))\(finding.isRunning ? "  running now" : "")", look,
        hanging: 3)
      for line in finding.evidence { screen.add(line, indentation: line.hasPrefix("  ") ? 5 : 3) }
      screen.add("→ " + finding.remedy, indentation: 3)
    }
    let more = review.findings.count - shown.count
    if more > 0 {
      screen.gap()
      screen.add("and \(more) more: --csv or --json has all, with every job named", .faint)
    }
    if review.notJudged > 0 {
      screen.add(
        "\(Figures.counted(review.notJudged, "try", "tries")) of a day or more have too few peers that ended well (5 needed) and "
          + "are not judged", .faint)
    }
  }

  private static func addExecutables(_ review: Review, _ unit: Unit, _ screen: inout ScreenWriter) {
    let entries = review.accounts.entries(.executable)
    var worst: [String: Finding] = [:]
    for finding in review.findings where worst[finding.executable] == nil { worst[finding.executable] = finding }
    var table = TextTable([
      .init("executable", .left), .init("jobs"), .init("tries"), .init(unit.title, .point), .init("wasted"),
      .init("runs"), .init("waits"), .init("worst finding", .left),
    ])
    for entry in entries.prefix(shownExecutables) {
      let account = entry.account
      let split = unit.split(account)
      let waste = split.total > 0 ? Double(split.wasted) / Double(split.total) : nil
      let ran = Int64(max(1, account.tries - account.cached))
      let finding = worst[entry.name]
      table.add([
        .init(entry.name), .init(Figures.count(account.jobs)), .init(Figures.count(account.tries)),
        .init(unit.currency != nil && account.priced == 0 ? Figures.noPrice : unit.amount(split.total)),
        .init(Figures.share(waste), waste ?? 0 >= 0.2 ? .bad : .none),
        .init(Figures.duration(account.time / ran)),
        .init(account.waited > 0 ? Figures.duration(account.wait / Int64(account.waited)) : Figures.none),
        .init(finding.map { "\($0.kind.rawValue) (\($0.severity.rawValue))" } ?? ""),
      ])
    }
    screen.gap()
    screen.add(table)
    if entries.count > shownExecutables { screen.add("and \(entries.count - shownExecutables) more", .faint) }
  }
}
