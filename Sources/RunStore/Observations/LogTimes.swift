import GRDB
import JobModel

/// Logs whose times are nowhere near those of the job that they were given to: most likely another job's.
enum LogTimes {
  /// Which pairs of a log and a job are looked at.
  enum Pairs {
    /// Those of these observations.
    case observations([Int64])
    /// Those of jobs that were stored after this number.
    case jobs(after: Int64)
  }

  /// How far off a wrong zone, or a log that goes on, can be: further is another job.
  private static let tolerance = SimDuration.hours(24)

  /// Warns of each log that lies wholly outside its job's time, with both times.
  static func report(_ db: Database, _ pairs: Pairs, in report: inout ImportReport) throws {
    let (condition, argument): (String, Cell) =
      switch pairs {
      case .observations(let numbers):
        (
          "s.number IN (SELECT value FROM json_each(?1))",
          .text(FlatList.array(numbers.lazy.map { .integer($0) }) ?? "[]")
        )
      case .jobs(let number): ("j.number > ?1", .integer(number))
      }
    let statement = try db.cachedStatement(
      sql: """
        SELECT j.job, s.first_ms, s.last_ms, coalesce(j.started_ms, j.submitted_ms), coalesce(j.stopped_ms, j.ended_ms)
        FROM \(ObservedTable.pairs)
        WHERE \(condition) AND (s.last_ms < coalesce(j.started_ms, j.submitted_ms) - ?2
          OR s.first_ms > coalesce(j.stopped_ms, j.ended_ms) + ?2)
        ORDER BY j.number, s.number LIMIT \(ImportReport.reasonLimit)
        """)
    try statement.bind([argument, .integer(tolerance.milliseconds)])
    var warnings: [String] = []
    try RowReader.forEachRow(of: statement, table: "observations") { row in
      let job = try row.needed(row.text())
      let log = Self.span(row.time(), row.time())
      warnings.append(
        "the log given to \(job) is of \(log), and the job ran \(Self.span(row.time(), row.time())): is it another job's?"
      )
    }
    for warning in warnings { report.warn(warning) }
  }

  private static func span(_ first: SimTime?, _ last: SimTime?) -> String {
    guard let first else { return last.map { "until \($0)" } ?? "at no known time" }
    return last.map { "\(first) to \($0)" } ?? "from \(first)"
  }
}
