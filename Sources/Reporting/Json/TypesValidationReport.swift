public import JobModel

/// How near the choice of machines comes to the optimum, as a document, a table or a screen.
public enum TypesValidationReport {
  /// The document: `purser/validate-types/1`.
  public static func json(_ result: TypesValidation) -> JSONValue {
    .pairs([
      "schema": "purser/validate-types/1", "instances": .count(result.instances),
      "infeasible": .count(result.infeasible), "below_optimum": .count(result.belowOptimum),
      "without_optimum": .count(result.withoutOptimum), "mean_gap": .double(result.meanGap),
      "max_gap": .double(result.maxGap), "optimal_share": .double(result.optimalShare),
    ])
  }

  /// The table: one row.
  public static func csv(_ result: TypesValidation) -> CSVTable {
    var table = CSVTable(header: [
      "instances", "infeasible", "below_optimum", "without_optimum", "mean_gap", "max_gap", "optimal_share",
    ])
    table.add(
      [result.instances, result.infeasible, result.belowOptimum, result.withoutOptimum].map { .number(String($0)) }
        + [result.meanGap, result.maxGap, result.optimalShare].map { .number("\($0)") })
    return table
  }

  /// The screen.
  public static func screen(_ result: TypesValidation, style: Style) -> Screen {
    var screen = ScreenWriter(style)
    guard result.instances > 0 else {
      screen.add("nothing to try: the file holds no instance")
      return Screen(body: screen.text)
    }
    let solved = result.instances - result.infeasible
    screen.add(
      "\(Figures.counted(result.instances, "instance")): the optimum in \(Figures.share(result.optimalShare)), "
        + "on average \(Figures.share(result.meanGap)) dearer, at most \(Figures.share(result.maxGap))", .strong)
    screen.add(
      result.infeasible == 0
        ? "every deadline is kept" : "\(Figures.count(result.infeasible)) without a choice that keeps the deadline",
      result.infeasible == 0 ? .none : .bad)
    if result.belowOptimum > 0 {
      screen.add("\(Figures.count(result.belowOptimum)) cheaper than the optimum that the file states", .bad)
    }
    if result.withoutOptimum > 0 {
      screen.add(
        "\(Figures.count(result.withoutOptimum)) of \(Figures.count(solved)) state no optimum and are compared with the "
          + "lower bound", .caution)
    }
    return Screen(body: screen.text)
  }
}
