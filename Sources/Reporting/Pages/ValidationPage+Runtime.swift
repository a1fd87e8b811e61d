public import JobModel

extension ValidationPage {
  /// The page of `purser validate runtime`; a pure function of the result.
  public static func page(_ result: RuntimeValidation, version: String) -> HTMLPage {
    let isLocal = result.setting == .local
    guard let ours = result.methods.first else {
      return HTMLPage(title: "Runtimes on other machines", lead: "There was no run to predict.")
    }
    var lead =
      "Of \(Figures.counted(ours.predictions, "run")) on another machine half were predicted within "
      + "\(Figures.share(ours.medianError)), nine of ten within \(Figures.share(ours.p90Error))."
    if let coverage = ours.coverage90 {
      lead += " \(Figures.share(coverage)) lie in the interval that is meant to hold 90 %."
    }
    var page = page(
      "Runtimes on other machines", lead: lead,
      basis: [
        Figures.counted(ours.predictions, "prediction"),
        isLocal ? "protocol L: from small runs on one machine" : "protocol T: from full runs on one machine to another",
        "no seed: nothing is drawn, and nothing is priced",
      ], version: version)
    page.section("Predicted and actual")
    page.figures([
      ("Half within", Figures.share(ours.medianError)), ("Nine of ten within", Figures.share(ours.p90Error)),
      ("In the interval", Figures.share(ours.coverage90)), ("Runs", Figures.count(ours.predictions)),
    ])
    scatter(
      "Predicted and actual runtimes, \(ours.name)",
      ours.pairs.map { PredictionPair(predicted: $0.predicted * 1000, actual: $0.actual * 1000) }, of: ours.predictions,
      names: ("Predicted", "Actual"), unit: .duration,
      caption: "Points on the line are right; both axes are logarithmic, so equal distances are equal ratios.", &page)
    page.section("Methods side by side")
    bars(
      "Median error", result.methods.map { ($0.name, $0.medianError) },
      PlotAxis("Error as a share of the actual runtime", .values(.share)),
      caption: "Half of the predictions are nearer.", &page)
    let covered = result.methods.filter { $0.coverage90 != nil }
    bars(
      "Coverage", covered.map { ($0.name, $0.coverage90) },
      PlotAxis("Actual runtimes in the interval", .values(.share), bounds: 0...1), series: 3,
      reference: PlotReference(.x(0.9), "meant: 90 %"),
      caption: "An interval that is honest holds nine of ten: fewer is too sure, more is too wide.", &page)
    page.table(
      HTMLTable(
        "Errors as shares of the actual runtime",
        [
          .init("Method"), .number("Predictions"), .number("Median"), .number("Mean"), .number("90 % within"),
          .number("In the interval"),
        ],
        rows: result.methods.map {
          [
            .init($0.name), .count($0.predictions), .share($0.medianError), .share($0.meanError), .share($0.p90Error),
            .share($0.coverage90),
          ]
        }))
    page.section("What this rests on")
    page.assumptions([
      ("Predictions", Figures.count(ours.predictions)),
      (
        "Protocol",
        isLocal
          ? "L: up to six small runs of each task on the machine local; predicted are the full runs on all others"
          : "T: the full runs on one machine; predicted are the same on another, for all pairs"
      ), ("Version", "purser \(version)"),
      ("Left out", "Money, and waiting: runtimes alone are predicted. Machines without scores take no part."),
    ])
    return page
  }
}
