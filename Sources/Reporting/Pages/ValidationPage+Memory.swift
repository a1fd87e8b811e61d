public import JobModel

extension ValidationPage {
  /// The page of `purser validate memory`; a pure function of the result.
  public static func page(_ result: MemoryValidation, version: String) -> HTMLPage {
    let ours = result.methods.first
    let total = ours?.total ?? MemoryValidation.Tally()
    let failures = total.tasks > 0 ? Double(total.failures) / Double(total.tasks) : nil
    var lead =
      "Sized by \(ours?.name ?? "no rule"), \(Figures.counted(total.tasks, "task")) would have held "
      + "\(hours(total.wastage)) beyond what they used, and \(Figures.share(failures)) of them would have lacked memory once."
    if let other = result.methods.dropFirst().min(by: { $0.total.wastage < $1.total.wastage }), total.wastage > 0 {
      lead +=
        " The least wasteful other rule, \(other.name), holds "
        + "\(text(other.total.wastage / total.wastage, 2)) times as much."
    }
    var page = page(
      "Memory sizing on recorded tasks", lead: lead,
      basis: [
        Figures.counted(total.tasks, "task"), Figures.counted(result.files.count, "file"),
        "protocol \(result.sizingProtocol)", "no seed: nothing is drawn, and nothing is priced",
      ], version: version)
    page.section("Given and needed")
    page.figures([
      ("Held beyond need", hours(total.wastage)), ("Used", hours(result.used.reduce(0, +))),
      ("Enough at once", Figures.share(failures.map { max(0, 1 - $0) })), ("Tasks", Figures.count(total.tasks)),
    ])
    scatter(
      "What \(ours?.name ?? "the rule") gave, and what tasks needed",
      result.pairs.map { PredictionPair(predicted: $0.predicted * 1e9, actual: $0.actual * 1e9) }, of: total.tasks,
      names: ("Given to the first attempt", "Peak"), unit: .bytes,
      caption: "Above the line is waste, below it a first attempt fails and the task is done again with more.", &page)
    page.section("Rules side by side")
    bars(
      "Held beyond need", result.methods.map { ($0.name, $0.total.wastage) }, PlotAxis("GB-hours", .values(.number)),
      caption: "GB-hours (10^9 bytes) that each rule would have held and nobody used; failed attempts count whole.",
      &page)
    bars(
      "Attempts that fail", result.methods.map { ($0.name, share($0.total)) },
      PlotAxis("Failed attempts to tasks", .values(.share)), series: 2,
      reference: result.maximalFailureRate.map { PlotReference(.x($0), "allowed \(Figures.share($0))") },
      caption: "A rule can always waste less by failing more: both have to be looked at.", &page)
    page.table(
      HTMLTable(
        "All rules, over all files",
        [
          .init("Rule"), .number("Tasks"), .number("Wasted, GBh"), .number("Failed attempts"), .number("To tasks"),
          .number("Waste to \(MemoryValidationReport.reference)’s"),
        ],
        rows: result.methods.map { method in
          [
            .init(method.name), .count(method.total.tasks),
            .init(PlotUnit.number.text(method.total.wastage), key: method.total.wastage),
            .count(method.total.failures), .share(share(method.total)),
            places(result.ratio(of: method, to: MemoryValidationReport.reference), 2),
          ]
        }))
    if result.files.count > 1 {
      page.table(
        HTMLTable(
          "Wasted by file, GBh", [.init("File"), .number("Used")] + result.methods.map { .number($0.name) },
          rows: result.files.indices.map { file in
            [
              .init(shortName(result.files[file])),
              .init(PlotUnit.number.text(result.used[file]), key: result.used[file]),
            ]
              + result.methods.map { .init(PlotUnit.number.text($0.files[file].wastage), key: $0.files[file].wastage) }
          }))
    }
    page.section("What this rests on")
    page.assumptions([
      ("Files", result.files.map(shortName).joined(separator: ", ")), ("Tasks", Figures.count(total.tasks)),
      ("Protocol", result.sizingProtocol),
      ("Failures allowed", result.maximalFailureRate.map { Figures.share($0) } ?? "by least expected waste"),
      ("Node", "128 GB of 10^9 bytes: no attempt gets more"), ("Version", "purser \(version)"),
      (
        "Left out",
        "Money: waste is counted in GB-hours. A failed attempt is taken to hold its memory to the task's end, and tasks "
          + "whose peak or runtime is not recorded are not sized."
      ),
    ])
    return page
  }

  private static func share(_ tally: MemoryValidation.Tally) -> Double? {
    tally.tasks > 0 ? Double(tally.failures) / Double(tally.tasks) : nil
  }

  private static func hours(_ value: Double) -> String { "\(PlotUnit.number.text(value)) GBh" }
}
