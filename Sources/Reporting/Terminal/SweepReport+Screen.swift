public import JobModel

extension SweepReport {
  /// The screen of a sweep: a row a point, the cheapest and the fastest marked.
  ///
  /// - Parameter name: what was swept; nil is the first run's name, which may hold that point's values.
  public static func screen(
    _ points: [SweepPoint], name: String? = nil, style: Style = .plain, limits: PlanLimits = PlanLimits()
  ) -> Screen {
    var screen = ScreenWriter(style)
    guard let first = points.first?.run else { return Screen(body: "nothing to sweep") }
    let (cheapest, fastest) = best(points)
    for text in answers(points) { RunReport.headline(name ?? first.name, text, to: &screen) }
    screen.gap()
    table(points, cheapest, fastest, to: &screen)
    screen.add(key(points, limits), .faint)
    var shared = first
    shared.assumptions = distinct(points.flatMap(\.run.assumptions))
    RunReport.evidence(shared, to: &screen)
    return Screen(body: screen.text, warnings: distinct(points.flatMap(\.run.warnings)).map(VisibleText.visible))
  }

  /// The cheapest point and the fastest one; nil where none is.
  static func best(_ points: [SweepPoint]) -> (cheapest: Int?, fastest: Int?) {
    (
      best(points) { run in run.cost.map { ($0.p50, run.wallClock.p50) } },
      best(points) { ($0.wallClock.p50, $0.cost?.p50 ?? 0) }
    )
  }

  /// Which points are best, in a line or two.
  static func answers(_ points: [SweepPoint]) -> [String] {
    let (cheapest, fastest) = best(points)
    let answers =
      if let both = cheapest, cheapest == fastest {
        [answer("cheapest and fastest", both, points)].compactMap { $0 }
      } else {
        [answer("cheapest", cheapest, points), answer("fastest", fastest, points)].compactMap { $0 }
      }
    return answers.isEmpty ? ["\(Figures.counted(points.count, "point")), none better than the others"] : answers
  }

  /// The point with the lowest figure, of equals the one with the lower second figure, then the first.
  ///
  /// Nil if any point has none, since it could be the lowest, and if all are the same.
  private static func best(_ points: [SweepPoint], _ figures: (Run) -> (Int64, Int64)?) -> Int? {
    let all = points.compactMap { figures($0.run) }
    guard all.count == points.count, let best = all.indices.min(by: { all[$0] < all[$1] }) else { return nil }
    return points.count > 1 && all.allSatisfy { $0.0 == all[best].0 } ? nil : best
  }

  private static func answer(_ what: String, _ index: Int?, _ points: [SweepPoint]) -> String? {
    guard let index else { return nil }
    let point = points[index]
    let telling = telling(points)
    let values = telling.filter(point.values.indices.contains).map { point.values[$0] }
      .map { "\(lastName($0.path)) \($0.value)" }.joined(separator: ", ")
    let cost = Figures.money(point.run.cost?.p50, point.run.currency)
    return "\(what) with \(values): \(cost), \(Figures.duration(point.run.wallClock.p50))"
  }

  /// The positions of the values that differ between points; what is the same at all of them tells nothing.
  static func telling(_ points: [SweepPoint]) -> [Int] {
    let first = points.first?.values ?? []
    return first.indices.filter { position in
      points.count == 1
        || points.contains { $0.values.dropFirst(position).first?.value != first[position].value }
    }
  }

  /// The part of a path that says what it is: `items_per_job` of `tasks.per-sample.work.items_per_job`.
  static func lastName(_ path: String) -> String { path.split(separator: ".").last.map(String.init) ?? path }

  private static func table(_ points: [SweepPoint], _ cheapest: Int?, _ fastest: Int?, to screen: inout ScreenWriter) {
    let hasCostGate = points.contains { $0.run.probabilityOverMaxCost != nil }
    let hasTimeGate = points.contains { $0.run.probabilityOverMaxTime != nil }
    let currency = points.first?.run.currency.map { " \($0)" } ?? ""
    let positions = telling(points)
    let paths = positions.compactMap { points.first?.values[$0].path }
    // Paths are long: the last name is enough while it tells the columns apart.
    let names = paths.map(lastName)
    let titles = Set(names).count == names.count ? names : paths
    var columns: [TextTable.Column] = titles.map { .init($0, .left, isWhole: true) }
    columns += [.init("cost\(currency)", .point), .init("5–95 %", spare: 2), .init("time"), .init("5–95 %", spare: 1)]
    if hasCostGate { columns.append(.init("over cost")) }
    if hasTimeGate { columns.append(.init("over time")) }
    if points.contains(where: { $0.run.failedJobsMean > 0 }) { columns.append(.init("fail")) }
    columns.append(.init("", .left))
    var table = TextTable(columns)
    for (index, point) in points.enumerated() {
      let run = point.run
      var cells: [TextTable.Cell] = positions.map {
        .init($0 < point.values.count ? point.values[$0].value : "")
      }
      cells.append(.init(Figures.amount(run.cost?.p50), index == cheapest ? .good : .none))
      cells.append(.init(range(run.cost) { Figures.amount($0) }, .faint))
      cells.append(.init(Figures.duration(run.wallClock.p50), index == fastest ? .good : .none))
      cells.append(.init(range(run.wallClock) { Figures.duration($0) }, .faint))
      if hasCostGate { cells.append(.init(run.probabilityOverMaxCost.map(Figures.chance) ?? Figures.none)) }
      if hasTimeGate { cells.append(.init(run.probabilityOverMaxTime.map(Figures.chance) ?? Figures.none)) }
      if points.contains(where: { $0.run.failedJobsMean > 0 }) { cells.append(.init(Figures.mean(run.failedJobsMean))) }
      let marks = [index == cheapest ? "cheapest" : nil, index == fastest ? "fastest" : nil].compactMap { $0 }
      cells.append(.init(marks.joined(separator: ", "), .good))
      table.add(cells)
    }
    screen.add(table)
  }

  private static func range(_ summary: Summary?, _ write: (Int64) -> String) -> String {
    guard let summary else { return Figures.none }
    return summary.p05 == summary.p95 ? "" : "\(write(summary.p05))–\(write(summary.p95))"
  }

  private static func key(_ points: [SweepPoint], _ limits: PlanLimits) -> String {
    var key = "cost and time: half of the replications lie below"
    let currency = points.first?.run.currency
    let positions = Set(telling(points))
    for (index, value) in (points.first?.values ?? []).enumerated() where !positions.contains(index) {
      key += "; \(lastName(value.path)) \(value.value) in all"
    }
    if let limit = limits.maxCostNanos { key += "; over cost: above \(Figures.money(limit, currency))" }
    if let limit = limits.maxTime { key += "; over time: longer than \(limit)" }
    return key
  }
}
