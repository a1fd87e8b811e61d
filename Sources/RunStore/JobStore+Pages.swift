import GRDB
public import JobModel

extension JobStore {
  /// A page of the jobs that a filter chooses, and what all of them come to; analyses are left out.
  ///
  /// Jobs with equal figures come by run, id and try; those without the figure come last in either direction.
  ///
  /// - Complexity: O(jobs chosen); only those of the page are decoded.
  public func page(
    of filter: JobFilter, order: JobOrder, offset: Int = 0, limit: Int
  ) throws -> JobPage {
    var filter = filter
    filter.isWithoutAnalyses = true
    return try read { db, names in
      let condition = JobCondition(filter, names: names)
      var page = JobPage(
        jobs: [], offset: max(0, offset), total: 0, costs: [], unpriced: 0, workerTime: .zero)
      try Self.sums(condition, db, names, into: &page)
      let observed = order.needsObserved ? "LEFT JOIN observed o ON o.job = j.number" : ""
      let numbers = try Int64.fetchAll(
        db,
        sql: """
          SELECT j.number FROM jobs j JOIN names r ON r.id = j.run \(observed) \(condition.sql)
          ORDER BY \(order.expression) \(order.isDescending ? "DESC" : "ASC") NULLS LAST, r.name, j.job, j.try
          LIMIT \(max(0, limit)) OFFSET \(page.offset)
          """, arguments: condition.arguments)
      try Self.forEachJob(numbered: numbers, db, names) { page.jobs.append($0) }
      return page
    }
  }

  /// Counts and sums over all that are chosen.
  ///
  /// Amounts and times are added in two parts, since a sum that overflows is an error of the whole query.
  private static func sums(
    _ condition: JobCondition, _ db: Database, _ names: NameTable, into page: inout JobPage
  ) throws {
    func split(_ value: String) -> String { "sum((\(value)) >> 24), sum((\(value)) & 16777215)" }
    func joined(_ high: Int64?, _ low: Int64?) -> Int64 {
      saturatingSum(saturatingProduct(high ?? 0, 1 << 24), low ?? 0)
    }
    let statement = try db.makeStatement(
      sql: """
        SELECT count(*), c.name, count(j.cost_nanos), \(split("j.cost_nanos")), \(split(JobOrder.runtime))
        FROM jobs j LEFT JOIN names c ON c.id = j.currency \(condition.sql) GROUP BY j.currency
        """)
    statement.arguments = condition.arguments
    try RowReader.forEachRow(of: statement, table: "jobs", names: names) { row in
      let count = try row.needed(row.int())
      let currency = try row.currency()
      let priced = try row.needed(row.int())
      let nanos = joined(row.integer(), row.integer())
      let time = joined(row.integer(), row.integer())
      page.total += count
      page.unpriced += count - priced
      if let currency, priced > 0 { page.costs.append(Money(nanos: nanos, currency: currency)) }
      page.workerTime = SimDuration(milliseconds: saturatingSum(page.workerTime.milliseconds, time))
    }
    page.costs.sort { $0.currency.code < $1.currency.code }
  }
}
