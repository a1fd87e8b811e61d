import GRDB
public import JobModel
import Synchronization

/// The tries of a store, chosen, ordered, summed and paged in milliseconds, also where there are a million.
///
/// What they are chosen and ordered by is read once and kept in memory, about 180 bytes a try; rows that are shown are
/// read from the store when they are asked for. It gives what ``JobStore/page(of:order:offset:limit:)`` and
/// ``JobStore/details(of:run:tryNumber:)`` give, as of its ``version``.
public final class JobBrowser: Sendable {
  private struct Cache {
    var orders: [JobOrder: [Int32]] = [:]
    var total: JobSums?
    var summary: StoreSummary?
    var executables: [ExecutableSummary]?
    var words: [Word: [String]] = [:]
  }

  let store: JobStore
  let columns: JobColumns
  /// How far the store was when this was read; imports are what matters here.
  public let version: JobStore.Version
  private let cache = Mutex(Cache())

  /// Reads what is needed of all tries.
  ///
  /// - Complexity: O(tries), about two seconds for a million.
  public init(_ store: JobStore) throws {
    self.store = store
    (version, columns) = try store.read { db, names in (try JobStore.version(db), try JobColumns(db, names)) }
  }

  /// Makes what takes longest on its first use.
  public func warmUp() throws {
    _ = try order(JobOrder(.name, isDescending: false))
    _ = try order(JobOrder(.submitted, isDescending: true))
    _ = try summary()
    _ = executables()
    _ = words(.state)
    _ = words(.instanceType)
  }

  /// A page of the tries that a filter chooses, and what all of them come to, as ``JobStore/page(of:order:offset:limit:)``.
  ///
  /// - Complexity: O(tries in the store), a few nanoseconds each.
  public func page(of filter: JobFilter, order: JobOrder, offset: Int = 0, limit: Int) throws -> JobPage {
    let chosen = JobChoice(filter, columns)
    let sums = sums(of: chosen)
    let offset = max(0, offset)
    let rows = try rows(of: chosen, order, offset: offset, limit: max(0, limit), total: sums.count)
    var page = JobPage(
      jobs: [], offset: offset, total: sums.count, costs: sums.costs(columns.names), unpriced: sums.unpriced,
      workerTime: sums.workerTime)
    try store.forEachJob(numbered: rows.map { columns.number[Int($0)] }) { page.jobs.append($0) }
    return page
  }

  /// The rows of a page.
  private func rows(
    of chosen: JobChoice, _ order: JobOrder, offset: Int, limit: Int, total: Int
  ) throws -> [Int32] {
    guard limit > 0, offset < total else { return [] }
    let all = try self.order(order)
    guard let flags = chosen.flags else { return Array(all[offset..<min(all.count, offset + min(limit, all.count))]) }
    var rows: [Int32] = []
    var passed = 0
    for row in all where flags[Int(row)] {
      if passed >= offset { rows.append(row) }
      passed += 1
      if rows.count == limit { break }
    }
    return rows
  }

  /// All rows in an order.
  func order(_ order: JobOrder) throws -> [Int32] {
    if let known = cache.withLock({ $0.orders[order] }) { return known }
    let keys =
      switch order.key {
      case .submitted: columns.submitted
      case .cost: columns.cost
      case .runtime: columns.runtime
      case .wait: columns.wait
      case .memory: columns.memory
      case .input: columns.input
      case .name: try nameRanks()
      }
    let places = RadixOrder.places(of: keys, isDescending: order.isDescending)
    cache.withLock { $0.orders[order] = places }
    return places
  }

  /// For each row the place of its name among the names.
  private func nameRanks() throws -> [Int64] {
    var ranks = [Int64](repeating: RadixOrder.unknown, count: columns.count)
    try store.read { db, _ in
      let statement = try db.makeStatement(
        sql: """
          SELECT number, rank FROM (
            SELECT number, dense_rank() OVER (ORDER BY name) AS rank FROM jobs WHERE is_analysis = 0) ORDER BY number
          """)
      var place = 0
      try RowReader.forEachRow(of: statement, table: "jobs") { row in
        let number = try row.needed(row.integer())
        let rank = try row.needed(row.integer())
        // Both go by number; what was stored since is passed over.
        while place < columns.count, columns.number(ofText: place) < number { place += 1 }
        guard place < columns.count, columns.number(ofText: place) == number else { return }
        ranks[Int(columns.rowOfText[place])] = rank
      }
    }
    return ranks
  }

  /// What the chosen tries come to.
  private func sums(of chosen: JobChoice) -> JobSums {
    guard chosen.flags == nil else { return JobSums(columns, chosen.flags) }
    if let total = cache.withLock({ $0.total }) { return total }
    let total = JobSums(columns, nil)
    cache.withLock { $0.total = total }
    return total
  }

  // MARK: At a glance

  /// What the store holds.
  ///
  /// - Complexity: O(tries) once, then that of counting imports and runs.
  public func summary() throws -> StoreSummary {
    var summary: StoreSummary
    if let known = cache.withLock({ $0.summary }) {
      summary = known
    } else {
      summary = StoreSummary(columns, sums(of: JobChoice(JobFilter(), columns)), executables: executables().count)
      let made = summary
      cache.withLock { $0.summary = made }
    }
    (summary.imports, summary.runs) = try store.read { db, _ in
      (
        try Int.fetchOne(db, sql: "SELECT count(*) FROM imports") ?? 0,
        try Int.fetchOne(db, sql: "SELECT count(*) FROM runs") ?? 0
      )
    }
    return summary
  }

  /// What the tries of each executable come to, by name.
  ///
  /// - Complexity: O(tries) once, then that of a copy.
  public func executables() -> [ExecutableSummary] {
    if let known = cache.withLock({ $0.executables }) { return known }
    let made = columns.executables()
    cache.withLock { $0.executables = made }
    return made
  }

  /// The names that occur as states, as instance types, sorted: what one can choose from.
  ///
  /// - Complexity: O(tries) once.
  public func words(_ column: Word) -> [String] {
    if let known = cache.withLock({ $0.words[column] }) { return known }
    let numbers: [UInt32] =
      switch column {
      case .state: columns.state
      case .instanceType: columns.type
      }
    let words = Set(numbers).compactMap { $0 == 0 ? nil : try? columns.names.name(Int64($0)) }.sorted()
    cache.withLock { $0.words[column] = words }
    return words
  }

  /// A column of few different words.
  public enum Word: Sendable, Hashable {
    case state, instanceType
  }
}

extension JobColumns {
  /// The number of the job at a place of ``texts``; numbers grow with the places.
  func number(ofText place: Int) -> Int64 { number[Int(rowOfText[place])] }
}
