public import JobModel

extension PlanRecommendationReport {
  /// The screen: the answer, a row a task, why, and the settings to put into the plan.
  public static func screen(_ advice: PlanRecommendation, style: Style = .plain) -> Screen {
    var screen = ScreenWriter(style)
    screen.add("\(advice.name): \(answer(advice))", advice.isFeasible ? .strong : .bad)
    for line in figures(advice) { screen.add(line) }
    screen.gap()
    screen.add(table(advice))
    screen.add("cost and time: all jobs of a task, expected, failed and interrupted tries included", .faint)
    screen.gap()
    for row in advice.rows where row.changes { screen.add("\(row.task): \(row.reason)") }
    let settings = advice.rows.flatMap(settings)
    if !settings.isEmpty {
      screen.gap()
      screen.add("To see it, with more figures:")
      let file = style.given.files.first.map(VisibleText.shellWord) ?? "PLAN"
      let words = style.given.words([.scenario, .catalog])
      screen.add(command: ["purser estimate \(file)"] + words + settings, indentation: 2)
    }
    screen.gap()
    let prices = advice.pricesAsOf.map { ", prices of \($0.dateText)" } ?? ""
    screen.add("Catalog \(advice.catalog)\(prices); seed \(advice.seed)", .faint)
    screen.add(label: "Assumed", advice.assumptions, .faint)
    return Screen(body: screen.text, warnings: advice.warnings.map(VisibleText.visible))
  }

  static func answer(_ advice: PlanRecommendation) -> String {
    let confidence = Figures.chance(advice.confidence)
    let limit = advice.deadline.map { "\($0)" } ?? advice.budget.map { Figures.money($0, advice.currency) }
    if let limit, !advice.isFeasible {
      let least =
        advice.leastTime.map { "; the least time is \($0)" }
        ?? advice.leastCost.map { "; the least cost is \(Figures.money($0, advice.currency))" } ?? ""
      return "\(limit) cannot be kept with a probability of \(confidence)\(least)"
    }
    let changes = advice.rows.count(where: \.changes)
    let what = changes == 0 ? "no change" : "change \(Figures.counted(changes, "task"))"
    if let limit, let chance = advice.recommended?.probability {
      return "\(what): \(limit) is kept with a probability of \(Figures.chance(chance))"
    }
    return what
  }

  private static func figures(_ advice: PlanRecommendation) -> [String] {
    var lines: [String] = []
    for (label, outcome) in [("as it is", advice.current), ("as recommended", advice.recommended)] {
      guard let outcome else { continue }
      var line = "\(label): \(Figures.money(outcome.cost?.mean, advice.currency)) on average, "
      line += "\(Figures.duration(outcome.wallClock.p50)) (95 % below \(Figures.duration(outcome.wallClock.p95)))"
      if let chance = outcome.probability {
        line += ", limit kept\(outcome.failedJobs > 0 ? " and every job done" : "") with \(Figures.chance(chance))"
      }
      lines.append(line)
    }
    if advice.deadline != nil || advice.budget != nil { lines += bound(advice) }
    return lines
  }

  /// What any choice is expected to cost at least, and why simulated runs may cost less: a run ends where a job fails for
  /// good, while expected costs hold what it takes to do that job again.
  static func bound(_ advice: PlanRecommendation) -> [String] {
    guard let bound = advice.lowerBound else { return [] }
    let shown = [advice.current, advice.recommended].compactMap { $0 }
    let fails = shown.contains { $0.failedJobs > 0 }
    var line = "by expected costs\(fails ? ", with every job done in the end," : "") no choice costs less than "
    line += Figures.money(bound, advice.currency)
    if advice.deadline != nil { line += " whose expected times keep the deadline" }
    if let gap = advice.gap, let cost = advice.expectedCost {
      line += "; this one is expected to cost \(Figures.money(cost, advice.currency)), \(Figures.share(gap)) more"
    }
    guard fails, shown.contains(where: { $0.cost.map { $0.mean < bound } ?? false }) else { return [line] }
    return [
      line, "simulated runs end where a job fails for good, and are not charged for doing it again: they may cost less",
    ]
  }

  private static func table(_ advice: PlanRecommendation) -> TextTable {
    let currency = advice.currency.map { " \($0)" } ?? ""
    var table = TextTable([
      .init("task", .left), .init("now", .left, isWhole: true), .init("cost\(currency)", .point),
      .init("time", spare: 1), .init("recommended", .left, isWhole: true), .init("cost\(currency)", .point),
      .init("time", spare: 2),
    ])
    for row in advice.rows {
      table.add([
        .init(row.task), .init(text(row.current.setting)), .init(Figures.amount(row.current.cost)),
        .init(row.current.time.description),
        row.changes ? .init(text(row.recommended.setting), .strong) : .init("kept", .faint),
        .init(Figures.amount(row.recommended.cost)), .init(row.recommended.time.description),
      ])
    }
    return table
  }

  static func text(_ setting: PlanRecommendation.Setting) -> String {
    let items = setting.itemsPerJob.map { ", \(Figures.counted($0, "item"))" } ?? ""
    return "\(setting.instanceType ?? Figures.none) \(setting.priority)\(items)"
  }

  /// What is changed, as options of an estimate.
  static func settings(_ row: PlanRecommendation.Row) -> [String] {
    let (now, then) = (row.current.setting, row.recommended.setting)
    var values: [(String, String)] = []
    if let type = then.instanceType, type != now.instanceType { values.append(("instance_type", type)) }
    if then.priority != now.priority { values.append(("priority", then.priority.rawValue)) }
    if let items = then.itemsPerJob, items != now.itemsPerJob { values.append(("work.items_per_job", String(items))) }
    return values.map { "--set " + VisibleText.shellWord("tasks.\(row.task).\($0.0)=\($0.1)") }
  }
}
