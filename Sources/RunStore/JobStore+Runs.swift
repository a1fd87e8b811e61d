import GRDB
public import JobModel

extension JobStore {
  /// The words that stand for the run that was saved last.
  static let lastWords: Set<String> = ["latest", "last"]

  /// How many runs an error names.
  private static let candidateLimit = 5

  /// Saves a run; one with the same id is replaced, and counts as saved last.
  public func save(_ run: Run) throws {
    guard run.schedule?.isRectangular ?? true else {
      throw StoreError(path: path, message: "run \(run.id) has a schedule whose columns differ in length")
    }
    try write { db in
      try db.execute(sql: "DELETE FROM runs WHERE id = ?", arguments: [storable(run.id)])
      try RunWriter(db).write(run)
    }
  }

  /// All runs, in the order of saving.
  public func runs() throws -> [RunSummaryRow] {
    try read { db, _ in
      var list: [RunSummaryRow] = []
      let statement = try db.makeStatement(
        sql: """
          SELECT id, kind, name, catalog, currency, seed, replications, jobs, cost_mean_nanos, wall_clock_mean_ms,
            program_version
          FROM runs ORDER BY number
          """)
      try RowReader.forEachRow(of: statement, table: "runs") { row in
        // Arguments are evaluated from left to right: the order of the columns.
        list.append(
          RunSummaryRow(
            id: try row.needed(row.text()), kind: try row.needed(row.text().flatMap(Run.Kind.init(rawValue:))),
            name: try row.needed(row.text()), catalog: try row.needed(row.text()), currency: try row.currency(),
            seed: try row.needed(row.text().flatMap { UInt64($0) }), replications: try row.needed(row.int()),
            jobs: try row.needed(row.int()), costMean: row.integer(), wallClockMean: try row.needed(row.integer()),
            version: try row.needed(row.text())))
      }
      return list
    }
  }

  /// The run with this id, or the only one whose id begins so; `latest` is the one saved last.
  ///
  /// - Throws: ``StoreError`` that names the runs to choose from if there is none or more than one.
  public func run(id prefix: String) throws -> Run {
    try read { db, _ in try RunReader(db, number: try number(ofRun: prefix, db)).run() }
  }

  /// The number under which a run was saved, chosen as for ``run(id:)``; a run that is saved again gets another one.
  public func number(ofRun prefix: String) throws -> Int64 { try read { db, _ in try number(ofRun: prefix, db) } }

  /// Forgets a run, chosen as for ``run(id:)``.
  public func deleteRun(id prefix: String) throws {
    try write { db in
      try db.execute(sql: "DELETE FROM runs WHERE number = ?", arguments: [try number(ofRun: prefix, db)])
    }
  }

  private func number(ofRun prefix: String, _ db: Database) throws -> Int64 {
    let wanted = storable(prefix)
    if let number = try Int64.fetchOne(db, sql: "SELECT number FROM runs WHERE id = ?", arguments: [wanted]) {
      return number
    }
    if Self.lastWords.contains(prefix) {
      if let number = try Int64.fetchOne(db, sql: "SELECT max(number) FROM runs") { return number }
      throw StoreError(
        path: path, message: "has no runs yet", hint: "make one with `purser estimate` or `purser replay`")
    }
    let fitting = try candidates(
      db, sql: "SELECT number, id, name FROM runs WHERE substr(id, 1, length(?1)) = ?1 ORDER BY number DESC",
      [.text(wanted)])
    if let only = fitting.first, fitting.count == 1, !prefix.isEmpty { return only.number }
    let isNone = fitting.isEmpty
    let choice = isNone ? try candidates(db, sql: "SELECT number, id, name FROM runs ORDER BY number DESC") : fitting
    let named = choice.prefix(Self.candidateLimit).map { "\($0.id) (\($0.name))" }
    let rest = choice.count > Self.candidateLimit ? " and \(choice.count - Self.candidateLimit) more" : ""
    throw StoreError(
      path: path,
      message: isNone || prefix.isEmpty
        ? "has no run \"\(prefix)\"" : "has \(fitting.count) runs whose id begins with \"\(prefix)\"",
      hint: named.isEmpty
        ? "make one with `purser estimate` or `purser replay`"
        : "there are \(named.joined(separator: ", "))\(rest)")
  }
  private func candidates(
    _ db: Database, sql: String, _ arguments: [Cell] = []
  ) throws -> [(number: Int64, id: String, name: String)] {
    var candidates: [(number: Int64, id: String, name: String)] = []
    let statement = try db.makeStatement(sql: sql)
    try statement.bind(arguments)
    try RowReader.forEachRow(of: statement, table: "runs") { row in
      candidates.append(
        (try row.needed(row.integer()), try row.needed(row.text()), try row.needed(row.text())))
    }
    return candidates
  }
}
