public import JobModel

/// What the last review of a store found, as a document.
public enum FindingList {
  /// The document: `purser/findings/1`, all findings that fit.
  ///
  /// - Complexity: O(findings).
  public static func json(_ review: StoredReview, query: FindingsPage.Query = FindingsPage.Query()) -> JSONValue {
    .pairs([
      "schema": "purser/findings/1",
      "reviewed_at": .text(review.reviewedAt),
      "is_older_than_imports": review.isOlderThanImports.map { .bool($0) } ?? .null,
      "findings": .array(query.fitting(review).map(finding)),
    ])
  }

  private static func finding(_ entry: StoredReview.Entry) -> JSONValue {
    .pairs([
      "kind": .string(entry.kind), "severity": .string(entry.severity), "executable": .string(entry.executable),
      "job_count": .count(entry.jobCount),
      "jobs": .array(entry.jobs.map { .pairs(["job": .string($0.job), "name": .string($0.name)]) }),
      "evidence": .string(entry.evidence.joined(separator: "\n")), "remedy": .string(entry.remedy),
      "cost": .amount(entry.cost?.nanos), "currency": .text(entry.cost?.currency.code),
      "time_s": .seconds(entry.time?.milliseconds),
    ])
  }
}
