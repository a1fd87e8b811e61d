import Foundation
import JobModel

/// Counts tries of two periods, and what each executable cost in them.
struct PeriodTally {
  /// One executable in one period.
  private struct Sums {
    var jobs = 0
    var nanos: Int64 = 0
    /// Milliseconds of the tries with a price.
    var pricedTime: Int64 = 0
    var pricedJobs = 0
    var time: Int64 = 0
    var coreTime: Int64 = 0
  }

  let periods: PeriodPair
  private var before = PeriodComparison.Figures()
  private var now = PeriodComparison.Figures()
  private var executables: [(name: String, before: Sums, now: Sums)] = []

  init(_ periods: PeriodPair) { self.periods = periods }

  /// Counts the tries of one executable; each executable once.
  mutating func add(_ executable: ReviewedExecutable, isChosen: (ReviewRow) -> Bool) {
    var sums = (before: Sums(), now: Sums())
    var seen = (before: Set<JobKey>(), now: Set<JobKey>())
    for (index, row) in executable.rows.enumerated() {
      guard let time = row.time, time >= periods.before.lowerBound, time < periods.now.upperBound, isChosen(row)
      else { continue }
      let charge = executable.charges[index]
      let job = JobKey(run: row.key.run, id: row.key.id)
      if time >= periods.now.lowerBound {
        Self.count(row, charge, seen.now.insert(job).inserted, &now, &sums.now)
      } else {
        Self.count(row, charge, seen.before.insert(job).inserted, &before, &sums.before)
      }
    }
    if sums.before.jobs > 0 || sums.now.jobs > 0 { executables.append((executable.executable, sums.before, sums.now)) }
  }

  private static func count(
    _ row: ReviewRow, _ charge: TryCharge, _ isFirst: Bool, _ figures: inout PeriodComparison.Figures,
    _ sums: inout Sums
  ) {
    figures.account += charge.account(row, isFirstOfJob: isFirst)
    switch row.state {
    case .done where !row.isCached, .terminated: figures.ended += 1
    case .failed, .restarted, .restartable:
      figures.ended += 1
      figures.failed += 1
    default: break
    }
    if isFirst { sums.jobs += 1 }
    sums.time = saturatingSum(sums.time, charge.time)
    sums.coreTime = saturatingSum(sums.coreTime, charge.coreTime)
    guard let nanos = charge.nanos else { return }
    if isFirst { sums.pricedJobs += 1 }
    sums.nanos = saturatingSum(sums.nanos, nanos)
    sums.pricedTime = saturatingSum(sums.pricedTime, charge.time)
  }

  /// Why there is no comparison.
  var reasonForNone: String {
    "no try is known of the period before (\(periods.before.lowerBound.dateText) to \(periods.before.upperBound.dateText))"
  }

  /// The comparison; nil where no try is known of the period before.
  ///
  /// - Complexity: O(n log n) in executables.
  func comparison() -> PeriodComparison? {
    guard before.account.tries > 0 else { return nil }
    let isMoney = before.account.priced > 0 || now.account.priced > 0
    let movers = executables.map { item in
      isMoney
        ? Self.mover(
          item.name, (item.before.nanos, item.before.pricedJobs, item.before.pricedTime),
          (item.now.nanos, item.now.pricedJobs, item.now.pricedTime))
        : Self.mover(
          item.name, (item.before.coreTime, item.before.jobs, item.before.time),
          (item.now.coreTime, item.now.jobs, item.now.time))
    }.filter { $0.change != 0 }
      .sorted { ($1.change.magnitude, $0.executable) < ($0.change.magnitude, $1.executable) }
    return PeriodComparison(
      periods: periods, before: before, now: now, isMoney: isMoney,
      movers: Array(movers.prefix(PeriodComparison.moverLimit)))
  }

  /// What moved an amount = jobs × time a job × amount an hour.
  ///
  /// With L = (C₁ − C₀) / ln(C₁ / C₀) a factor x moves L · ln(x₁ / x₀). Where an amount is nought the first factor that is
  /// nought on one side has moved it all.
  static func mover(
    _ name: String, _ old: (amount: Int64, jobs: Int, time: Int64), _ new: (amount: Int64, jobs: Int, time: Int64)
  ) -> PeriodComparison.Mover {
    var mover = PeriodComparison.Mover(
      executable: name, before: old.amount, now: new.amount, byJobs: 0, byLength: 0, byRate: 0)
    let change = mover.change
    if old.jobs <= 0 || new.jobs <= 0 {
      mover.byJobs = change
    } else if old.time <= 0 || new.time <= 0 {
      mover.byLength = change
    } else if old.amount <= 0 || new.amount <= 0 {
      mover.byRate = change
    } else {
      let (c0, c1) = (Double(old.amount), Double(new.amount))
      let ratio = log(c1 / c0)
      let mean = abs(ratio) < 1e-9 ? c0 : (c1 - c0) / ratio
      let jobs = log(Double(new.jobs) / Double(old.jobs))
      let length = log(Double(new.time) / Double(old.time)) - jobs
      let rate = ratio - jobs - length
      mover.byJobs = checkedInteger(mean * jobs) ?? 0
      mover.byLength = checkedInteger(mean * length) ?? 0
      mover.byRate = checkedInteger(mean * rate) ?? 0
      // What rounding left, to the largest part, so that the parts sum to the whole.
      let rest = saturatingDifference(
        change, saturatingSum(saturatingSum(mover.byJobs, mover.byLength), mover.byRate))
      switch max(abs(jobs), abs(length), abs(rate)) {
      case abs(jobs): mover.byJobs = saturatingSum(mover.byJobs, rest)
      case abs(length): mover.byLength = saturatingSum(mover.byLength, rest)
      default: mover.byRate = saturatingSum(mover.byRate, rest)
      }
    }
    return mover
  }
}
