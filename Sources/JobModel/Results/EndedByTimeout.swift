/// The jobs of a replayed history that new timeouts end.
public struct EndedByTimeout: Sendable, Equatable {
  /// Jobs that ended well when they ran: killed for nothing.
  public var good = 0
  /// Jobs that did not: hung, runaway, failed or ended by the old timeout, only later.
  public var hung = 0
  /// What those that did not end well cost less than they did, in nano-units; negative if more. Nil without prices.
  public var hungSaved: Int64? = 0
  /// What the good ones burnt for nothing, in nano-units; nil without prices.
  public var goodBurnt: Int64? = 0

  /// The jobs of two replays of one history that a timeout ended only under the advice.
  ///
  /// A try counts once, however often its restarts are ended. What ended by a timeout in both, after as long, was ended by
  /// the record and not by the advice.
  /// - Complexity: O(tries).
  public init(base: Schedule, advised: Schedule) {
    func isTimeout(_ outcome: Schedule.Outcome) -> Bool { outcome.reason == .jobTimeoutExceeded }
    let ends = advised.outcomes.map(isTimeout)
    var first: [Int32: Int] = [:]
    for row in 0..<base.count where first[base.job[row]] == nil { first[base.job[row]] = row }
    var costs: [Int32: Int64?] = [:]
    var ended: Set<Int32> = []
    for row in 0..<advised.count {
      let job = advised.job[row]
      costs[job] = Self.sum(costs[job] ?? 0, advised.cost[row])
      guard ends[Int(advised.outcome[row])], let old = first[job] else { continue }
      let wasTimeout = isTimeout(base.outcomes[Int(base.outcome[old])])
      if !wasTimeout || Self.length(advised, row) < Self.length(base, old) { ended.insert(job) }
    }
    for job in ended {
      guard let old = first[job] else { continue }
      let cost = costs[job] ?? 0
      if base.outcomes[Int(base.outcome[old])].state == .done {
        good += 1
        goodBurnt = Self.sum(goodBurnt, cost)
      } else {
        hung += 1
        hungSaved = Self.sum(hungSaved, base.cost[old])
        hungSaved = hungSaved.flatMap { sum in cost.map { saturatingDifference(sum, $0) } }
      }
    }
  }

  /// None.
  public init() {}

  private static func length(_ schedule: Schedule, _ row: Int) -> Int64 {
    saturatingDifference(schedule.stopped[row], schedule.started[row])
  }

  private static func sum(_ a: Int64?, _ b: Int64?) -> Int64? {
    guard let a, let b else { return nil }
    return saturatingSum(a, b)
  }
}
