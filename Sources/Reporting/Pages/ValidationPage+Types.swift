public import JobModel

extension ValidationPage {
  /// The page of `purser validate types`; a pure function of the result.
  public static func page(_ result: TypesValidation, version: String) -> HTMLPage {
    guard result.instances > 0 else {
      return HTMLPage(title: "Machines against known optima", lead: "The file holds no instance.")
    }
    let solved = max(0, result.instances - result.infeasible)
    var page = page(
      "Machines against known optima",
      lead:
        "In \(Figures.share(result.optimalShare)) of \(Figures.counted(result.instances, "instance")) the choice is the "
        + "cheapest there is; on average it costs \(Figures.share(result.meanGap)) more, at most "
        + "\(Figures.share(result.maxGap)).",
      basis: [
        Figures.counted(result.instances, "instance"), "prices and optima as the file states them",
        "no seed: nothing is drawn",
      ], version: version)
    page.section("Chosen and optimal")
    page.figures([
      ("Optimal", Figures.share(result.optimalShare)), ("Dearer, mean", Figures.share(result.meanGap)),
      ("Dearer, most", Figures.share(result.maxGap)), ("Deadline missed", Figures.count(result.infeasible)),
    ])
    if result.belowOptimum > 0 {
      page.note(
        "Caution: \(Figures.counted(result.belowOptimum, "choice")) \(result.belowOptimum == 1 ? "is" : "are") cheaper than "
          + "the optimum that the file states; one of the two is wrong.")
    }
    if result.withoutOptimum > 0 {
      page.note(
        "\(Figures.count(result.withoutOptimum)) of \(Figures.counted(solved, "instance")) state no optimum and are compared "
          + "with the lower bound.")
    }
    let dearer = result.gaps.filter { $0 > 0 && $0.isFinite }
    if Set(dearer).count > 1 {
      page.figure(
        Plot(
          "How much dearer than the optimum", summary: "A histogram of those that are not optimal.",
          x: PlotAxis("Dearer than the optimum", .values(.share)), y: PlotAxis("Instances", .values(.count)),
          marks: [HistogramMark(dearer)], references: [PlotReference(.x(result.meanGap), "mean of all")]),
        caption:
          "\(Figures.count(dearer.count)) of \(Figures.counted(solved, "instance")) are dearer than the optimum; the "
          + "others are not in the picture.", table: quantiles(result.gaps))
    } else {
      page.table(quantiles(result.gaps))
    }
    page.section("What this rests on")
    page.assumptions([
      ("Instances", Figures.count(result.instances)), ("Solved within the deadline", Figures.count(solved)),
      ("Equal", "costs that differ by less than a millionth"), ("Version", "purser \(version)"),
      ("Left out", "Waiting, failures and interruptions: the instances have fixed times."),
    ])
    return page
  }

  private static func quantiles(_ gaps: [Double]) -> HTMLTable {
    let sorted = gaps.filter(\.isFinite).sorted()
    let rows: [(String, Double)] = [("50 % (median)", 0.5), ("80 %", 0.8), ("95 %", 0.95), ("99 %", 0.99), ("Most", 1)]
    return HTMLTable(
      "Dearer than the optimum, all instances solved", [.init("Quantile"), .number("Dearer by")],
      rows: rows.map { [.init($0.0), .share(PlotMath.quantile(sorted, $0.1))] })
  }
}
