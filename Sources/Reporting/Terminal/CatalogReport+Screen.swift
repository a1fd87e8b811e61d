public import JobModel

extension CatalogReport {
  /// Prices older than this may have changed; the program says so.
  private static let staleAfter = SimDuration(milliseconds: 180 * 86_400_000)

  /// The screen of the catalogs there are.
  ///
  /// - Parameter today: what ages are counted to; it stands on screens only, never in documents.
  public static func screen(list catalogs: [Catalog], today: SimTime, style: Style = .plain) -> Screen {
    var screen = ScreenWriter(style)
    var table = TextTable([
      .init("catalog", .left), .init("provider", .left), .init("region", .left), .init("currency", .left),
      .init("types"), .init("priced"), .init("prices as of"), .init("age"),
    ])
    for catalog in catalogs {
      let age = age(catalog.pricesAsOf, today)
      table.add([
        .init(catalog.name, .strong), .init(catalog.provider), .init(catalog.region ?? Figures.none),
        .init(catalog.currency?.code ?? Figures.noPrice), .init(Figures.count(catalog.typeList.count)),
        .init(Figures.count(catalog.pricedTypeCount), catalog.pricedTypeCount == 0 ? .caution : .none),
        .init(catalog.pricesAsOf?.dateText ?? Figures.none), .init(age.text, age.isStale ? .caution : .none),
      ])
    }
    if catalogs.isEmpty { screen.add("no catalog: give one with --catalog FILE") } else { screen.add(table) }
    return Screen(body: screen.text)
  }

  /// The screen of one catalog and those of its types that the caller chose.
  public static func screen(
    show catalog: Catalog, types: [InstanceType], today: SimTime, style: Style = .plain
  ) -> Screen {
    var screen = ScreenWriter(style)
    let place = [catalog.provider, catalog.region].compactMap { $0 }.joined(separator: ", ")
    let count = catalog.typeList.count
    let number =
      types.count == count
      ? Figures.counted(count, "type") : "\(Figures.count(types.count)) of \(Figures.counted(count, "type"))"
    let age = age(catalog.pricesAsOf, today)
    let day = catalog.pricesAsOf.map { "prices of \($0.dateText), \(age.text) old" } ?? "prices without a date"
    RunReport.headline(catalog.name, "\(number), \(place), \(day)", to: &screen)
    screen.gap()
    let unit = catalog.currency.map { " \($0)/h" } ?? ""
    let hasGPUs = types.contains { $0.gpus > 0 }
    var columns: [TextTable.Column] = [
      .init("type", .left, isWhole: true), .init("vCPUs", .point), .init("memory"), .init("usable"), .init("disk"),
    ]
    if hasGPUs { columns.append(.init("GPUs", .left)) }
    columns += [.init("on demand\(unit)", .point), .init("spot\(unit)", .point)]
    var table = TextTable(columns)
    for type in types {
      var cells: [TextTable.Cell] = [
        .init(type.name), .init(Figures.mean(type.vcpus)), .init(type.memory.description),
        .init(type.usableMemory == type.memory ? "" : type.usableMemory.description, .faint),
        .init(type.disk?.description ?? Figures.none),
      ]
      if hasGPUs { cells.append(.init(type.gpus == 0 ? "" : "\(type.gpus) \(type.gpuModel ?? "")")) }
      cells += [price(type.onDemand?.perHour), price(type.spot?.perHour)]
      table.add(cells)
    }
    if types.isEmpty { screen.add("no such type") } else { screen.add(table) }
    if catalog.billing.discount.digits != 0 {
      screen.add("list prices; the contract takes off \(Figures.share(catalog.billing.discount.approximate))", .faint)
    }
    if !catalog.sources.isEmpty { screen.gap() }
    screen.add(label: "Sources", catalog.sources, .faint)
    return Screen(body: screen.text, warnings: age.isStale ? ["the prices of \(catalog.name) are \(age.text) old"] : [])
  }

  /// The screen of a check.
  public static func screen(
    check catalog: String, findings: [CatalogCheck.Finding], hidden: Int = 0, style: Style = .plain
  ) -> Screen {
    var screen = ScreenWriter(style)
    guard !findings.isEmpty else {
      RunReport.headline(catalog, "nothing to warn of", to: &screen)
      if hidden > 0 { screen.add("\(Figures.counted(hidden, "note")) more: --all", indentation: 2) }
      return Screen(body: screen.text)
    }
    let counts = CatalogCheck.Severity.allCases.reversed().compactMap { severity -> String? in
      let count = findings.count { $0.severity == severity }
      return count == 0 ? nil : Figures.counted(count, severity.rawValue)
    }
    RunReport.headline(catalog, counts.joined(separator: ", "), to: &screen)
    for finding in findings {
      let look: Style.Emphasis = finding.severity == .warning ? .caution : .none
      let place = finding.type.map { "\($0): " } ?? ""
      screen.add("\(finding.severity.rawValue): \(place)\(finding.message)", look, indentation: 2)
    }
    if hidden > 0 { screen.add("\(Figures.counted(hidden, "note")) more: --all", indentation: 2) }
    return Screen(body: screen.text)
  }

  /// The screen of rates learned from bills.
  public static func screen(learned rates: [LearnedRate], style: Style = .plain) -> Screen {
    var screen = ScreenWriter(style)
    guard !rates.isEmpty else {
      return Screen(body: "no rates to learn: no job has a price, a time and an instance type")
    }
    let jobs = rates.reduce(0) { $0 + $1.jobs }
    let types = Set(rates.map(\.instanceType)).count
    screen.add("\(Figures.counted(types, "type")) priced from the bills of \(Figures.counted(jobs, "job"))", .strong)
    screen.gap()
    let currencies = Set(rates.map(\.currency))
    let isOneCurrency = currencies.count == 1
    let unit = isOneCurrency ? currencies.first.map { " \($0)" } ?? "" : ""
    var table = TextTable([
      .init("type", .left, isWhole: true), .init("market", .left), .init("region", .left),
      .init("an hour\(unit)", .point),
      .init("", .left), .init("jobs"), .init("last"), .init("disagree"),
    ])
    for rate in rates {
      let range = [rate.lowest, rate.highest].compactMap { $0?.description }.joined(separator: "–")
      let others = Figures.count(rate.disagreements) + (rate.disagreements == 0 || range.isEmpty ? "" : " (\(range))")
      table.add([
        .init(rate.instanceType), .init(rate.priceModel == .spot ? "spot" : "on demand"),
        .init(rate.region ?? Figures.none), .init(rate.ratePerHour.description),
        .init(isOneCurrency ? "" : rate.currency.code), .init(Figures.count(rate.jobs)),
        .init(rate.lastDay?.dateText ?? Figures.none), .init(others, rate.disagreements > 0 ? .caution : .none),
      ])
    }
    screen.add(table)
    screen.add("disagree: jobs whose bill says another rate by more than 0.1 %", .faint)
    return Screen(body: screen.text)
  }

  private static func price(_ perHour: DecimalNumber?) -> TextTable.Cell {
    perHour.map { .init($0.description) } ?? .init(Figures.noPrice, .caution)
  }

  private static func age(_ day: SimTime?, _ today: SimTime) -> (text: String, isStale: Bool) {
    guard let day, day <= today else { return (Figures.none, false) }
    let age = today - day
    return (Figures.counted(Int(clamping: age.milliseconds / 86_400_000), "day"), age > staleAfter)
  }
}
