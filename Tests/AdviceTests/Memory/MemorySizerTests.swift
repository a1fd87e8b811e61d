import Testing

@testable import Advice

/// A sizer that has seen peaks of one executable.
private func sizer(_ samples: [MemorySample], rules: MemoryRules = MemoryRules()) -> MemorySizer {
  var sizer = MemorySizer(rules: rules)
  for sample in samples { sizer.observe(sample, of: "align") }
  return sizer
}

/// What it proposes for a task of unknown input size, without a request.
private func proposal(_ sizer: MemorySizer) throws -> AllocationLadder {
  let ladder = sizer.propose(executable: "align", input: nil, request: nil)
  return try #require(ladder)
}

private func sample(
  _ peak: Double, input: Double? = nil, hours: Double = 1, kind: MemorySample.Kind = .measured
) -> MemorySample {
  MemorySample(input: input, peak: peak, hours: hours, kind: kind)
}

@Suite struct MemorySizerTests {
  @Test func nothingKnownLeavesTheRequest() {
    let empty = MemorySizer()
    #expect(empty.propose(executable: "align", input: 1, request: nil) == nil)
    #expect(empty.propose(executable: "align", input: 1, request: 64)?.steps == [64])
    #expect(empty.propose(executable: "align", input: 1, request: .nan) == nil)
  }

  @Test func equalPeaksGetLittleMoreThanThemselves() throws {
    let sizer = sizer((0..<60).map { _ in sample(40, input: 2) })
    let first = try #require(sizer.propose(executable: "align", input: 2, request: 72)?.steps.first)
    #expect(first >= 40 && first < 41, "\(first)")
  }

  @Test func theInputSizeIsFollowed() throws {
    // Peak = 1 + 2 × input, exactly.
    let sizer = sizer((0..<80).map { sample(1 + 2 * Double($0 % 20), input: Double($0 % 20)) })
    for input in [3.0, 11, 18] {
      let first = try #require(sizer.propose(executable: "align", input: input, request: nil)?.steps.first)
      #expect(first >= 1 + 2 * input && first < 1.1 * (1 + 2 * input), "\(input): \(first)")
    }
  }

  @Test func twoHeapsGiveALadderThatClimbs() throws {
    // Nine of ten need 1 GB, the tenth 30 GB: 1 + 0.1 × 30 = 4 is less than 30.
    let sizer = sizer((0..<200).map { sample($0 % 10 == 3 ? 30 : 1) })
    let ladder = try #require(sizer.propose(executable: "align", input: nil, request: nil))
    #expect(ladder.steps[0] < 2, "\(ladder)")
    #expect(ladder.steps.last ?? 0 >= 30, "\(ladder)")
    #expect(abs(ladder.failureProbability - 0.1) < 0.05, "\(ladder)")
  }

  @Test func aDearFailureRaisesTheFirstStep() throws {
    let samples = (0..<200).map { sample($0 % 10 == 3 ? 30 : 1) }
    var dear = MemoryRules()
    dear.failurePrice = 1000
    let ladder = try proposal(sizer(samples, rules: dear))
    #expect(ladder.steps[0] >= 30, "\(ladder)")
    #expect(ladder.failureProbability < 0.01)
  }

  @Test func theRequestIsNotPassedWhileNoRunNeededMore() throws {
    let sizer = sizer([sample(10)])
    let ladder = try #require(sizer.propose(executable: "align", input: nil, request: 11))
    #expect(ladder.steps.allSatisfy { $0 <= 11 }, "\(ladder)")
    #expect(sizer.retry(ladder, executable: "align", after: 10.5, request: 11) == 11)
  }

  @Test func fewSamplesBorrowTheSpreadOfOthers() throws {
    // Two runs of 10 GB each: after calm peers a little more is enough, after wild ones much more is held ready.
    func reserve(_ peaks: [Double]) throws -> Double {
      var sizer = MemorySizer()
      for peer in 0..<30 {
        for (index, peak) in peaks.enumerated() {
          sizer.observe(sample(peak, input: Double(index)), of: "peer \(peer)")
        }
      }
      for _ in 0..<2 { sizer.observe(sample(10), of: "align") }
      return try #require(sizer.propose(executable: "align", input: nil, request: nil)?.steps.last)
    }
    let calm = try reserve([4, 4, 4.04, 4])
    let wild = try reserve([4, 9, 14, 40])
    #expect(calm < wild, "\(calm) \(wild)")
  }

  @Test func attemptsThatFailedAreLowerBounds() throws {
    let calm = (0..<40).map { _ in sample(10) }
    let failed = (0..<20).map { _ in sample(12, kind: .atLeast) }
    let before = try proposal(sizer(calm))
    let after = try proposal(sizer(calm + failed))
    #expect(before.steps[0] < 11, "\(before)")
    // A third of the tasks needs more than 12 GB: the ladder goes on above.
    #expect(after.steps.last ?? 0 > 12, "\(after)")
    #expect(after.failureProbability > before.failureProbability || after.steps[0] > 12, "\(after)")
  }

  @Test func sampledPeaksGetMoreRoom() throws {
    let measured = sizer((0..<40).map { _ in sample(10) })
    let sampled = sizer((0..<40).map { _ in sample(10, kind: .sampled) })
    let a = try #require(measured.propose(executable: "align", input: nil, request: nil)?.steps.first)
    let b = try #require(sampled.propose(executable: "align", input: nil, request: nil)?.steps.first)
    #expect(a < b, "\(a) \(b)")
  }

  @Test func aBoundOnFailuresKeepsTheRequestUntilFiveRuns() throws {
    let rules = MemoryRules.atMost(failureRate: 0.01)
    for count in 1..<5 {
      let sizer = sizer((0..<count).map { _ in sample(10) }, rules: rules)
      #expect(sizer.propose(executable: "align", input: nil, request: 64)?.steps == [64], "\(count)")
    }
  }

  @Test func oddNumbersNeitherTrapNorSpread() {
    var sizer = MemorySizer()
    let odd: [Double] = [0, -1, .nan, .infinity, 1e300, 1e-300, 1e11, .leastNonzeroMagnitude]
    for peak in odd {
      for input in odd {
        sizer.observe(MemorySample(input: input, peak: peak, hours: input, request: peak), of: "odd")
        let ladder = sizer.propose(executable: "odd", input: input, request: peak)
        #expect(
          ladder?.steps.allSatisfy { $0 > 0 && $0.isFinite } ?? true, "\(peak) \(input) \(String(describing: ladder))")
      }
    }
  }

  @Test func proposalsStayCheapHoweverLongTheHistory() {
    var sizer = MemorySizer()
    for index in 0..<20_000 {
      sizer.observe(sample(1 + Double(index % 97) / 97, input: Double(index % 89)), of: "align")
    }
    #expect(sizer.sampleCount(of: "align") == 20_000)
    #expect(sizer.propose(executable: "align", input: 40, request: nil) != nil)
  }
}

@Suite struct PeakDistributionTests {
  private func distribution(_ values: [Double], censored: [Bool]? = nil) -> PeakDistribution {
    PeakDistribution(
      ascending: values.map { .init(value: $0, weight: 1) }, censored: censored, assumedTailScale: 0.02,
      rules: MemoryRules())
  }

  @Test func weightsOfLowerBoundsGoToWhatIsAbove() {
    // 1, 2+, 3, 4: the second's quarter is shared by the two above, as Kaplan and Meier estimate: 1/4, 3/8, 3/8.
    let some = distribution([1, 2, 3, 4], censored: [false, true, false, false])
    #expect(some.points.map(\.weight) == [0.25, 0, 0.375, 0.375])
    #expect(some.beyond == 0)
    // The largest is a bound: its half lies beyond.
    let last = distribution([1, 2], censored: [false, true])
    #expect(last.beyond == 0.5)
    #expect(last.recordChance > 0.5)
  }

  @Test func theTailsScaleIsTheMeanExcessOfTheLargest() {
    // Equal values have no excess: only the assumed 0.02 is left, shared with the values above the threshold.
    #expect(distribution([5, 5, 5, 5, 5]).tailScale <= 0.02)
    #expect(distribution([1, 2, 4, 8, 16]).tailScale > distribution([1, 1.1, 1.2, 1.3, 1.4]).tailScale)
  }

  @Test func aLadderWastesWhatItHoldsForNothing() {
    let ladder = AllocationLadder(steps: [2, 5], failureProbability: 0.1)
    // 2 suffices; 2 fails and 5 has 1 to spare; 2, 5 and 10 fail, 20 has 8 to spare.
    #expect(ladder.wastage(peak: 1.5) == (0.5, 0))
    #expect(ladder.wastage(peak: 4) == (3, 1))
    #expect(ladder.wastage(peak: 12) == (25, 3))
  }

  @Test func theLastResidualsAreKeptInOrder() {
    var window = ResidualWindow()
    let rules = MemoryRules()
    for index in 0..<1000 {
      window.add(
        .init(ratio: Double((index * 7919) % 1000) / 1000, sample: index, weight: 1, input: 0, isLowerBound: false),
        rules: rules)
      // All but the oldest quarter, and no more than 100.
      #expect(window.count == max(1, min(100, index + 1 - (index + 1) / 4)))
    }
    #expect(window.sorted.map(\.sample).sorted() == Array(900..<1000))
    #expect(zip(window.sorted, window.sorted.dropFirst()).allSatisfy { $0.ratio <= $1.ratio })
  }
}
