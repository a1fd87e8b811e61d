public import JobModel

/// The runs of a store as a document, a table or a screen.
public enum RunList {
  /// The document: `purser/runs/1`.
  public static func json(_ runs: [RunSummaryRow]) -> JSONValue {
    .pairs([
      "schema": "purser/runs/1",
      "runs": .array(
        runs.map { run in
          .pairs([
            "run": .string(run.id), "kind": .string(run.kind.rawValue), "name": .string(run.name),
            "jobs": .count(run.jobs), "cost": .amount(run.costMean), "currency": .text(run.currency?.code),
            "wall_clock_s": .seconds(run.wallClockMean), "replications": .count(run.replications),
            "seed": RunReport.seed(run.seed), "catalog": .string(run.catalog),
            "version": .string(run.version),
          ])
        }),
    ])
  }
}
