public import JobModel

/// The runs of a store as a document, a table or a screen.
public enum RunList {
  /// The document: `purser/runs/1`.
  public static func json(_ runs: [Run]) -> JSONValue {
    .pairs([
      "schema": "purser/runs/1",
      "runs": .array(
        runs.map { run in
          .pairs([
            "run": .string(run.id), "kind": .string(run.kind.rawValue), "name": .string(run.name),
            "jobs": .count(run.jobs), "cost": .amount(run.cost?.mean), "currency": .text(run.currency?.code),
            "wall_clock_s": .seconds(run.wallClock.mean), "replications": .count(run.replications),
            "seed": RunReport.seed(run.seed), "catalog": .string(run.catalog), "prices_as_of": .day(run.pricesAsOf),
            "version": .string(run.version),
          ])
        }),
    ])
  }
}
