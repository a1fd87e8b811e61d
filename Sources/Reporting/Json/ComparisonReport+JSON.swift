public import JobModel

/// Runs side by side as a document, a table or a screen.
public enum ComparisonReport {
  /// The document: `purser/compare/1`.
  ///
  /// The first comparison's keys stand at the top, since two runs are the common case; for more than two runs all
  /// comparisons with the base are under `comparisons`, in order.
  public static func json(_ comparisons: [Comparison]) -> JSONValue {
    var members = [JSONValue.Member("schema", "purser/compare/1")]
    if let first = comparisons.first { members += keys(first) }
    if comparisons.count > 1 {
      members.append(JSONValue.Member("comparisons", .array(comparisons.map { .object(keys($0)) })))
    }
    return .object(members)
  }

  private static func keys(_ comparison: Comparison) -> [JSONValue.Member] {
    RunReport.members([
      "a": run(comparison.a), "b": run(comparison.b), "currency": .text(comparison.currency?.code),
      "cost": pair(comparison.cost) { .amount($0) }, "wall_clock_s": pair(comparison.wallClock) { .seconds($0) },
      "wait_s": pair(comparison.wait) { .seconds($0) },
      "paired": .pairs([
        "cost": paired(comparison.pairedCost) { .amount($0) },
        "wall_clock_s": paired(comparison.pairedWallClock) { .seconds($0) },
      ]),
      "tasks": .array(
        comparison.rows.map { row in
          .pairs([
            "name": .string(row.name), "jobs": pair(row.jobs) { $0.map(JSONValue.integer) ?? .null },
            "cost": pair(row.cost) { .amount($0) }, "wait_s": pair(row.wait) { .seconds($0) },
            "run_s": pair(row.run) { .seconds($0) },
          ])
        }),
    ])
  }

  private static func run(_ run: Run) -> JSONValue {
    .pairs([
      "run": .string(run.id), "kind": .string(run.kind.rawValue), "name": .string(run.name),
      "catalog": .string(run.catalog), "prices_as_of": .day(run.pricesAsOf), "jobs": .count(run.jobs),
      "replications": .count(run.replications), "seed": RunReport.seed(run.seed), "version": .string(run.version),
    ])
  }

  private static func pair(_ pair: Comparison.Pair, _ write: (Int64?) -> JSONValue) -> JSONValue {
    .pairs([
      "a": write(pair.a), "b": write(pair.b), "difference": write(pair.difference),
      "difference_percent": .fraction(pair.differencePercent),
    ])
  }

  private static func paired(_ paired: Comparison.Paired?, _ write: (Int64?) -> JSONValue) -> JSONValue {
    guard let paired else { return .null }
    return .pairs([
      "replications": .count(paired.replications), "difference_mean": write(paired.meanDifference),
      "difference_standard_error": write(paired.standardError), "share_b_lower": .double(paired.shareLower),
      "share_equal": .double(paired.shareEqual),
    ])
  }
}
