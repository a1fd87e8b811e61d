public import JobModel

/// A comparison of memory sizing rules, as a document, a table or a screen.
public enum MemoryValidationReport {
  /// The rule that the others are measured by.
  static let reference = "ponder"

  /// The document: `purser/validate-memory/1`.
  public static func json(_ result: MemoryValidation) -> JSONValue {
    .pairs([
      "schema": "purser/validate-memory/1", "protocol": .string(result.sizingProtocol),
      "max_failure_rate": .fraction(result.maximalFailureRate), "node_gb": .integer(128),
      "files": .array(
        zip(result.files, result.used).map { .pairs(["file": .string($0), "used_gbh": gigabyteHours($1)]) }),
      "methods": .array(result.methods.map { method($0, result) }),
    ])
  }

  private static func method(_ method: MemoryValidation.Method, _ result: MemoryValidation) -> JSONValue {
    let total = method.total
    return .pairs([
      "name": .string(method.name), "tasks": .count(total.tasks), "wastage_gbh": gigabyteHours(total.wastage),
      "failures": .count(total.failures), "ratio_to_ponder": .fraction(result.ratio(of: method, to: reference)),
      "per_file": .array(
        zip(result.files, method.files).map { file, tally in
          .pairs([
            "file": .string(file), "tasks": .count(tally.tasks), "wastage_gbh": gigabyteHours(tally.wastage),
            "failures": .count(tally.failures),
          ])
        }),
    ])
  }

  /// GBh to the sixth place: the seventh is below what any record measures.
  private static func gigabyteHours(_ value: Double) -> JSONValue {
    checkedInteger(value * 1e6).map { .decimal(Figures.fixed($0, places: 6)) } ?? .fraction(value)
  }

  /// The table: a row a rule and file.
  public static func csv(_ result: MemoryValidation) -> CSVTable {
    var table = CSVTable(header: ["method", "file", "tasks", "wastage_gbh", "failures", "used_gbh"])
    for method in result.methods {
      for (index, tally) in method.files.enumerated() {
        table.add([
          .text(method.name), .text(result.files[index]), .count(tally.tasks), .fraction(tally.wastage),
          .count(tally.failures), .fraction(result.used[index]),
        ])
      }
    }
    return table
  }
}
