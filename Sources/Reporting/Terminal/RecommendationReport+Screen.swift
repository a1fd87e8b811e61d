public import JobModel

extension RecommendationReport {
  /// The screen: what is saved in all and by what, a line an executable, and why for each where `showsDetails`.
  public static func screen(_ advice: RecommendationSet, showsDetails: Bool, style: Style = .plain) -> Screen {
    var screen = ScreenWriter(style)
    screen.add(answer(advice), .strong)
    if !advice.recommendations.isEmpty {
      screen.gap()
      screen.add(table(advice))
    }
    let batches = MarketAdviceReport.lines(advice)
    if !batches.isEmpty {
      screen.gap()
      let shown = batches.prefix(showsDetails ? .max : 5)
      screen.add(
        label: "Several items a job",
        shown + (batches.count > shown.count ? ["and \(batches.count - shown.count) more: --verbose shows them"] : []))
    }
    if let lack = MarketAdviceReport.lack(advice) {
      screen.gap()
      screen.add(lack, .faint)
    }
    if showsDetails {
      for recommendation in advice.recommendations { details(recommendation, advice, &screen) }
    }
    addReplay(advice, &screen)
    addLacks(advice, showsDetails, &screen)
    let hints = Set(advice.recommendations.flatMap(\.warnings)).count
    if hints > 0 && !showsDetails {
      screen.gap()
      let count = advice.recommendations.count { !$0.warnings.isEmpty }
      screen.add(
        "\(Figures.counted(count, "executable")) with a warning: --verbose shows them, and every reason", .caution)
    }
    return Screen(body: screen.text, warnings: advice.warnings)
  }

  static func answer(_ advice: RecommendationSet) -> String {
    let changing = advice.recommendations.filter(\.changes)
    guard !advice.recommendations.isEmpty else { return "no advice: too little is known of every executable" }
    guard !changing.isEmpty else {
      return "\(Figures.counted(advice.recommendations.count, "executable")): keep what they ask for"
    }
    let more = changing.filter(\.changesMore)
    var all = "\(changing.count) of \(Figures.counted(advice.recommendations.count, "executable")) should change"
    if more.isEmpty { return all + ", only their timeouts" }
    if more.count < changing.count { all += " (\(changing.count - more.count) only the timeout)" }
    guard let saving = advice.totalSaving, let cost = advice.totalCost, let currency = advice.currency else {
      return all
    }
    let share = cost > 0 ? " (\(Figures.share(Double(saving.magnitude) / Double(cost))))" : ""
    let amount = Figures.money(saving < 0 ? -saving : saving, currency)
    let verb = saving < 0 ? "costs \(amount)\(share) more" : "saves \(amount)\(share)"
    let most = more.filter { ($0.totalSaving ?? 0) > 0 }.prefix(3).map {
      "\(VisibleText.shortened(VisibleText.visible($0.label), to: 30)) \(Figures.amount($0.totalSaving))"
    }
    let by = most.isEmpty ? "" : ": " + most.joined(separator: ", ")
    return "\(all), which \(verb) of \(Figures.money(cost, currency)) for as many jobs again\(by)"
  }

  private static func table(_ advice: RecommendationSet) -> TextTable {
    let currency = advice.currency.map { " \($0)" } ?? ""
    let isPriced = advice.currency != nil
    var columns: [TextTable.Column] = [
      .init("executable", .left), .init("jobs", spare: 4), .init("now", .left, isWhole: true),
      .init("advice", .left, isWhole: true),
    ]
    if isPriced { columns += [.init("saves\(currency)", .point), .init("with 90 %", spare: 1)] }
    columns += [.init("time", spare: 5), .init("fails", spare: 3), .init("sure", .left, spare: 2)]
    let limits = advice.recommendations.map(TimeLimitReport.cell)
    let showsLimits = limits.contains { !$0.text.isEmpty }
    if showsLimits { columns.append(.init("timeout")) }
    var table = TextTable(columns)
    for (row, limit) in zip(advice.recommendations, limits) {
      let isNew = row.changesMore
      var cells: [TextTable.Cell] = [
        .init(row.label), .init(Figures.count(row.jobs)), .init(words(row.current.setting, beside: row, isShort: true)),
        .init(isNew ? words(row.recommended.setting, beside: row, isShort: true) : "keep", isNew ? .strong : .faint),
      ]
      if isPriced {
        if isNew, let saving = row.saving {
          cells.append(.init(Money.shortText(nanos: saving.mean.nanos), saving.mean.nanos >= 0 ? .good : .bad))
          cells.append(
            .init("\(Money.shortText(nanos: saving.low.nanos)) to \(Money.shortText(nanos: saving.high.nanos))"))
        } else {
          cells += ["", ""]
        }
      }
      cells += [
        .init(isNew ? change(row) : ""), .init(Figures.chance(row.recommended.failureProbability)),
        .init(row.confidence.rawValue, row.confidence == .low ? .caution : .none),
      ]
      if showsLimits { cells.append(limit) }
      table.add(cells)
    }
    return table
  }

  /// The time of a job as a change in percent.
  static func change(_ row: Recommendation) -> String {
    let now = row.current.time.milliseconds
    guard now > 0 else { return Figures.none }
    return Figures.change(Double(row.timeChange) / Double(now) * 100)
  }

  /// What is asked for, as far as it differs: the machine, else cores and memory.
  ///
  /// - Parameter isShort: whether a priority is only named after its machine, as in `mem1_ssd1_v2_x4 low`.
  static func words(
    _ setting: Recommendation.Setting, beside row: Recommendation, isShort: Bool = false
  ) -> String {
    var parts: [String] = []
    if let type = setting.instanceType { parts.append(type) }
    let namesMachines = row.current.setting.instanceType != nil && row.recommended.setting.instanceType != nil
    if !namesMachines {
      if let vcpus = setting.vcpus { parts.append("\(Figures.mean(vcpus)) \(vcpus == 1 ? "core" : "cores")") }
      if let memory = setting.memory { parts.append(memory.description) }
    }
    if setting.priority != row.current.setting.priority, let priority = setting.priority {
      if isShort && namesMachines, let type = parts.first { return "\(type) \(priority)" }
      parts.append("priority \(priority)")
    }
    return parts.isEmpty ? Figures.none : parts.joined(separator: ", ")
  }

  private static func details(
    _ row: Recommendation, _ advice: RecommendationSet, _ screen: inout ScreenWriter
  ) {
    screen.gap()
    screen.add(row.label, .strong)
    screen.add(row.reason, indentation: 2)
    screen.add(
      "\(Figures.counted(row.jobs, "job")); a job now: \(price(row.current))"
        + (row.changesMore ? "; then: \(price(row.recommended))" : "") + "; confidence \(row.confidence.rawValue)",
      .faint, indentation: 2)
    if let policy = row.recommended.setting.restart, policy.largerType {
      screen.add(
        "restart on AppInsufficientResourceError on the next larger type: \(Figures.chance(row.recommended.failureProbability)) "
          + "of first tries lack memory", indentation: 2)
    }
    if case .set(let limit) = row.timeLimit?.advice, !limit.bySize.isEmpty {
      let steps = limit.bySize.map { "\(Figures.duration($0.limit.milliseconds)) up to \($0.upTo)" }
      screen.add("by the size of inputs: " + steps.joined(separator: ", "), indentation: 2)
    }
    // What changes is in the reason already.
    if let choice = row.spotChoice, choice.decision != .change { screen.add(choice.words, .faint, indentation: 2) }
    if let batching = row.batching { screen.add(batching.words, indentation: 2) }
    for warning in row.warnings { screen.add(warning, .caution, indentation: 2) }
    guard !row.alternatives.isEmpty else { return }
    let isPriced = advice.currency != nil
    var columns: [TextTable.Column] = [.init("or", .left)]
    if isPriced { columns.append(.init("a job\(advice.currency.map { " \($0)" } ?? "")", .point)) }
    columns += [.init("takes"), .init("fails")]
    var table = TextTable(columns, indentation: 2)
    for option in row.alternatives {
      var cells: [TextTable.Cell] = [.init(words(option.setting, beside: row))]
      if isPriced { cells.append(.init(Figures.amount(option.cost?.nanos))) }
      cells += [
        .init(Figures.duration(option.time.milliseconds)), .init(Figures.chance(option.failureProbability)),
      ]
      table.add(cells)
    }
    screen.add(table)
  }

  /// `0.40 USD, 1h`.
  private static func price(_ option: Recommendation.Option) -> String {
    let cost = option.cost.map { "\(Figures.money($0.nanos, $0.currency)), " } ?? ""
    return cost + Figures.duration(option.time.milliseconds)
  }

  private static func addReplay(_ advice: RecommendationSet, _ screen: inout ScreenWriter) {
    guard let proof = advice.proof else { return }
    screen.gap()
    var text = "replayed under this advice: "
    if proof.cost != nil, proof.baseCost != nil {
      text +=
        "\(Figures.money(proof.cost, advice.currency)) instead of \(Figures.money(proof.baseCost, advice.currency)), "
    }
    text += "done in \(Figures.duration(proof.wallClock)) instead of \(Figures.duration(proof.baseWallClock))"
    if proof.failures != 0 { text += ", \(Figures.mean(proof.failures)) more jobs fail" }
    screen.add(text)
    if let sentence = TimeLimitReport.sentence(proof.ended, advice.currency) { screen.add(sentence) }
    if !screen.style.given.noStore {
      screen.add(
        command: ["purser compare \(RunList.shortID(proof.baseRun)) \(RunList.shortID(proof.run))"]
          + screen.style.given.words([.store]), indentation: 2)
    }
  }

  private static func addLacks(_ advice: RecommendationSet, _ showsAll: Bool, _ screen: inout ScreenWriter) {
    guard !advice.notEnoughData.isEmpty else { return }
    screen.gap()
    let shown = advice.notEnoughData.prefix(showsAll ? .max : 5)
    screen.add(
      label: "No advice",
      shown.map { "\($0.executable): \($0.reason)" }
        + (advice.notEnoughData.count > shown.count
          ? ["and \(advice.notEnoughData.count - shown.count) more: --verbose shows them"] : []))
  }
}
