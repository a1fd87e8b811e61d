import GRDB
import GRDBSQLite
public import JobModel

extension JobStore {
  /// Hands out the tries that a filter chooses, in the order in which they were stored, and gives the texts that their
  /// numbers stand for.
  ///
  /// One pass over the table, about two seconds for a million jobs: it looks nothing up that no import ever brought, and
  /// makes no text of a name. `body` must not call this store.
  public func scan(_ filter: ScanFilter, _ body: (ScannedTry) throws -> Void) throws -> ScanNames {
    try read { db, names in
      let all = names.all
      let words = Words(all)
      let hasLogs = try Int.fetchOne(db, sql: "SELECT 1 FROM observed LIMIT 1") != nil
      let hasSizes = try Int.fetchOne(db, sql: "SELECT 1 FROM files LIMIT 1") != nil
      let usage =
        hasLogs
        ? [Overlay.cpuPercent, Overlay.peakMemory, Overlay.peakDisk, Overlay.areLowerBounds]
        : ["j.cpu_percent", "j.peak_memory_bytes", "j.peak_disk_bytes", "j.peaks_are_lower_bounds"]
      var chosen = JobFilter(executable: filter.executable, since: filter.since, until: filter.until)
      chosen.isWithoutAnalyses = true
      let condition = JobCondition(chosen, names: names)
      let statement = try db.cachedStatement(
        sql: """
          SELECT j.number, j.executable, j.executable_id, j.function, j.stage, j.state, j.failure_reason, j.is_cached,
            j.submitted_ms, j.started_ms, j.stopped_ms, j.runtime_ms, j.instance_type, j.nodes, j.vcpus,
            j.memory_requested_bytes, j.disk_requested_bytes, j.time_limit_ms, j.priority, j.final_priority,
            j.price_model, j.spot_savings_nanos, \(hasSizes ? Overlay.input : "j.input_bytes"),
            \(usage.joined(separator: ", "))
          FROM jobs j \(hasLogs ? "LEFT JOIN observed o ON o.job = j.number" : "")
          \(condition.sql)
          """)
      try statement.setArguments(condition.arguments)
      let rows = try Row.fetchCursor(statement)
      while try rows.next() != nil { try body(words.row(statement.sqliteStatement)) }
      return ScanNames(all)
    }
  }
}

/// Turns rows into numbers; the few words that decide something are looked up once.
private struct Words {
  private var priorities: [Int64: Priority] = [:]
  private var spot: Int64 = -1
  private var onDemand: Int64 = -1

  init(_ names: [Int64: String]) {
    for (number, name) in names {
      if let priority = Priority(rawValue: name) { priorities[number] = priority }
      if name == PriceModel.spot.rawValue { spot = number }
      if name == PriceModel.onDemand.rawValue { onDemand = number }
    }
  }

  func row(_ statement: SQLiteStatement) -> ScannedTry {
    func integer(_ column: CInt) -> Int64 { sqlite3_column_int64(statement, column) }
    // Asked as one value, a column is looked up once for its type and its content.
    func integer(_ column: CInt, orElse other: Int64) -> Int64 {
      let value = sqlite3_column_value(statement, column)
      return sqlite3_value_type(value) == SQLITE_NULL ? other : sqlite3_value_int64(value)
    }
    func isNull(_ column: CInt) -> Bool { sqlite3_column_type(statement, column) == SQLITE_NULL }
    func amount(_ column: CInt) -> Int64 { integer(column, orElse: -1) }
    func name(_ column: CInt) -> UInt32 { UInt32(clamping: integer(column)) }
    func real(_ column: CInt) -> Double {
      let value = sqlite3_column_value(statement, column)
      return sqlite3_value_type(value) == SQLITE_NULL ? .nan : sqlite3_value_double(value)
    }
    func time(_ column: CInt) -> Int64 { integer(column, orElse: ScannedTry.noTime) }
    var row = ScannedTry()
    row.place = integer(0)
    row.executable = name(1)
    row.executableID = name(2)
    row.function = name(3)
    row.stage = name(4)
    row.state = name(5)
    row.failureReason = name(6)
    row.isCached = integer(7) == 1
    row.submitted = time(8)
    if !isNull(11) {
      row.runtime = max(-1, integer(11))
    } else if row.isCached {
      row.runtime = 0
    } else {
      let (started, stopped) = (time(9), time(10))
      if started != ScannedTry.noTime, stopped != ScannedTry.noTime {
        row.runtime = max(-1, saturatingDifference(stopped, started))
      }
    }
    row.instanceType = name(12)
    row.nodes = Int32(clamping: integer(13))
    row.vcpus = real(14)
    row.memoryRequested = amount(15)
    row.diskRequested = amount(16)
    row.timeLimit = amount(17)
    row.priority = isNull(18) ? nil : priorities[integer(18)]
    let model = integer(20)
    row.isSpot =
      .spot
      == PriceModel.recorded(
        stated: model == spot ? .spot : model == onDemand ? .onDemand : nil, spotSavings: integer(21),
        finalPriority: isNull(19) ? nil : priorities[integer(19)])
    row.input = amount(22)
    row.cpuPercent = real(23)
    row.peakMemory = amount(24)
    row.peakDisk = amount(25)
    row.peaksAreLowerBounds = integer(26) == 1
    return row
  }
}
