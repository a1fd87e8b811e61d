import Foundation
import GRDB
import GRDBSQLite
import JobModel

/// What tries are chosen, ordered and summed by, a column each; a row a try, in order of run, id and try.
///
/// About 180 bytes a try. Texts that many rows share are numbers of names, 0 for none; figures that are not known are
/// `RadixOrder.unknown`.
struct JobColumns: Sendable {
  private(set) var number: [Int64] = []
  private(set) var run: [UInt32] = []
  private(set) var executable: [UInt32] = []
  private(set) var state: [UInt32] = []
  private(set) var reason: [UInt32] = []
  private(set) var user: [UInt32] = []
  private(set) var project: [UInt32] = []
  private(set) var type: [UInt32] = []
  private(set) var currency: [UInt32] = []
  /// Numbers of ``tagLists``.
  private(set) var tags: [UInt32] = []
  private(set) var isCached: [Bool] = []
  private(set) var submitted: [Int64] = []
  private(set) var cost: [Int64] = []
  private(set) var runtime: [Int64] = []
  private(set) var wait: [Int64] = []
  private(set) var memory: [Int64] = []
  private(set) var input: [Int64] = []
  /// A hash of run and id; jobs of equal hashes are told apart by asking the store.
  private(set) var job: [UInt64] = []
  /// The same of analyses, with their numbers: they are in no other column.
  private(set) var analyses: [(hash: UInt64, number: Int64)] = []
  /// The same of jobs that launched others, with the number of each job that was launched, analyses among them.
  private(set) var parents: [(hash: UInt64, number: Int64)] = []

  /// The lists of tags that occur, the empty one first.
  private(set) var tagLists: [[String]] = [[]]
  /// Ids and names, in the order of the table.
  private(set) var texts = TextArena()
  /// Which row a place of ``texts`` is.
  private(set) var rowOfText: [Int32] = []
  /// The runs that occur, analyses' among them.
  private(set) var runs: [UInt32] = []
  /// The texts behind the numbers.
  let names: NameTable
  /// The greatest number of a name.
  let lastName: Int

  /// How many tries there are.
  var count: Int { number.count }

  /// Reads all tries of jobs; analyses are left out.
  ///
  /// - Complexity: O(tries), about two seconds for a million.
  init(_ db: Database, _ names: NameTable) throws {
    self.names = names
    let last = names.all.keys.max() ?? 0
    guard let lastName = Int(exactly: last), lastName < 1 << 28 else {
      throw Damage(what: "there is a name with the number \(last)")
    }
    self.lastName = lastName
    try readTable(db)
    try reorder(db)
  }

  // MARK: Reading

  private mutating func readTable(_ db: Database) throws {
    let count = try Int.fetchOne(db, sql: "SELECT count(*) FROM jobs") ?? 0
    guard count < Int(Int32.max) else { throw Damage(what: "there are \(count) jobs, which is more than can be shown") }
    reserve(count)
    let hasLogs = try Int.fetchOne(db, sql: "SELECT 1 FROM observed LIMIT 1") != nil
    let hasSizes = try Int.fetchOne(db, sql: "SELECT 1 FROM files LIMIT 1") != nil
    let time = JobOrder(.submitted, isDescending: false).expression
    let wait = JobOrder(.wait, isDescending: false).expression
    let statement = try db.makeStatement(
      sql: """
        SELECT j.number, j.run, j.executable, j.state, j.failure_reason, j.user, j.project, j.instance_type, j.currency,
          j.is_cached, \(time), j.cost_nanos, \(JobOrder.runtime), \(wait),
          \(hasLogs ? Overlay.peakMemory : "j.peak_memory_bytes"), \(hasSizes ? Overlay.input : "j.input_bytes"),
          j.tags, j.job, j.name, j.parent, j.is_analysis
        FROM jobs j \(hasLogs ? "LEFT JOIN observed o ON o.job = j.number" : "")
        ORDER BY j.number
        """)
    let rows = try Row.fetchCursor(statement)
    var lists: [String: UInt32] = [:]
    while try rows.next() != nil { try add(statement.sqliteStatement, &lists) }
  }

  private mutating func add(_ row: SQLiteStatement, _ lists: inout [String: UInt32]) throws {
    func isNull(_ column: CInt) -> Bool { sqlite3_column_type(row, column) == SQLITE_NULL }
    func figure(_ column: CInt) -> Int64 { isNull(column) ? RadixOrder.unknown : sqlite3_column_int64(row, column) }
    func name(_ column: CInt) throws -> UInt32 {
      let number = sqlite3_column_int64(row, column)
      guard number >= 0, number <= lastName else { throw Damage(what: "there is no name with the number \(number)") }
      return UInt32(truncatingIfNeeded: number)
    }
    func bytes(_ column: CInt) -> UnsafeBufferPointer<UInt8> {
      // The text first: asking for it may change how many bytes there are.
      let start = sqlite3_column_text(row, column)
      return UnsafeBufferPointer(start: start, count: start == nil ? 0 : Int(sqlite3_column_bytes(row, column)))
    }
    let inRun = try name(1)
    let place = sqlite3_column_int64(row, 0)
    let id = Self.hash(bytes(17), run: inRun)
    if !isNull(19) { parents.append((Self.hash(bytes(19), run: inRun), place)) }
    guard sqlite3_column_int64(row, 20) != 1 else { return analyses.append((id, place)) }
    number.append(place)
    run.append(inRun)
    job.append(id)
    executable.append(try name(2))
    state.append(try name(3))
    reason.append(try name(4))
    user.append(try name(5))
    project.append(try name(6))
    type.append(try name(7))
    currency.append(try name(8))
    isCached.append(sqlite3_column_int64(row, 9) == 1)
    submitted.append(figure(10))
    cost.append(figure(11))
    runtime.append(figure(12))
    wait.append(figure(13))
    memory.append(figure(14))
    input.append(figure(15))
    tags.append(isNull(16) ? 0 : list(String(decoding: bytes(16), as: UTF8.self), &lists))
    // Both stay where they are until the next row is asked for.
    texts.add(bytes(17), bytes(18))
  }

  private mutating func list(_ json: String, _ lists: inout [String: UInt32]) -> UInt32 {
    if let known = lists[json] { return known }
    let number = UInt32(clamping: tagLists.count)
    tagLists.append((FlatList.scalars(json) ?? []).compactMap(\.text))
    lists[json] = number
    return number
  }

  private mutating func reserve(_ count: Int) {
    for column in [\JobColumns.number, \.submitted, \.cost, \.runtime, \.wait, \.memory, \.input] as [WritableKeyPath] {
      self[keyPath: column].reserveCapacity(count)
    }
  }

  /// FNV-1a over the id, begun with the run.
  static func hash(_ id: some Sequence<UInt8>, run: UInt32) -> UInt64 {
    var hash = 0xCBF2_9CE4_8422_2325 ^ UInt64(run)
    for byte in id { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
    return hash
  }

  // MARK: Order

  /// Puts the rows in order of run, id and try, so that ties in any other order are settled by the place of a row.
  private mutating func reorder(_ db: Database) throws {
    var numbers: [Int64] = []
    numbers.reserveCapacity(count)
    var runs: [(run: UInt32, range: Range<Int>)] = []
    // The index of keys has all that is asked for.
    let statement = try db.makeStatement(sql: "SELECT run, number FROM jobs ORDER BY run, job, try")
    let rows = try Row.fetchCursor(statement)
    while try rows.next() != nil {
      let row = statement.sqliteStatement
      let run = UInt32(clamping: sqlite3_column_int64(row, 0))
      if runs.last?.run == run {
        runs[runs.count - 1].range = runs[runs.count - 1].range.lowerBound..<(numbers.count + 1)
      } else {
        runs.append((run, numbers.count..<(numbers.count + 1)))
      }
      numbers.append(sqlite3_column_int64(row, 1))
    }
    self.runs = runs.map(\.run)
    let named = try runs.map { (name: Array(try names.name(Int64($0.run)).utf8), range: $0.range) }
      .sorted { $0.name.lexicographicallyPrecedes($1.name) }
    var order: [Int] = []
    order.reserveCapacity(count)
    for run in named {
      for index in run.range { if let place = place(of: numbers[index]) { order.append(place) } }
    }
    guard order.count == count else { throw Damage(what: "the index of jobs disagrees with the jobs") }
    rowOfText = [Int32](repeating: 0, count: count)
    for (row, place) in order.enumerated() { rowOfText[place] = Int32(truncatingIfNeeded: row) }
    func gather<Value>(_ column: inout [Value]) { column = order.map { column[$0] } }
    gather(&number)
    gather(&run)
    gather(&executable)
    gather(&state)
    gather(&reason)
    gather(&user)
    gather(&project)
    gather(&type)
    gather(&currency)
    gather(&tags)
    gather(&isCached)
    gather(&submitted)
    gather(&cost)
    gather(&runtime)
    gather(&wait)
    gather(&memory)
    gather(&input)
    gather(&job)
  }

  /// Where a number stands as long as rows are in the order of the table.
  private func place(of wanted: Int64) -> Int? {
    guard let first = number.first, wanted >= first else { return nil }
    // Mostly they follow each other without a gap.
    let guess = Int(clamping: saturatingDifference(wanted, first))
    if guess < number.count, number[guess] == wanted { return guess }
    var low = 0
    var high = min(guess, number.count)
    while low < high {
      let middle = (low + high) / 2
      if number[middle] < wanted { low = middle + 1 } else { high = middle }
    }
    return low < number.count && number[low] == wanted ? low : nil
  }
}
