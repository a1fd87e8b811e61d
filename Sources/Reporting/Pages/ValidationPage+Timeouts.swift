public import JobModel

extension ValidationPage {
  /// The page of `purser validate timeouts`; a pure function of the result.
  public static func page(_ result: TimeoutValidation, version: String) -> HTMLPage {
    let ours = result.methods.first
    let total = ours?.total ?? TimeoutValidation.Tally()
    let jobs = checkedInteger(total.jobs).map { Int(clamping: $0) } ?? 0
    var lead =
      "Limits by \(ours?.name ?? "no rule") end \(percent(total.falseKillRate)) of \(Figures.counted(jobs, "good job")) "
      + "(\(percent(result.falseKill)) may be), and a job that hangs burns \(number(total.exposure)) times a job's useful work."
    if let asked = result.methods.first(where: { $0.name == "request" }), ours?.name != "request" {
      lead += " Under the limits that were asked for it burns \(number(asked.total.exposure)) times."
    }
    var page = page(
      "Time limits on recorded jobs", lead: lead,
      basis: [
        Figures.counted(jobs, "good job"), Figures.counted(result.files.count, "file"),
        result.warm > 0
          ? "\(Figures.share(result.warm)) known beforehand, mean of \(Figures.counted(result.draws, "fixed draw"))"
          : "nothing known beforehand", "nothing is priced",
      ], version: version)
    page.section("Limit and runtime")
    page.figures([
      ("Good jobs ended", percent(total.falseKillRate)), ("Burnt by that", percent(total.burn)),
      ("A hung job burns", "× \(number(total.exposure))"), ("Good jobs", Figures.count(jobs)),
    ])
    scatter(
      "Limits by \(ours?.name ?? "the rule"), and runtimes",
      result.pairs.map { PredictionPair(predicted: $0.predicted * 1000, actual: $0.actual * 1000) }, of: jobs,
      names: ("Limit", "Runtime"), unit: .duration,
      caption:
        "Below the line a good job is ended and runs again under twice the limit; the higher above it, the longer "
        + "a job that hangs is paid.", &page)
    page.section("Rules side by side")
    bars(
      "Expected cost", result.methods.map { ($0.name, $0.total.cost) },
      PlotAxis("Of useful core-time", .values(.share)),
      caption: "What killed attempts burn, and \(Figures.share(result.runaway)) of what hung jobs would.", &page)
    if !result.methods.isEmpty, result.methods.allSatisfy({ $0.total.falseKillRate == 0 }) {
      page.paragraph("No rule ends a good job; \(percent(result.falseKill)) of them may be ended.")
    } else {
      bars(
        "Good jobs that are ended", result.methods.map { ($0.name, $0.total.falseKillRate) },
        PlotAxis("Of good jobs", .values(.share)), series: 2,
        reference: PlotReference(.x(result.falseKill), "allowed \(percent(result.falseKill))"),
        caption: "The level is what purser was told to keep to; other rules know none.", &page)
    }
    page.table(
      HTMLTable(
        "All rules, means over the files",
        [
          .init("Rule"), .number("Good jobs ended"), .number("Burnt"), .number("Exposure"), .number("Cost"),
        ],
        rows: result.methods.map { method in
          let tally = method.total
          return [
            .init(method.name), .init(percent(tally.falseKillRate), key: tally.falseKillRate),
            .init(percent(tally.burn), key: tally.burn), places(tally.exposure, 2), places(tally.cost, 4),
          ]
        }))
    if result.files.count > 1 {
      page.table(
        HTMLTable(
          "Cost by file", [.init("File")] + result.methods.map { .number($0.name) },
          rows: result.files.indices.map { file in
            [.init(shortName(result.files[file]))] + result.methods.map { places($0.files[file].cost, 4) }
          }))
    }
    page.section("What this rests on")
    page.assumptions([
      ("Files", result.files.map(shortName).joined(separator: ", ")), ("Good jobs", Figures.count(jobs)),
      ("Good jobs that may be ended", percent(result.falseKill)), ("Jobs that hang", Figures.share(result.runaway)),
      (
        "Limits of now",
        result.defaultLimit.flatMap { SimDuration(seconds: $0) }.map { "every job: \($0)" } ?? "as recorded"
      ), ("Draws", Figures.count(result.draws)), ("Version", "purser \(version)"),
      (
        "Left out",
        "Money: everything is a share of useful core-time. Jobs that failed, and those that reached 98 % of the limit they "
          + "asked for, are not scored."
      ),
    ])
    return page
  }

  private static func percent(_ share: Double) -> String {
    guard let hundredths = checkedInteger(share * 10_000) else { return Figures.none }
    return share > 0 && hundredths == 0 ? "<0.01 %" : Figures.fixed(hundredths, places: 2) + " %"
  }

  private static func number(_ value: Double) -> String { text(value, 2) }
}
