import JobModel

/// The timeouts of a recommendation: what a limit ends, and what a job that hangs costs until then.
enum AdviceTimeouts {
  /// The cells "timeout now" and "timeout proposed" of a table of executables.
  static func cells(_ row: Recommendation) -> [HTMLTable.Cell] {
    let (now, then) = (row.current.setting.timeout, row.recommended.setting.timeout)
    let current = now.map { HTMLTable.Cell.duration($0.milliseconds) } ?? .init("none", key: .greatestFiniteMagnitude)
    if then == now { return [current, .init(row.timeLimit == nil ? "" : "keep", key: -.infinity)] }
    return [current, .duration(then?.milliseconds)]
  }

  /// The section; nothing where nobody asked for timeouts.
  static func write(_ advice: RecommendationSet, to page: inout HTMLPage) {
    let rows = advice.recommendations.filter { $0.timeLimit != nil }
    guard !rows.isEmpty else { return }
    page.section("Timeouts")
    if let currency = advice.currency { burnt(rows, currency, &page) }
    let isPriced = rows.contains { $0.timeLimit?.hungCostNow != nil || $0.timeLimit?.hungCost != nil }
    // What is not among the reasons above stands here.
    let isSaid = rows.allSatisfy { $0.reason.contains($0.timeLimit?.words ?? "") }
    var columns: [HTMLTable.Column] = [
      .init("Executable"), .number("Now"), .number("Proposed"), .number("Good jobs it ends"),
    ]
    if isPriced {
      columns += [.money("A hung job now", advice.currency), .money("A hung job then", advice.currency)]
    }
    if !isSaid { columns.append(.init("Why", .prose)) }
    page.table(
      HTMLTable(
        "What a time limit costs and saves", columns,
        rows: rows.map { row -> [HTMLTable.Cell] in
          var line: [HTMLTable.Cell] = [.init(row.label)] + cells(row)
          line.append(row.falseKillProbability.map { .init(share($0), key: $0) } ?? .init("", key: -.infinity))
          if isPriced {
            line += [.amount(row.timeLimit?.hungCostNow?.nanos), .amount(row.timeLimit?.hungCost?.nanos)]
          }
          return isSaid ? line : line + [.init(row.timeLimit?.words ?? "")]
        }))
    steps(rows, &page)
  }

  /// What a job that hangs burns, now and then.
  private static func burnt(_ rows: [Recommendation], _ currency: Currency, _ page: inout HTMLPage) {
    func known(_ row: Recommendation) -> (now: Money, then: Money)? {
      guard let now = row.timeLimit?.hungCostNow, let then = row.timeLimit?.hungCost, now != then else { return nil }
      return (now, then)
    }
    let shown = rows.compactMap { row in known(row).map { (row: row, now: $0.now, then: $0.then) } }
      .sorted { $0.now.nanos > $1.now.nanos }.prefix(12)
    guard !shown.isEmpty else { return }
    page.figure(
      Plot(
        "What a job that hangs burns", summary: "Pairs of bars: under the timeout of now, and under the proposed one.",
        x: PlotAxis("Cost", .values(.money(currency))), y: PlotAxis("", .bands(shown.map(\.row.label))),
        marks: [
          BarMark(grouped: [
            .init("now", shown.map { PlotUnit.value(of: $0.now) }, series: 7),
            .init("under the proposed timeout", shown.map { PlotUnit.value(of: $0.then) }, series: 3),
          ])
        ]),
      caption: "A job that hangs is paid until its timeout ends it."
        + (rows.count > shown.count ? " The \(shown.count) where most changes." : ""))
  }

  private static func steps(_ rows: [Recommendation], _ page: inout HTMLPage) {
    let lines = rows.compactMap { row -> String? in
      guard case .set(let limit) = row.timeLimit?.advice, !limit.bySize.isEmpty else { return nil }
      let steps = limit.bySize.map { "\(Figures.duration($0.limit.milliseconds)) up to \($0.upTo)" }
      return "\(row.label): \(steps.joined(separator: ", "))"
    }
    guard !lines.isEmpty else { return }
    page.subsection("By the size of inputs")
    page.list(lines)
  }

  /// A small share with two places: limits are set to half a per cent.
  private static func share(_ value: Double) -> String {
    guard let hundredths = checkedInteger(value * 10_000) else { return Figures.none }
    return value > 0 && hundredths == 0 ? "<0.01 %" : Figures.fixed(hundredths, places: 2) + " %"
  }
}
