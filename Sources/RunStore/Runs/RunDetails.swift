import Foundation
import JobModel

/// The parts of a ``Run`` that nobody queries by, as the JSON of `runs.details`.
struct RunDetails: Codable {
  /// ``DroppedJobs`` in JSON.
  struct Dropped: Codable {
    var reason: String
    var count: Int
  }

  /// ``RecordedFigures`` in JSON.
  struct Recorded: Codable {
    var makespan: Int64?
    var wait: WaitFigures?
    var cost: Int64?
    var currency: String?
    var pricedJobs: Int
    /// Times, queued and running by turns; nil where there is none, as in runs of programs that did not know it.
    var load: [Int64]?
  }

  var cost: Summary?
  var wallClock: Summary
  var wait: WaitFigures
  var warnings: [String]
  var assumptions: [String]
  var recorded: Recorded?
  var dropped: [Dropped]
  /// Nil where there are none, as in runs of programs that did not know them.
  var users: [GroupFigures]?
  var queues: [GroupFigures]?

  init(_ run: Run) {
    cost = run.cost
    wallClock = run.wallClock
    wait = run.wait
    warnings = run.warnings
    assumptions = run.assumptions
    recorded = run.recorded.map {
      Recorded(
        makespan: $0.makespan, wait: $0.wait, cost: $0.cost, currency: $0.currency?.code, pricedJobs: $0.pricedJobs,
        load: $0.load.isEmpty ? nil : $0.load.flatMap { [$0.time, $0.queued, $0.running] })
    }
    dropped = run.dropped.map { Dropped(reason: $0.reason, count: $0.count) }
    users = run.users.isEmpty ? nil : run.users
    queues = run.queues.isEmpty ? nil : run.queues
  }

  /// The details of a stored run.
  init(json: String) throws {
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    guard let details = try? decoder.decode(Self.self, from: Data(json.utf8)) else {
      throw Damage(what: "a row of runs has no readable details")
    }
    self = details
  }

  /// Sorted, so that equal runs are equal bytes.
  func json() throws -> String {
    let encoder = JSONEncoder()
    encoder.keyEncodingStrategy = .convertToSnakeCase
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(self), as: UTF8.self)
  }

  /// Puts the details where they belong.
  func fill(_ run: inout Run) throws {
    run.cost = cost
    run.wait = wait
    run.warnings = warnings
    run.assumptions = assumptions
    run.dropped = dropped.map { DroppedJobs(reason: $0.reason, count: $0.count) }
    run.users = users ?? []
    run.queues = queues ?? []
    guard let recorded else { return }
    var figures = RecordedFigures()
    figures.makespan = recorded.makespan
    figures.wait = recorded.wait
    figures.cost = recorded.cost
    figures.currency = try recorded.currency.map { code in
      guard let currency = try? Currency(code) else { throw Damage(what: "a run's currency is \(code)") }
      return currency
    }
    figures.pricedJobs = recorded.pricedJobs
    let load = recorded.load ?? []
    guard load.count.isMultiple(of: 3) else { throw Damage(what: "a run's recorded load is cut short") }
    figures.load = stride(from: 0, to: load.count, by: 3).map {
      LoadPoint(time: load[$0], queued: load[$0 + 1], running: load[$0 + 2])
    }
    run.recorded = figures
  }
}
