import JobModel

/// Trends on the review's screen: only what moved.
struct TrendsScreen {
  private static let shownMovers = 5
  private static let shownChanges = 5
  /// A mover below this part of what the dearer period cost is not worth a line.
  private static let leastMove = 0.01

  let trends: Trends
  let currency: Currency?

  func write(to screen: inout ScreenWriter) {
    screen.gap()
    if let comparison = trends.comparison {
      add(comparison, to: &screen)
    } else if let reason = trends.notCompared {
      screen.add("not compared with the period before: \(reason)", .faint)
    }
    addChanges(to: &screen)
  }

  private func add(_ comparison: PeriodComparison, to screen: inout ScreenWriter) {
    screen.add(
      "\(TrendWords.span(comparison.periods.now)) against \(TrendWords.span(comparison.periods.before))", .strong)
    var table = TextTable([.init("", .left), .init("before"), .init("now"), .init("change")], indentation: 2)
    for row in TrendWords.rows(comparison, currency) {
      table.add([
        .init(row.name), .init(row.before), .init(row.now),
        .init(Figures.change(row.change), row.isWorse ? .caution : .none),
      ])
    }
    screen.add(table)
    let whole = TrendWords.whole(comparison)
    let movers = comparison.movers.prefix(Self.shownMovers).filter {
      Double($0.change.magnitude) >= Self.leastMove * Double(whole)
    }
    guard !movers.isEmpty else { return }
    screen.gap()
    var moved = TextTable(
      [
        .init("moved most", .left), .init(comparison.isMoney ? currency?.code ?? "cost" : "core-hours", .point),
        .init("more jobs", .point), .init("longer jobs", .point),
        .init(comparison.isMoney ? "dearer hours" : "more cores", .point),
      ], indentation: 2)
    for mover in movers {
      moved.add([
        .init(mover.executable),
        .init(TrendWords.signed(mover.change, of: mover.change, comparison), mover.change > 0 ? .caution : .none),
        .init(TrendWords.signed(mover.byJobs, of: mover.change, comparison)),
        .init(TrendWords.signed(mover.byLength, of: mover.change, comparison)),
        .init(TrendWords.signed(mover.byRate, of: mover.change, comparison)),
      ])
    }
    screen.add(moved)
  }

  private func addChanges(to screen: inout ScreenWriter) {
    for change in trends.changes.prefix(Self.shownChanges) {
      screen.gap()
      screen.add(TrendWords.headline(change), change.isRegression ? .caution : .good, hanging: 3)
      for line in TrendWords.evidence(change) { screen.add(line, indentation: 3) }
      if change.isRegression { screen.add("→ " + change.advice, indentation: 3) }
    }
    let more = trends.changes.count - Self.shownChanges
    if more > 0 {
      screen.gap()
      screen.add("and \(more) more changes: --json has all", .faint)
    }
    guard !trends.changes.isEmpty else { return }
    screen.add(TrendWords.rate(trends), .faint)
  }
}

/// How trends are worded, once for the screen and the page.
enum TrendWords {
  /// A line of the comparison.
  struct Row {
    var name: String
    var before: String
    var now: String
    /// In percent of before; nil where that says nothing.
    var change: Double?
    var isWorse: Bool
  }

  /// The days of a period, the last one included.
  static func span(_ period: Range<SimTime>) -> String {
    "\(period.lowerBound.dateText) to \((period.upperBound - SimDuration(milliseconds: 1)).dateText)"
  }

  /// The amount of the dearer period.
  static func whole(_ comparison: PeriodComparison) -> Int64 {
    let amounts = [comparison.before, comparison.now].map {
      (comparison.isMoney ? $0.account.cost : $0.account.coreTime).total
    }
    return amounts.max() ?? 0
  }

  /// The comparison line by line.
  static func rows(_ comparison: PeriodComparison, _ currency: Currency?) -> [Row] {
    let (before, now) = (comparison.before, comparison.now)
    let isMoney = comparison.isMoney
    func amount(_ figures: PeriodComparison.Figures) -> Int64 {
      (isMoney ? figures.account.cost : figures.account.coreTime).total
    }
    func row(_ name: String, _ a: Double?, _ b: Double?, worse: Double, _ text: (Double) -> String) -> Row {
      let change = a.flatMap { a in b.flatMap { a > 0 ? ($0 / a - 1) * 100 : nil } }
      return Row(
        name: name, before: a.map(text) ?? Figures.none, now: b.map(text) ?? Figures.none, change: change,
        isWorse: (change ?? 0) > worse)
    }
    func money(_ value: Double) -> String {
      guard let whole = checkedInteger(value) else { return Figures.none }
      return isMoney ? Figures.amount(whole) : hours(whole)
    }
    func length(_ value: Double) -> String { Figures.duration(checkedInteger(value)) }
    let unit = isMoney ? "cost \(currency?.code ?? "")" : "core-hours"
    return [
      row(unit, Double(amount(before)), Double(amount(now)), worse: .infinity, money),
      row("jobs", Double(before.account.jobs), Double(now.account.jobs), worse: .infinity) {
        Figures.count(checkedInteger($0) ?? 0)
      },
      row(
        "\(unit) per job", before.perJob(isMoney: isMoney).map(Double.init),
        now.perJob(isMoney: isMoney).map(Double.init),
        worse: 10, money),
      row(
        "wasted", before.wastedShare(isMoney: isMoney), now.wastedShare(isMoney: isMoney), worse: 10, Figures.share),
      row("tries that failed", before.failedShare, now.failedShare, worse: 10, Figures.share),
      row("wait per try", before.meanWait.map(Double.init), now.meanWait.map(Double.init), worse: 10, length),
    ].filter { $0.before != Figures.none || $0.now != Figures.none }
  }

  /// An amount of a mover with its sign; what is less than a thousandth of its whole move is rounding, and nought.
  static func signed(_ amount: Int64, of change: Int64, _ comparison: PeriodComparison) -> String {
    let amount = amount.magnitude < change.magnitude / 1000 ? 0 : amount
    return comparison.isMoney ? Figures.signedAmount(amount) : (amount > 0 ? "+" : "") + hours(amount)
  }

  static func hours(_ milliseconds: Int64) -> String {
    let tenths = milliseconds / 360_000
    return tenths.magnitude >= 1000 ? Figures.count(tenths / 10) : Figures.fixed(tenths, places: 1)
  }

  /// `align became 32 % slower between 2026-02-03 and 2026-02-04`.
  static func headline(_ change: ChangePoint) -> String {
    let by = (max(change.ratio, 1 / change.ratio) - 1) * 100
    let part = change.isRegression ? by : (1 - change.ratio) * 100
    let percent = checkedInteger(part).map { "\($0) %" } ?? "far"
    let what =
      switch change.measure {
      case .runtime: change.isRegression ? "slower" : "faster"
      case .peakMemory: change.isRegression ? "larger in memory" : "smaller in memory"
      }
    let (last, first) = (change.lastBefore.dateText, change.firstAfter.dateText)
    return
      "\(change.executable) became \(percent) \(what) \(last == first ? "on \(first)" : "between \(last) and \(first)")"
      + (change.cost.map { ": \(extra($0))" } ?? "")
  }

  private static func extra(_ cost: Money) -> String {
    cost.nanos < 0
      ? "\(Figures.money(saturatingDifference(0, cost.nanos), cost.currency)) less since"
      : "\(Figures.money(cost.nanos, cost.currency)) more since"
  }

  /// What it rests on.
  static func evidence(_ change: ChangePoint) -> [String] {
    func value(_ value: Int64) -> String {
      change.measure == .runtime ? Figures.duration(value) : Bytes(value).description
    }
    let like = [change.usesInput ? "inputs of the same size" : nil, change.machines.isEmpty ? nil : "the same machine"]
      .compactMap(\.self)
    return [
      "median \(value(change.before.median)) in \(Figures.counted(change.before.tries, "try", "tries")) before, "
        + "\(value(change.after.median)) in \(Figures.count(change.after.tries)) after",
      (like.isEmpty ? "after over before " : "after over before, for \(like.joined(separator: " and on ")), ")
        + "\(factor(change.ratio)) (95 %: \(factor(change.ratioLow)) to \(factor(change.ratioHigh))); "
        + "p \(probability(change.pValue)) over all tests, from \(Figures.count(change.blocks)) \(change.block.words)",
    ]
  }

  static func factor(_ ratio: Double) -> String {
    checkedInteger(ratio * 100).map { Figures.fixed($0, places: 2) } ?? Figures.none
  }

  private static func probability(_ p: Double) -> String {
    for (limit, text) in [(1e-6, "< 0.000001"), (1e-5, "< 0.00001"), (1e-4, "< 0.0001"), (1e-3, "< 0.001")]
    where p < limit { return text }
    return "= " + (checkedInteger(p * 1000).map { Figures.fixed($0, places: 3) } ?? Figures.none)
  }

  /// What an unchanged history would show.
  static func rate(_ trends: Trends) -> String {
    "\(Figures.counted(trends.tests, "test")) of runtime and memory; if nothing had changed, \(Figures.share(trends.falseAlarmRate)) "
      + "of reviews would show any change"
  }
}

extension ChangePoint.Block {
  /// What the blocks are.
  var words: String {
    switch self {
    case .day: "days"
    case .hour: "hours"
    case .job: "jobs or runs"
    }
  }
}
