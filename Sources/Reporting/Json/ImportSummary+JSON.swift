public import JobModel

/// What became of imported files, as a document, a table or a screen.
public enum ImportSummary {
  /// The document: `purser/import/1`.
  public static func json(_ reports: [ImportReport]) -> JSONValue {
    .pairs(["schema": "purser/import/1", "files": .array(reports.map(file))])
  }

  private static func file(_ report: ImportReport) -> JSONValue {
    .pairs([
      "file": .string(report.file), "format": .string(report.format), "rows": .count(report.rows),
      "kept": .count(report.kept), "updated": .count(report.updated), "duplicates": .count(report.duplicates),
      "skipped": .array(
        report.skipped.map {
          .pairs(["reason": .string($0.reason), "count": .count($0.count), "lines": lines($0.lines)])
        }),
      "warnings": .array(
        report.warnings.map {
          .pairs(["message": .string($0.message), "count": .count($0.count), "lines": lines($0.lines)])
        }),
    ])
  }

  private static func lines(_ lines: [Int]) -> JSONValue { .array(lines.map(JSONValue.count)) }
}
