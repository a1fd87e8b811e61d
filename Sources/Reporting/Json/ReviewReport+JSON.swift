public import JobModel

/// A look back at past jobs as a document, a table or a screen.
public enum ReviewReport {
  /// The document: `purser/review/1`.
  public static func json(_ review: Review) -> JSONValue {
    let accounts = review.accounts
    let total = accounts.total
    return .object([
      .init("schema", "purser/review/1"),
      .init(
        "period",
        .pairs([
          "first": .text(review.period?.lowerBound.description), "last": .text(review.period?.upperBound.description),
        ])),
      .init("only_running", .bool(review.onlyRunning)),
      .init("currency", .text(accounts.currency?.code)), .init("catalog", .text(review.catalog)),
      .init("totals", totals(total)),
      .init("executables", .array(accounts.entries(.executable).map { entry(.executable, $0) })),
      .init(
        "accounts",
        .object(
          ReviewAccounts.Dimension.allCases.filter { $0 != .executable }.map { dimension in
            .init(dimension.rawValue, .array(accounts.entries(dimension).map { entry(dimension, $0) }))
          })),
      .init("findings", .array(review.findings.map(finding))),
      .init("trends", TrendsReport.json(review.trends)),
      .init("tries_not_judged", .count(review.notJudged)),
      .init("tries_priced_by_catalog", .count(review.pricedByCatalog)),
      .init("warnings", .texts(review.warnings)),
    ])
  }

  private static func totals(_ account: ReviewAccounts.Account) -> JSONValue { .object(figures(account)) }

  private static func entry(_ dimension: ReviewAccounts.Dimension, _ entry: ReviewAccounts.Entry) -> JSONValue {
    .object([.init(dimension == .executable ? "executable" : "name", .string(entry.name))] + figures(entry.account))
  }

  private static func figures(_ account: ReviewAccounts.Account) -> [JSONValue.Member] {
    let isPriced = account.priced > 0
    let causes = ReviewAccounts.Cause.allCases
    return [
      .init("jobs", .count(account.jobs)), .init("tries", .count(account.tries)),
      .init("cached_tries", .count(account.cached)), .init("unpriced_tries", .count(account.unpriced)),
      .init("cost", .amount(account.costTotal)), .init("cost_wasted", .amount(isPriced ? account.cost.wasted : nil)),
      .init(
        "by_cause", .object(causes.map { .init($0.rawValue, .amount(isPriced ? account.cost[$0] : nil)) })),
      .init("time_s", .seconds(account.time)), .init("core_time_s", .seconds(account.coreTime.total)),
      .init("core_time_wasted_s", .seconds(account.coreTime.wasted)),
      .init(
        "core_time_s_by_cause", .object(causes.map { .init($0.rawValue, .seconds(account.coreTime[$0])) })),
      .init("wait_s", .seconds(account.waited > 0 ? account.wait : nil)),
    ]
  }

  private static func finding(_ finding: Finding) -> JSONValue {
    .pairs([
      "kind": .string(finding.kind.rawValue), "severity": .string(finding.severity.rawValue),
      "executable": .string(finding.executable),
      "jobs": .array(finding.jobs.map { .pairs(["job": .string($0.job), "name": .string($0.name)]) }),
      "evidence": .string(finding.evidence.joined(separator: "\n")), "remedy": .string(finding.remedy),
      "cost": .amount(finding.cost?.nanos), "time_s": .seconds(finding.time.milliseconds),
      "core_time_s": .seconds(finding.coreMilliseconds), "share": .double(finding.share),
      "is_running": .bool(finding.isRunning),
    ])
  }

  /// The table: a row a finding.
  public static func csv(_ review: Review) -> CSVTable {
    var table = CSVTable(header: [
      "kind", "severity", "executable", "jobs", "cost", "currency", "time_s", "core_time_s", "share", "is_running",
      "evidence", "remedy",
    ])
    for finding in review.findings {
      table.add([
        .text(finding.kind.rawValue), .text(finding.severity.rawValue), .text(finding.executable),
        .count(finding.jobs.count), .amount(finding.cost?.nanos), .text(finding.cost?.currency.code),
        .seconds(finding.time.milliseconds), .seconds(finding.coreMilliseconds), .fraction(finding.share),
        .count(finding.isRunning ? 1 : 0), .text(finding.evidence.joined(separator: "; ")), .text(finding.remedy),
      ])
    }
    return table
  }
}
