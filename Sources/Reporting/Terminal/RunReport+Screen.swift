public import JobModel

extension RunReport {
  /// The screen of a run, by its kind: the answer, the figures behind it, what to do next, what it rests on.
  ///
  /// - Parameter limits: what the run was held against; a run keeps only the chances to pass them.
  public static func screen(_ run: Run, style: Style = .plain, limits: PlanLimits = PlanLimits()) -> Screen {
    var screen = ScreenWriter(style)
    switch run.kind {
    case .estimate: estimate(run, limits, to: &screen)
    case .replay: replay(run, to: &screen)
    }
    evidence(run, to: &screen)
    return Screen(body: screen.text, warnings: run.warnings.map(VisibleText.visible))
  }

  /// What the figures rest on, and what was taken for granted.
  static func evidence(_ run: Run, to screen: inout ScreenWriter) {
    screen.gap()
    var parts: [String] = []
    if run.kind == .estimate {
      parts = [Figures.counted(run.replications, "replication"), "seed\u{A0}\(run.seed)"]
    } else {
      parts = [Figures.counted(run.jobs, "job")]
    }
    if run.hasCatalog {
      parts.append("catalog \(run.catalog)" + (run.pricesAsOf.map { " (prices\u{A0}of\u{A0}\($0.dateText))" } ?? ""))
    }
    parts.append("purser\u{A0}\(run.version)")
    screen.add("Rests on: " + parts.joined(separator: ", "), .faint, hanging: 10)
    screen.add(label: "Assumed", run.assumptions, .faint)
  }

  /// The first line: the name gives way so that the figures fit.
  static func headline(_ name: String, _ answer: String, to screen: inout ScreenWriter) {
    let room = screen.style.width - VisibleText.width(answer) - 2
    let shown = VisibleText.shortened(VisibleText.visible(name), to: min(60, max(16, room)))
    screen.add((shown.isEmpty ? "run" : shown) + ": " + answer, .strong)
  }

  /// What is said in place of a cost: how much of it is unknown, and what the rest comes to.
  static func unpriced(_ run: Run) -> String {
    guard run.unpricedTries > 0, run.tries > 0 else { return Figures.noPrice }
    let part =
      run.replications > 1
      ? "\(Figures.share(Double(run.unpricedTries) / Double(run.tries))) of the tries"
      : "\(Figures.count(run.unpricedTries)) of \(Figures.count(run.tries)) tries"
    guard let priced = run.costOfPriced, priced > 0 else {
      return run.hasCatalog ? "\(Figures.noPrice) for \(part)" : Figures.noPrice
    }
    return "\(Figures.noPrice) for \(part) (the rest \(Figures.money(priced, run.currency)))"
  }

  // MARK: Estimate

  private static func estimate(_ run: Run, _ limits: PlanLimits, to screen: inout ScreenWriter) {
    let isSpread = run.wallClock.min != run.wallClock.max || run.cost.map { $0.min != $0.max } == true
    headline(run.name, cost(run) + ", " + time(run), to: &screen)
    gates(run, limits, to: &screen)
    if isSpread {
      screen.gap()
      distribution(run, to: &screen)
    }
    screen.gap()
    TaskTable(run, title: "task", isSorted: false).write(to: &screen)
    NextSteps(estimate: run, screen.style.given).write(to: &screen)
  }

  private static func cost(_ run: Run) -> String {
    guard let cost = run.cost else { return unpriced(run) }
    let text = Figures.money(cost.p50, run.currency)
    guard cost.p05 != cost.p95 else { return text }
    return text + " (5–95 %: \(Figures.amount(cost.p05)) to \(Figures.amount(cost.p95)))"
  }

  private static func time(_ run: Run) -> String {
    let clock = run.wallClock
    let text = "done in " + Figures.duration(clock.p50)
    let range = (Figures.duration(clock.p05), Figures.duration(clock.p95))
    return range.0 == range.1 ? text : text + " (\(range.0) to \(range.1))"
  }

  private static func gates(_ run: Run, _ limits: PlanLimits, to screen: inout ScreenWriter) {
    let unit = run.currency.map { " \($0)" } ?? ""
    let maxCost = limits.maxCostNanos.map { Money.shortText(nanos: $0) + unit }
    if let chance = run.probabilityOverMaxCost {
      screen.add(gate("over \(maxCost ?? "the cost limit")", chance, run), look(chance))
    } else if let maxCost, run.cost == nil {
      screen.add("over \(maxCost): not known, since there is no price for all of it", .caution)
    }
    if let chance = run.probabilityOverMaxTime {
      let limit = limits.maxTime.map(\.description) ?? "the time limit"
      screen.add(gate("longer than \(limit)", chance, run), look(chance))
    }
  }

  private static func gate(_ what: String, _ chance: Double, _ run: Run) -> String {
    // Nought out of a sample is not impossible, and all of it is not certain.
    let sample = Figures.counted(run.replications, "replication")
    if chance == 0 { return "\(what): not once in \(sample)" }
    if chance == 1 { return "\(what): in each of \(sample)" }
    return "\(what): \(Figures.chance(chance)) likely"
  }

  private static func look(_ chance: Double) -> Style.Emphasis {
    chance >= 0.5 ? .bad : (chance >= 0.05 ? .caution : .good)
  }

  private static func distribution(_ run: Run, to screen: inout ScreenWriter) {
    var table = TextTable(
      [.init("", .left)] + ["mean", "5 %", "50 %", "80 %", "95 %", "least", "most"].map { .init($0) })
    func add(_ title: String, _ summary: Summary, _ write: (Int64) -> String) {
      let values = [summary.mean, summary.p05, summary.p50, summary.p80, summary.p95, summary.min, summary.max]
      table.add([.init(title)] + values.map { .init(write($0)) })
    }
    if let cost = run.cost { add("cost\(run.currency.map { " \($0)" } ?? "")", cost) { Figures.amount($0) } }
    add("time", run.wallClock) { Figures.duration($0) }
    screen.add(table)
    shapes(run, to: &screen)
  }

  /// How the replications are spread from the least to the most, as columns.
  private static func shapes(_ run: Run, to screen: inout ScreenWriter) {
    let parts = 32
    var table = TextTable([.init("", .left), .init("", .left), .init("", .left)])
    func add(_ title: String, _ samples: [Int64], _ range: String) {
      let shape = TextBars.columns(TextBars.histogram(samples, parts: parts))
      // Of a few replications there is no shape to see.
      if samples.count >= 20, !shape.isEmpty { table.add([.init(title), .init(shape), .init(range)]) }
    }
    if let cost = run.cost {
      add("cost", run.costSamples, "\(Figures.amount(cost.min)) to \(Figures.money(cost.max, run.currency))")
    }
    let clock = run.wallClock
    add("time", run.wallClockSamples, "\(Figures.duration(clock.min)) to \(Figures.duration(clock.max))")
    guard !table.rows.isEmpty else { return }
    screen.gap()
    screen.add(table)
  }
}
