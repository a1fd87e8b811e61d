public import JobModel

/// The page of a sweep: what a plan costs and how long it takes as values in it change.
public enum SweepPage {
  /// The page; a pure function of the points.
  ///
  /// One value that changes gives curves, two give maps, and of more there is every point by cost and time.
  ///
  /// - Parameters:
  ///   - name: what was swept; nil is the first run's name.
  ///   - limits: what the runs were held against.
  /// - Complexity: O(points · log points).
  public static func page(_ points: [SweepPoint], name: String? = nil, limits: PlanLimits = PlanLimits()) -> HTMLPage {
    guard let first = points.first?.run else {
      return HTMLPage(title: "Sweep of a plan", lead: "There is nothing to sweep.")
    }
    let title = name ?? first.name
    let answers = SweepReport.answers(points).map { $0.capitalizedFirst + "." }
    var page = HTMLPage(
      title: "Sweep of \(title.isEmpty ? "a plan" : title)", lead: answers.joined(separator: " "))
    var parts = [
      "\(Figures.counted(points.count, "point")) of \(Figures.counted(first.replications, "simulated run")) each",
      "catalog \(first.catalog)" + (first.pricesAsOf.map { ", prices of \($0.dateText)" } ?? ""),
    ]
    parts += ["seed \(first.seed)", "purser \(first.version)"]
    page.paragraph(parts.joined(separator: " · ") + ". " + HTMLPage.leftOut)
    page.warnings(points.flatMap(\.run.warnings))
    let telling = SweepReport.telling(points)
    let hasCost = points.contains { $0.run.cost != nil } && first.currency != nil
    for measure in Measure.all(first.currency, limits) where hasCost || !measure.isCost {
      page.section(measure.name)
      switch telling.count {
      case 1: curve(points, telling[0], measure, &page)
      case 2: map(points, telling, measure, &page)
      default: page.paragraph("With so many values that change, see the points by cost and time below.")
      }
    }
    if points.allSatisfy({ $0.run.cost != nil }), let currency = first.currency {
      tradeOff(points, telling, currency, &page)
    }
    table(points, telling, limits, &page)
    evidence(points, limits, &page)
    return page
  }

  /// Cost or time, as a plot needs it.
  struct Measure {
    var name: String
    var unit: PlotUnit
    var series: Int
    var isCost: Bool
    var limit: (value: Double, label: String)?
    var summary: @Sendable (Run) -> Summary?
    var scale: Double

    static func all(_ currency: Currency?, _ limits: PlanLimits) -> [Measure] {
      let money = currency.map { currency in
        Measure(
          name: "Cost", unit: .money(currency), series: 1, isCost: true,
          limit: limits.maxCostNanos.map { (Double($0) / 1e9, "limit \(Figures.money($0, currency))") },
          summary: { $0.cost }, scale: 1e9)
      }
      let time = Measure(
        name: "Time", unit: .duration, series: 3, isCost: false,
        limit: limits.maxTime.map { (Double($0.milliseconds), "limit \($0)") }, summary: { $0.wallClock }, scale: 1)
      return [money, time].compactMap { $0 }
    }

    func value(_ run: Run, _ part: (Summary) -> Int64) -> Double {
      summary(run).map { Double(part($0)) / scale } ?? .nan
    }
  }

  // MARK: One value

  private static func curve(
    _ points: [SweepPoint], _ position: Int, _ measure: Measure, _ page: inout HTMLPage
  ) {
    let path = points.first?.values[position].path ?? ""
    let name = SweepReport.lastName(path)
    let caption = "The line is the median; nine runs of ten lie in the band."
    let references = measure.limit.map { [PlotReference(.y($0.value), $0.label)] } ?? []
    let values = points.map { $0.values[position].value }
    guard let numbers = axis(values), Set(numbers.values).count == values.count else {
      page.figure(
        Plot(
          "\(measure.name) by \(name)", summary: "Intervals from the 5th to the 95th of a hundred runs.",
          x: PlotAxis(measure.name, .values(measure.unit)), y: PlotAxis("", .bands(values)),
          marks: [
            IntervalMark(
              points.map {
                IntervalMark.Item(
                  measure.value($0.run, \.p05), measure.value($0.run, \.p50), measure.value($0.run, \.p95))
              }, series: measure.series)
          ], references: measure.limit.map { [PlotReference(.x($0.value), $0.label)] } ?? []),
        caption: "By \(path). Half of the runs lie below the mark, nine of ten in the bar.")
      return
    }
    let slices = zip(numbers.values, points).map {
      AreaMark.Slice($0, measure.value($1.run, \.p05), measure.value($1.run, \.p95))
    }.sorted { $0.x < $1.x }
    let line = zip(numbers.values, points).map { PlotPoint($0, measure.value($1.run, \.p50)) }.sorted { $0.x < $1.x }
    var dots = PointMark("", line, series: measure.series)
    dots.names = line.map { _ in "median" }
    page.figure(
      Plot(
        "\(measure.name) by \(name)", summary: caption,
        x: PlotAxis(name, numbers.isLogarithmic ? .logarithm(numbers.unit) : .values(numbers.unit)),
        y: PlotAxis(measure.name, .values(measure.unit), hasZero: true),
        marks: [
          AreaMark("5 % to 95 %", band: slices, series: measure.series),
          LineMark("median", line, series: measure.series), dots,
        ], references: references),
      caption: "By \(path). " + caption)
  }

  /// The values as numbers, where all are: plain ones or durations; nil for words.
  ///
  /// Values that span two decades or more stand by their logarithm.
  private static func axis(_ texts: [String]) -> (values: [Double], unit: PlotUnit, isLogarithmic: Bool)? {
    var unit = PlotUnit.number
    var values = texts.compactMap { Double($0) }.filter(\.isFinite)
    if values.count != texts.count {
      unit = .duration
      values = texts.compactMap { (try? SimDuration(parsing: $0)).map { Double($0.milliseconds) } }
    }
    guard values.count == texts.count, values.count > 1, let least = values.min(), let most = values.max() else {
      return nil
    }
    return (values, unit, least > 0 && most / least >= 100)
  }

  // MARK: Two values

  private static func map(
    _ points: [SweepPoint], _ positions: [Int], _ measure: Measure, _ page: inout HTMLPage
  ) {
    func distinct(_ position: Int) -> [String] { SweepReport.distinct(points.map { $0.values[position].value }) }
    let (rows, columns) = (distinct(positions[0]), distinct(positions[1]))
    var cells = [[Double?]](repeating: [Double?](repeating: nil, count: columns.count), count: rows.count)
    for point in points {
      guard let row = rows.firstIndex(of: point.values[positions[0]].value),
        let column = columns.firstIndex(of: point.values[positions[1]].value)
      else { continue }
      cells[row][column] = measure.summary(point.run).map { Double($0.p50) / measure.scale }
    }
    let paths = positions.compactMap { points.first?.values[$0].path }
    let names = paths.map(SweepReport.lastName)
    page.figure(
      Plot(
        "\(measure.name), median, by \(names.joined(separator: " and "))",
        summary: "A map: rows are \(paths[0]), columns \(paths[1]); darker or lighter by the median.",
        x: PlotAxis(names[1], .bands(columns)), y: PlotAxis("", .bands(rows.map { "\(names[0]) \($0)" })),
        marks: [HeatMapMark("", cells, unit: measure.unit)]),
      caption: "Rows: \(paths[0]). Columns: \(paths[1]). In each cell the median of its runs."
        + (measure.limit.map { " \($0.label.capitalizedFirst)." } ?? "")
        + (cells.joined().contains { $0 == nil } ? " A crossed cell has no price." : ""))
  }

  // MARK: All points

  private static func label(_ point: SweepPoint, _ telling: [Int]) -> String {
    telling.filter(point.values.indices.contains)
      .map { "\(SweepReport.lastName(point.values[$0].path)) \(point.values[$0].value)" }.joined(separator: ", ")
  }

  private static func tradeOff(
    _ points: [SweepPoint], _ telling: [Int], _ currency: Currency, _ page: inout HTMLPage
  ) {
    let medians = points.map { ($0.run.cost?.p50 ?? 0, $0.run.wallClock.p50) }
    guard Set(medians.map(\.0)).count > 1, Set(medians.map(\.1)).count > 1 else { return }
    page.section("Cost against time")
    page.figure(
      Plot(
        "Every point by its cost and time", summary: "Points; those that no other beats are joined.",
        x: PlotAxis("Cost, median", .values(.money(currency))), y: PlotAxis("Time, median", .values(.duration)),
        marks: [
          ParetoMark(
            points.map {
              ParetoMark.Choice(
                label($0, telling), Double($0.run.cost?.p50 ?? 0) / 1e9, Double($0.run.wallClock.p50))
            })
        ]),
      caption: "Points on the line are the choice: every other point costs more, or takes longer, than one of them.")
  }

  private static func table(
    _ points: [SweepPoint], _ telling: [Int], _ limits: PlanLimits, _ page: inout HTMLPage
  ) {
    page.section("Points")
    guard let first = points.first else { return }
    let (cheapest, fastest) = SweepReport.best(points)
    let hasCost = points.contains { $0.run.probabilityOverMaxCost != nil }
    let hasTime = points.contains { $0.run.probabilityOverMaxTime != nil }
    let positions = telling.isEmpty ? Array(first.values.indices) : telling
    let paths = positions.map { first.values[$0].path }
    var columns: [HTMLTable.Column] = paths.map { .init($0) }
    columns += [
      .money("Cost, median", first.run.currency), .number("5 %"), .number("95 %"), .number("Time, median"),
      .number("5 %"), .number("95 %"),
    ]
    if hasCost { columns.append(.number("Over the cost limit")) }
    if hasTime { columns.append(.number("Over the time limit")) }
    columns += [.number("Fail"), .init("")]
    columns[columns.count - 1].name = "Best"
    page.table(
      HTMLTable(
        "Medians, and where nine runs of ten lie", columns,
        rows: points.enumerated().map { index, point in
          let run = point.run
          var cells: [HTMLTable.Cell] = positions.map { position in
            let text = point.values.indices.contains(position) ? point.values[position].value : ""
            return .init(text, key: Double(text))
          }
          cells += [
            .amount(run.cost?.p50), .amount(run.cost?.p05), .amount(run.cost?.p95), .duration(run.wallClock.p50),
            .duration(run.wallClock.p05), .duration(run.wallClock.p95),
          ]
          if hasCost { cells.append(chance(run.probabilityOverMaxCost)) }
          if hasTime { cells.append(chance(run.probabilityOverMaxTime)) }
          let marks = [index == cheapest ? "cheapest" : nil, index == fastest ? "fastest" : nil].compactMap { $0 }
          return cells + [.mean(run.failedJobsMean), .init(marks.joined(separator: ", "))]
        }))
  }

  private static func chance(_ value: Double?) -> HTMLTable.Cell {
    .init(value.map(Figures.chance) ?? Figures.none, key: value ?? -.infinity)
  }

  private static func evidence(_ points: [SweepPoint], _ limits: PlanLimits, _ page: inout HTMLPage) {
    guard var run = points.first?.run else { return }
    run.id = ""
    run.assumptions = SweepReport.distinct(points.flatMap(\.run.assumptions))
    page.evidence(of: run)
  }
}
