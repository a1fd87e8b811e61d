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
      "quality": quality(report),
    ])
  }

  private static func quality(_ report: ImportReport) -> JSONValue {
    let quality = report.quality
    return .pairs([
      "jobs": .count(quality.jobs), "analyses": .count(quality.analyses), "cached": .count(quality.cached),
      "ran": .count(quality.ran), "short_jobs": .count(quality.short),
      "first_s": .seconds(quality.first?.milliseconds), "last_s": .seconds(quality.last?.milliseconds),
      "currencies": .array(
        quality.charged.map { .pairs(["currency": .string($0.currency.code), "jobs": .count($0.jobs)]) }),
      "clock_skew": .count(report.clockSkew), "unknown_states": .count(quality.unknownStates),
      "unknown_failure_reasons": .count(quality.unknownReasons),
      "unknown_instance_types": .count(quality.unknownTypes),
      "missing_share": .object(
        DataQuality.Fact.allCases.map { JSONValue.Member($0.rawValue, .fraction(quality.missingShare($0))) }),
      "cannot_support": .array(quality.gaps.map { .string($0.rawValue) }),
    ])
  }

  private static func lines(_ lines: [Int]) -> JSONValue { .array(lines.map(JSONValue.count)) }
}
