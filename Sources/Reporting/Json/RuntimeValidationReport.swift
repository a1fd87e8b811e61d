public import JobModel

/// How near predicted runtimes come to the real ones, as a document, a table or a screen.
public enum RuntimeValidationReport {
  /// The document: `purser/validate-runtime/1`.
  public static func json(_ result: RuntimeValidation) -> JSONValue {
    .pairs([
      "schema": "purser/validate-runtime/1", "protocol": .string(result.setting.rawValue),
      "methods": .array(
        result.methods.map { method in
          .pairs([
            "name": .string(method.name), "predictions": .count(method.predictions),
            "median_ape": .double(method.medianError), "mean_ape": .double(method.meanError),
            "p90_ape": .double(method.p90Error), "coverage_90": .fraction(method.coverage90),
          ])
        }),
    ])
  }

  /// The table: one row a method.
  public static func csv(_ result: RuntimeValidation) -> CSVTable {
    var table = CSVTable(header: [
      "protocol", "method", "predictions", "median_ape", "mean_ape", "p90_ape", "coverage_90",
    ])
    for method in result.methods {
      table.add([
        .text(result.setting.rawValue), .text(method.name), .count(method.predictions), .fraction(method.medianError),
        .fraction(method.meanError), .fraction(method.p90Error), .fraction(method.coverage90),
      ])
    }
    return table
  }

  /// The screen.
  public static func screen(_ result: RuntimeValidation, style: Style) -> Screen {
    var screen = ScreenWriter(style)
    guard let ours = result.methods.first else {
      screen.add("nothing to try: no run to predict")
      return Screen(body: screen.text)
    }
    screen.add(
      "\(Figures.counted(ours.predictions, "run")) on another machine predicted, "
        + "half of them within \(Figures.share(ours.medianError))", .strong)
    screen.gap()
    var table = TextTable([
      .init("method", .left), .init("predicted"), .init("median error"), .init("mean"), .init("90 % within"),
      .init("in the interval"),
    ])
    for method in result.methods {
      table.add([
        .init(method.name), .init(Figures.count(method.predictions)), .init(Figures.share(method.medianError)),
        .init(Figures.share(method.meanError)), .init(Figures.share(method.p90Error)),
        .init(Figures.share(method.coverage90)),
      ])
    }
    screen.add(table)
    screen.add("an error is a share of the real runtime; the interval is meant to hold 90 %", .faint)
    return Screen(body: screen.text)
  }
}
