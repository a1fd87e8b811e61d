public import JobModel

/// One point of a sweep: the values that were set, and what the plan then comes to.
public struct SweepPoint: Sendable {
  /// Paths and the values put there, in the order of the options; texts as the person wrote them.
  public var values: [(path: String, value: String)]
  /// The estimate.
  public var run: Run

  /// A point.
  public init(values: [(String, String)], run: Run) {
    self.values = values.map { (path: $0.0, value: $0.1) }
    self.run = run
  }
}

/// A sweep as a document, a table or a screen.
public enum SweepReport {
  /// The document: `purser/estimate/1` with the points under `sweep`.
  ///
  /// What is the same for all points stands above them, `warnings` are those of all points, each once.
  ///
  /// - Parameter name: what was swept; nil is the first run's name, which may hold that point's values.
  public static func json(_ points: [SweepPoint], name: String? = nil) -> JSONValue {
    let first = points.first?.run
    return .pairs([
      "schema": "purser/estimate/1", "name": .text(name ?? first?.name),
      "replications": first.map { .count($0.replications) } ?? .null,
      "seed": first.map { RunReport.seed($0.seed) } ?? .null, "version": .text(first?.version),
      "catalog": .text(first?.catalog), "prices_as_of": .day(first?.pricesAsOf),
      "currency": .text(first?.currency?.code), "sweep": .array(points.map(point)),
      "assumptions": .texts(distinct(points.flatMap(\.run.assumptions))),
      "warnings": .texts(distinct(points.flatMap(\.run.warnings))),
    ])
  }

  private static func point(_ point: SweepPoint) -> JSONValue {
    let values = point.values.map { JSONValue.Member($0.path, .number($0.value)) }
    return .object(
      [JSONValue.Member("values", .object(values)), JSONValue.Member("run", .string(point.run.id))]
        + RunReport.members(RunReport.outcome(point.run))
        + [JSONValue.Member("warnings", .texts(point.run.warnings))])
  }

  /// The texts, each once, in order of first appearance.
  static func distinct(_ texts: [String]) -> [String] {
    var seen: Set<String> = []
    return texts.filter { seen.insert($0).inserted }
  }
}
