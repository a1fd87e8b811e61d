import Foundation
import JobModel
import TestSupport
import Testing

@testable import Advice

/// Executables that became slower or larger: found where they did, and hardly ever where nothing changed.
@Suite("Changes of executables") struct ChangePointTests {
  /// Tables are the same for all tests.
  private static let tables = Dictionary(
    uniqueKeysWithValues: (RankScan.least...RankSums.most).map { ($0, RankSums($0)) })
  /// How many histories a kind: `PURSER_DRAWS=1000` takes a minute, and is what Trends.md tells.
  private static let draws = ProcessInfo.processInfo.environment["PURSER_DRAWS"].flatMap { Int($0) } ?? 250
  private static func table(_ count: Int) -> RankSums { tables[count] ?? RankSums(count) }

  @Test func sumsOfRanksAreCountedExactly() {
    // Of 1…4 any two: 3, 4, 5, 5, 6, 7. The mean is 5; 2 of 6 lie two away, 4 of 6 one or more.
    let sums = RankSums(4)
    #expect(abs(sums.tail(choosing: 2, distance: 2) - 2.0 / 6) < 1e-12)
    #expect(abs(sums.tail(choosing: 2, distance: 1) - 4.0 / 6) < 1e-12)
    #expect(sums.tail(choosing: 2, distance: 3) == 0 && sums.tail(choosing: 2, distance: 0) == 1)
    // One of 1…4 is as far from 2.5 as three of them together from 7.5.
    #expect(abs(sums.tail(choosing: 3, distance: 1.5) - 0.5) < 1e-12)
    // Ten of twenty all below the others: 2 / C(20, 10).
    #expect(abs(RankSums(20).tail(choosing: 10, distance: 50) * 184_756 - 2) < 1e-9)
  }

  @Test func aStepIsFoundAtItsPlace() throws {
    let ranks = Array(1...10).shuffledOnce + Array(11...20).shuffledOnce
    let scan = try #require(RankScan(ranks))
    #expect(scan.place == 10)
    // No other split of so many is as clear, so the bound is that of this one: 2 / C(20, 10), unless neighbours are alike.
    #expect(scan.pValue >= 2.0 / 184_756 - 1e-12)
    #expect(RankScan(Array(1...19)) == nil)
  }

  /// The stated rate holds for each kind of unchanged history, and for small levels too: what Bonferroni asks of one test of
  /// many. The bound is the level and three standard errors.
  @Test(arguments: DrawnHistory.Spread.allCases)
  func unchangedHistoriesSeldomAlarm(spread: DrawnHistory.Spread) {
    for (shape, isGrowing) in [("even", false), ("growing", true)] {
      var alarms = [0.05: 0, 0.01: 0, 0.001: 0]
      let draws = Self.draws
      for seed in 0..<draws {
        let history = DrawnHistory(
          spread: spread, count: isGrowing ? 300 : 200, span: isGrowing ? 60 : 200, isGrowing: isGrowing)
        let p = DrawnHistory.probability(history.rows(UInt64(7000 + seed)), tables: Self.table)
        for level in alarms.keys where p <= level { alarms[level, default: 0] += 1 }
      }
      for (level, count) in alarms.sorted(by: { $0.key < $1.key }) {
        let bound = level + 3 * (level * (1 - level) / Double(draws)).squareRoot()
        #expect(Double(count) / Double(draws) <= bound, "\(spread), \(shape): \(count) of \(draws) at \(level)")
      }
    }
  }

  /// Reviews of 20 executables in which nothing changed: at most one of a hundred shows any change.
  @Test func unchangedReviewsSeldomAlarm() throws {
    var alarms = 0
    let reviews = Self.draws / 10
    for review in 0..<reviews {
      let groups = (0..<20).map { number in
        let spread = DrawnHistory.Spread.allCases[number % DrawnHistory.Spread.allCases.count]
        return DrawnHistory(spread: spread, count: 100, span: 100).rows(
          UInt64(90_000 + review * 20 + number), executable: "tool\(number)")
      }
      let trends = try DrawnHistory.changes(groups)
      #expect(trends.tests >= 12)
      if !trends.changes.isEmpty { alarms += 1 }
    }
    // A binomial of 25 and 1 % passes 2 once in 500, one of 100 passes 4 once in 280.
    #expect(alarms <= 2 + reviews / 50, "\(alarms) of \(reviews)")
  }

  @Test func thirtyPerCentAfterTheMiddleOfTwoHundredAreFound() throws {
    for (span, name) in [(200.0, "a job a day"), (40.0, "five a day"), (0.7, "a job in five minutes")] {
      var found = 0
      var covered = 0
      let draws = 100
      for seed in 0..<draws {
        let rows = DrawnHistory(span: span, factor: 1.3).rows(UInt64(500 + seed))
        let trends = try DrawnHistory.changes([rows])
        guard let change = trends.changes.first else { continue }
        if change.isRegression, change.measure == .runtime { found += 1 }
        if change.ratioLow <= 1.3, change.ratioHigh >= 1.3 { covered += 1 }
        #expect(change.ratio > 1.1 && change.ratio < 1.6, "\(change.ratio)")
      }
      #expect(found >= 95, "\(name): \(found) of \(draws)")
      #expect(covered * 10 >= found * 8, "\(name): \(covered) of \(found) intervals")
    }
  }

  @Test func evidenceNamesTheDayTheMediansAndTheVersions() throws {
    var rows = DrawnHistory(count: 120, span: 120, factor: 2).rows(3)
    for index in rows.indices {
      rows[index].executableID = index < 60 ? "applet-old" : "applet-new"
      rows[index].cost = Money(nanos: 1_000_000_000, currency: .gbp)
    }
    var reviewer = Reviewer(machines: ReviewMachines(), currency: .gbp)
    try reviewer.add(ReviewGroup(executable: "tool", rows: rows))
    let change = try #require(try reviewer.review().trends.changes.first)
    #expect(change.before.executableID == "applet-old" && change.after.executableID == "applet-new")
    #expect(change.advice.contains("applet-old before, applet-new after"))
    #expect(abs(change.before.tries - 60) <= 3 && change.before.tries + change.after.tries == 120)
    #expect(change.block == .day && change.points.count == 120)
    // Sixty jobs at 1 GBP each would have cost about half.
    let cost = try #require(change.cost).nanos
    #expect(abs(Double(cost) / 1e9 - 60 * (1 - 1 / change.ratio)) < 4, "\(cost)")
    // The same twice.
    #expect(
      try DrawnHistory.changes([rows]).changes.map(\.pValue) == DrawnHistory.changes([rows]).changes.map(\.pValue))
  }

  @Test func aChangeOfMachineOrOfInputIsNone() throws {
    // Twice as long on the machine of the second half; and twice as long with inputs of twice the size.
    var moved = DrawnHistory(factor: 2).rows(4)
    var grown = DrawnHistory(factor: 2).rows(5)
    var random = SeededGenerator(seed: 6)
    for index in moved.indices {
      moved[index].instanceType = index < 100 ? "large" : "small"
      let size = Double(1 + random.below(4)) * (index < 100 ? 1 : 2) * 0x1p30
      grown[index].usage.input = Bytes(Int64(size))
      // In proportion to the input, with a little noise.
      let length = size / 0x1p30 * 600_000 * (1 + Double(random.below(200)) / 1000)
      grown[index].stopped = grown[index].started.map { $0 + SimDuration(milliseconds: Int64(length)) }
    }
    #expect(try DrawnHistory.changes([moved]).changes.isEmpty)
    #expect(try DrawnHistory.changes([grown]).changes.isEmpty)
    // Without the sizes it would be one.
    for index in grown.indices { grown[index].usage.input = nil }
    #expect(try DrawnHistory.changes([grown]).changes.count == 1)
  }

  @Test func memoryThatGrewIsFound() throws {
    var rows = DrawnHistory().rows(8)
    var random = SeededGenerator(seed: 9)
    for index in rows.indices {
      rows[index].usage.peakMemory = Bytes(Int64((index < 120 ? 4 : 6) * (1 << 30)) + Int64(random.below(1 << 28)))
    }
    let changes = try DrawnHistory.changes([rows]).changes
    #expect(changes.map(\.measure) == [.peakMemory])
    let change = try #require(changes.first)
    #expect(abs(change.ratio - 1.5) < 0.05 && change.before.tries == 120 && change.cost == nil)
  }

  @Test func killedTriesAndOneRunTellNothing() throws {
    // Those that a limit ended take twice as long; none of them ended well.
    var rows = DrawnHistory(factor: 2).rows(10)
    for index in rows.indices where index >= 100 {
      rows[index].state = .failed
      rows[index].failureReason = .jobTimeoutExceeded
    }
    #expect(try DrawnHistory.changes([rows]).changes.isEmpty)
    // One run of a day whose later tasks are larger: sorted inputs, and no change of the tool.
    var run = DrawnHistory(span: 0.7, factor: 2).rows(11)
    for index in run.indices { run[index].key.run = "trace" }
    #expect(try DrawnHistory.changes([run]).tests == 0)
  }

  @Test func wildRowsAreNoTrap() throws {
    var random = SeededGenerator(seed: 12)
    let wild: [Int64] = [.min, -1, 0, 1, 1_700_000_000_000, .max]
    for seed in 0..<40 {
      var rows = DrawnHistory(count: 80).rows(UInt64(seed))
      for index in rows.indices {
        func time() -> SimTime { SimTime(milliseconds: wild[random.below(wild.count)]) }
        if random.below(2) == 0 { rows[index].submitted = time() }
        if random.below(2) == 0 { rows[index].stopped = time() }
        if random.below(3) == 0 { rows[index].usage.peakMemory = Bytes(wild[random.below(wild.count)]) }
        if random.below(3) == 0 { rows[index].usage.input = Bytes(wild[random.below(wild.count)]) }
        if random.below(4) == 0 { rows[index].vcpus = [.nan, -1, 1e300, 4][random.below(4)] }
      }
      var options = Reviewer.Options()
      options.periods = PeriodChoice(
        since: nil, until: nil, first: rows.compactMap(\.submitted).min(), last: rows.compactMap(\.submitted).max())
      var reviewer = Reviewer(options: options, machines: ReviewMachines(), currency: nil)
      try reviewer.add(ReviewGroup(executable: "tool", rows: rows))
      _ = try reviewer.review()
    }
  }
}

extension Array where Element == Int {
  /// In an order drawn once.
  fileprivate var shuffledOnce: [Int] {
    var random = SeededGenerator(seed: 1)
    return shuffled(using: &random)
  }
}
