public import JobModel

extension ComparisonReport {
  /// How the difference of a figure that should be low looks.
  static func look(_ difference: Int64?) -> Style.Emphasis {
    guard let difference, difference != 0 else { return .none }
    return difference < 0 ? .good : .bad
  }

  /// The screen: each run beside the base, then their tasks; marks as in a diff.
  public static func screen(_ comparisons: [Comparison], style: Style = .plain) -> Screen {
    var screen = ScreenWriter(style)
    for comparison in comparisons {
      if comparisons.count > 1 { screen.gap() }
      write(comparison, to: &screen)
    }
    let warnings = comparisons.flatMap { comparison in
      [comparison.a, comparison.b].flatMap { run in run.warnings.map { "\(run.name): \($0)" } }
    }
    return Screen(body: screen.text, warnings: SweepReport.distinct(warnings).map(VisibleText.visible))
  }

  private static func write(_ comparison: Comparison, to screen: inout ScreenWriter) {
    // The answer names the runs; "a" and "b" are the columns.
    let names = [comparison.a, comparison.b].map { name($0) }
    let marks = names[0] == names[1] ? [" (a)", " (b)"] : ["", ""]
    RunReport.headline("\(names[1])\(marks[1]) against \(names[0])\(marks[0])", answer(comparison), to: &screen)
    for sentence in paired(comparison) { screen.add(sentence) }
    screen.gap()
    figures(comparison, names, to: &screen)
    screen.gap()
    tasks(comparison, to: &screen)
    screen.gap()
    for (mark, run) in [("a", comparison.a), ("b", comparison.b)] {
      screen.add("\(mark): \(evidence(run))", .faint, hanging: 3)
    }
    if comparison.a.kind != comparison.b.kind {
      screen.add("One is an estimate, the other a replay: they need not be of the same jobs.", .caution)
    } else if comparison.a.kind == .estimate, comparison.pairedWallClock == nil {
      screen.add(
        "Not paired, so part of the difference is luck: run both with the same --seed and --replications.", .caution)
    }
  }

  private static func name(_ run: Run) -> String {
    // Points of a sweep differ at the ends of their names.
    VisibleText.shortenedInside(VisibleText.visible(run.name.isEmpty ? "run" : run.name), to: 24)
  }

  static func answer(_ comparison: Comparison) -> String {
    var parts: [String] = []
    if let difference = comparison.cost.difference {
      let amount = Figures.money(difference.magnitudeClamped, comparison.currency)
      let change = comparison.cost.differencePercent.map { " (\(Figures.change($0)))" } ?? ""
      parts.append(difference == 0 ? "costs the same" : "\(amount) \(difference < 0 ? "cheaper" : "dearer")\(change)")
    } else {
      parts.append("\(Figures.noPrice) to compare")
    }
    if let difference = comparison.wallClock.difference {
      let change = comparison.wallClock.differencePercent.map { " (\(Figures.change($0)))" } ?? ""
      let time = Figures.duration(difference.magnitudeClamped)
      parts.append(difference == 0 ? "as fast" : "\(time) \(difference < 0 ? "faster" : "slower")\(change)")
    }
    return parts.joined(separator: ", ")
  }

  /// What replications say that shared their luck: a sentence a figure.
  static func paired(_ comparison: Comparison) -> [String] {
    let currency = comparison.currency?.code ?? ""
    return [
      comparison.pairedCost.map {
        sentence($0, "cost", ("Cheaper", "Dearer"), Figures.signedAmount) { "\(Figures.amount($0)) \(currency)" }
      },
      comparison.pairedWallClock.map {
        sentence($0, "take", ("Faster", "Slower"), Figures.signedDuration) { Figures.duration($0) }
      },
    ].compactMap { $0 }
  }

  private static func sentence(
    _ paired: Comparison.Paired, _ verb: String, _ words: (lower: String, higher: String), _ signed: (Int64) -> String,
    _ plain: (Int64) -> String
  ) -> String {
    let pairs = Figures.counted(paired.replications, "paired replication")
    if paired.shareEqual == 1 { return "Both \(verb) the same in each of \(pairs)." }
    let isLower = paired.meanDifference < 0
    let share = isLower ? paired.shareLower : 1 - paired.shareLower - paired.shareEqual
    let part = share == 1 ? "each" : Figures.chance(share)
    return "\(isLower ? words.lower : words.higher) in \(part) of \(pairs): \(signed(paired.meanDifference)) ± "
      + "\(plain(paired.standardError)) (mean, standard error)."
  }

  private static func evidence(_ run: Run) -> String {
    let made =
      run.kind == .estimate
      ? "estimate of \(Figures.counted(run.replications, "replication")), seed \(run.seed)" : "replay"
    let day = run.pricesAsOf.map { " (prices\u{A0}of\u{A0}\($0.dateText))" } ?? ""
    return "\(name(run)), \(made), \(Figures.counted(run.jobs, "job")), catalog \(run.catalog)\(day), "
      + "purser\u{A0}\(run.version)" + (run.id.isEmpty ? "" : ", run\u{A0}\(run.id.prefix(12))")
  }

  private static func figures(_ comparison: Comparison, _ names: [String], to screen: inout ScreenWriter) {
    var table = TextTable([.init("", .left), .init("a"), .init("b"), .init("difference"), .init("")])
    func add(_ title: String, _ pair: Comparison.Pair, _ write: (Int64?) -> String, _ signed: (Int64) -> String) {
      table.add([
        .init(title), .init(write(pair.a)), .init(write(pair.b)),
        .init(pair.difference.map(signed) ?? "", look(pair.difference)),
        .init(pair.differencePercent.map(Figures.change) ?? ""),
      ])
    }
    let currency = comparison.currency.map { " \($0)" } ?? ""
    add("cost\(currency)", comparison.cost, Figures.amount, Figures.signedAmount)
    add("time", comparison.wallClock, Figures.duration, Figures.signedDuration)
    add("wait per try", comparison.wait, Figures.duration, Figures.signedDuration)
    screen.add(table)
  }

  private static func tasks(_ comparison: Comparison, to screen: inout ScreenWriter) {
    func weight(_ row: Comparison.Row) -> Double {
      // What changed most comes first; where a task has no partner, all of it is change.
      abs(Double(row.cost.b ?? 0) - Double(row.cost.a ?? 0))
    }
    let rows = comparison.rows
    let order =
      rows.count > TaskTable.limit
      ? rows.indices.sorted { (weight(rows[$1]), $0) < (weight(rows[$0]), $1) } : Array(rows.indices)
    var table = TextTable([
      .init("", .left), .init("task", .left), .init("jobs a"), .init("jobs b"), .init("cost a", .point),
      .init("cost b", .point), .init("difference", .point), .init(""), .init("runs a"), .init("runs b"),
    ])
    for row in order.prefix(TaskTable.limit).map({ rows[$0] }) {
      let mark = mark(row)
      // What is the same is left blank, so that the eye finds what is not.
      let change = row.cost.difference == 0 ? nil : row.cost.difference
      func amount(_ figures: TaskFigures?) -> TextTable.Cell {
        figures.map { .init(Figures.amount($0.costMean), $0.costMean == nil ? .caution : .none) } ?? ""
      }
      table.add([
        .init(mark.text, mark.look), .init(row.name), .init(row.jobs.a.map { Figures.count($0) } ?? ""),
        .init(row.jobs.b.map { Figures.count($0) } ?? ""), amount(row.a), amount(row.b),
        .init(change.map(Figures.signedAmount) ?? "", look(change)),
        .init(change == nil ? "" : row.cost.differencePercent.map(Figures.change) ?? ""),
        .init(row.run.a.map { Figures.duration($0) } ?? ""), .init(row.run.b.map { Figures.duration($0) } ?? ""),
      ])
    }
    screen.add(table)
    if rows.count > TaskTable.limit {
      screen.add("… and \(Figures.count(rows.count - TaskTable.limit)) more, which differ less", .faint)
    }
    let marks = rows.map { mark($0).text }
    let meanings = [("~", "changed"), ("+", "only in b"), ("-", "only in a")].filter { marks.contains($0.0) }
    if !meanings.isEmpty {
      screen.add(meanings.map { "\($0.0) \($0.1)" }.joined(separator: ", "), .faint)
    }
  }

  private static func mark(_ row: Comparison.Row) -> (text: String, look: Style.Emphasis) {
    guard let a = row.a else { return ("+", .bad) }
    guard let b = row.b else { return ("-", .good) }
    let same = a.costMean == b.costMean && a.jobs == b.jobs && a.runMean == b.runMean && a.waitMean == b.waitMean
    return same ? ("", .none) : ("~", .caution)
  }
}

extension Int64 {
  /// The size without the sign; the smallest number becomes the largest instead of trapping.
  var magnitudeClamped: Int64 { Int64(clamping: magnitude) }
}
