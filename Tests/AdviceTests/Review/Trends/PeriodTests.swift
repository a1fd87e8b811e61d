import JobModel
import Testing

@testable import Advice

/// This period against the one before.
@Suite("Periods compared") struct PeriodTests {
  private func day(_ number: Double) -> SimTime { SimTime(milliseconds: Int64(number * 86_400_000)) }

  @Test func periodsAreFourWeeksOrOneOrTheUsers() throws {
    func pair(_ since: Double?, _ until: Double?, _ first: Double, _ last: Double) -> PeriodPair? {
      let choice = PeriodChoice(
        since: since.map(day), until: until.map(day), first: day(first),
        last: SimTime(milliseconds: day(last).milliseconds - 1))
      if case .pair(let pair) = choice { return pair }
      return nil
    }
    #expect(pair(nil, nil, 0, 100) == PeriodPair(before: day(44)..<day(72), now: day(72)..<day(100)))
    #expect(pair(nil, nil, 0, 55) == PeriodPair(before: day(41)..<day(48), now: day(48)..<day(55)))
    #expect(pair(nil, nil, 0, 13) == nil)
    #expect(pair(60, 70, 0, 100) == PeriodPair(before: day(50)..<day(60), now: day(60)..<day(70)))
    // To the end of the history, however late `until` is.
    #expect(pair(60, 1000, 0, 100) == PeriodPair(before: day(20)..<day(60), now: day(60)..<day(100)))
    // The period before would begin on day 0; a twentieth of it may be missing.
    #expect(pair(50, nil, 2, 100) != nil && pair(50, nil, 3, 100) == nil)
    #expect(pair(100, nil, 0, 90) == nil && pair(20, 10, 0, 90) == nil)
    let none = PeriodChoice(since: day(50), until: nil, first: day(30), last: day(100))
    #expect(
      none == .none("the history begins on 1970-01-31, and the period before would begin on 1969-12-31"), "\(none)")
    #expect(PeriodChoice(since: nil, until: nil, first: nil, last: nil) == .none("the history tells no times"))
  }

  @Test func movesAreCutUpExactly() {
    typealias Side = (amount: Int64, jobs: Int, time: Int64)
    func mover(_ a: Side, _ b: Side) -> [Int64] {
      let mover = PeriodTally.mover("x", a, b)
      #expect(saturatingSum(saturatingSum(mover.byJobs, mover.byLength), mover.byRate) == mover.change)
      return [mover.byJobs, mover.byLength, mover.byRate]
    }
    // Twice the jobs, each alike; each twice as long; each hour twice as dear.
    #expect(mover((100, 10, 1000), (200, 20, 2000)) == [100, 0, 0])
    #expect(mover((100, 10, 1000), (200, 10, 2000)) == [0, 100, 0])
    #expect(mover((100, 10, 1000), (200, 10, 1000)) == [0, 0, 100])
    // All three at once: a third each of 700.
    #expect(mover((100, 10, 1000), (800, 20, 4000)) == [234, 233, 233])
    // New, gone, free before, and of no time.
    #expect(mover((0, 0, 0), (50, 5, 5)) == [50, 0, 0] && mover((50, 5, 5), (0, 0, 0)) == [-50, 0, 0])
    #expect(mover((0, 5, 5), (50, 5, 5)) == [0, 0, 50] && mover((0, 5, 0), (50, 5, 5)) == [0, 50, 0])
    #expect(mover((1, 1, 1), (.max, .max, .max)).allSatisfy { $0 >= 0 })
  }

  /// Ten jobs of an hour at 1 GBP before, of which one failed; twenty of two hours at 3 GBP now; and one before both.
  @Test func accountsOfBothPeriods() throws {
    func row(_ id: String, _ at: Double, hours: Int64, pounds: Int64, state: JobState = .done) -> ReviewRow {
      var row = ReviewRow(key: JobKey(id: id), name: id, executable: "tool", state: state)
      row.submitted = day(at)
      row.started = day(at) + .hours(1)
      row.stopped = day(at) + .hours(1 + hours)
      row.cost = Money(nanos: pounds * 1_000_000_000, currency: .gbp)
      return row
    }
    var rows = [row("old", 1, hours: 9, pounds: 9)]
    rows += (0..<10).map { row("a\($0)", 10 + Double($0) / 2, hours: 1, pounds: 1, state: $0 == 0 ? .failed : .done) }
    rows += (0..<20).map { row("b\($0)", 20 + Double($0) / 4, hours: 2, pounds: 3) }
    var options = Reviewer.Options()
    options.since = day(20)
    options.periods = .pair(PeriodPair(before: day(10)..<day(20), now: day(20)..<day(30)))
    var reviewer = Reviewer(options: options, machines: ReviewMachines(), currency: .gbp)
    try reviewer.add(ReviewGroup(executable: "tool", rows: rows))
    let review = try reviewer.review()
    let found = try #require(review.trends.comparison)
    #expect(found.before.account.costTotal == 10_000_000_000 && found.now.account.costTotal == 60_000_000_000)
    // The later period is what the review is about.
    #expect(found.now.account == review.accounts.total)
    #expect(found.before.failedShare == 0.1 && found.now.failedShare == 0)
    #expect(found.before.perJob(isMoney: true) == 1_000_000_000 && found.now.perJob(isMoney: true) == 3_000_000_000)
    #expect(found.before.wastedShare(isMoney: true) == 0.1 && found.now.meanWait == 3_600_000)
    let mover = try #require(found.movers.first)
    #expect(mover.change == 50_000_000_000 && mover.byJobs + mover.byLength + mover.byRate == mover.change)
    // ×2 jobs, ×2 hours, ×1.5 price: ln 2, ln 2 and ln 1.5 of ln 6.
    #expect(abs(Double(mover.byJobs) / 50e9 - 0.38685) < 1e-4 && abs(Double(mover.byRate) / 50e9 - 0.22629) < 1e-4)
  }

  @Test func nothingBeforeIsNoComparison() throws {
    var options = Reviewer.Options()
    options.periods = .pair(PeriodPair(before: day(10)..<day(20), now: day(20)..<day(30)))
    var row = ReviewRow(key: JobKey(id: "a"), name: "a", executable: "tool", state: .done)
    row.submitted = day(25)
    var reviewer = Reviewer(options: options, machines: ReviewMachines(), currency: nil)
    try reviewer.add(ReviewGroup(executable: "tool", rows: [row]))
    let trends = try reviewer.review().trends
    #expect(trends.comparison == nil)
    #expect(trends.notCompared == "no try is known of the period before (1970-01-11 to 1970-01-21)")
  }
}
