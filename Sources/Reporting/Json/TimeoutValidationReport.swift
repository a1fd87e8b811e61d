public import JobModel

/// A comparison of rules for time limits, as a document, a table or a screen.
public enum TimeoutValidationReport {
  /// The document: `purser/validate-timeouts/1`.
  public static func json(_ result: TimeoutValidation) -> JSONValue {
    .pairs([
      "schema": "purser/validate-timeouts/1", "warm": .fraction(result.warm), "draws": .count(result.draws),
      "default_limit_s": .fraction(result.defaultLimit), "false_kill": .fraction(result.falseKill),
      "runaway_rate": .fraction(result.runaway), "files": .array(result.files.map { .string($0) }),
      "methods": .array(result.methods.map { method($0, result.files) }),
    ])
  }

  private static func method(_ method: TimeoutValidation.Method, _ files: [String]) -> JSONValue {
    let perFile = zip(files, method.files).map { file, tally in
      JSONValue.object([.init("file", .string(file))] + figures(tally))
    }
    return .object(
      [.init("name", .string(method.name))] + figures(method.total) + [.init("per_file", .array(perFile))])
  }

  private static func figures(_ tally: TimeoutValidation.Tally) -> [JSONValue.Member] {
    [
      .init("jobs", .fraction(tally.jobs)), .init("false_kill_rate", .fraction(tally.falseKillRate)),
      .init("burn", .fraction(tally.burn)), .init("exposure", .fraction(tally.exposure)),
      .init("cost", .fraction(tally.cost)),
    ]
  }

  /// The table: a row a rule and file.
  public static func csv(_ result: TimeoutValidation) -> CSVTable {
    var table = CSVTable(header: ["method", "file", "jobs", "false_kill_rate", "burn", "exposure", "cost"])
    for method in result.methods {
      for (file, tally) in zip(result.files, method.files) {
        table.add([
          .text(method.name), .text(file), .fraction(tally.jobs), .fraction(tally.falseKillRate), .fraction(tally.burn),
          .fraction(tally.exposure), .fraction(tally.cost),
        ])
      }
    }
    return table
  }
}
