/// How far peaks lay from what each expert guessed, over all executables: what is believed of one with few samples.
///
/// Kept apart by how much history the guess rested on, for a guess from one run errs more than one from ten.
struct PeerSpread {
  private struct Ratios {
    var sorted: [Double] = []
    var arrivals: [Double] = []
    var next = 0
  }

  private static let capacity = 400
  /// How many quantiles stand for all.
  private static let quantiles = 11

  private var ratios: [Ratios]

  init() { ratios = Array(repeating: Ratios(), count: PeakExpert.allCases.count * Self.levels) }

  private static let levels = 8

  /// The group of guesses from about as much history.
  private static func level(_ history: Int) -> Int {
    switch history {
    case ...3: max(0, history)
    case ...5: 4
    case ...9: 5
    case ...19: 6
    default: 7
    }
  }

  private static func index(_ expert: PeakExpert, _ history: Int) -> Int {
    expert.rawValue * levels + level(history)
  }

  /// Adds a ratio of a peak to what was guessed from `history` runs.
  /// - Complexity: O(log 400) and a move of at most 400 numbers.
  mutating func add(_ expert: PeakExpert, history: Int, ratio: Double) {
    let ratio = min(max(ratio, 1e-3), 1e3)
    let index = Self.index(expert, history)
    if ratios[index].arrivals.count < Self.capacity {
      ratios[index].arrivals.append(ratio)
    } else {
      let next = ratios[index].next
      let old = ratios[index].arrivals[next]
      ratios[index].arrivals[next] = ratio
      ratios[index].next = (next + 1) % Self.capacity
      ratios[index].sorted.remove(at: Self.place(of: old, in: ratios[index].sorted))
    }
    ratios[index].sorted.insert(ratio, at: Self.place(of: ratio, in: ratios[index].sorted))
  }

  private static func place(of ratio: Double, in sorted: [Double]) -> Int {
    sorted.partitionPoint { $0 < ratio }
  }

  /// The ratios to believe in, ascending, with weights that add up to 1: the peers' quantiles, and the built-in ones with
  /// the weight of a few observations.
  func believed(_ expert: PeakExpert, history: Int, rules: MemoryRules) -> [(ratio: Double, weight: Double)] {
    let seen = ratios[Self.index(expert, history)].sorted
    let share = Double(seen.count) / (Double(seen.count) + rules.builtInWeight)
    let builtIn = rules.builtInRatios
    let weight = (1 - share) / Double(builtIn.count)
    let count = min(seen.count, Self.quantiles)
    var all: [(ratio: Double, weight: Double)] = []
    all.reserveCapacity(builtIn.count + count)
    var next = 0
    // Both ascend.
    for index in 0..<count {
      let rank = count == 1 ? 0.5 : (Double(index) + 0.5) / Double(count)
      let ratio = quantile(of: seen, rank)
      while next < builtIn.count, builtIn[next] <= ratio {
        all.append((builtIn[next], weight))
        next += 1
      }
      all.append((ratio, share / Double(count)))
    }
    for ratio in builtIn[next...] { all.append((ratio, weight)) }
    return all
  }
}

/// A quantile of ascending numbers, linear between order statistics (Hyndman and Fan's type 7); 0 of none.
func quantile(of sorted: [Double], _ rank: Double) -> Double {
  guard let last = sorted.last else { return 0 }
  let position = min(max(0, rank), 1) * Double(sorted.count - 1)
  let lower = Int(position)
  guard lower + 1 < sorted.count else { return last }
  return sorted[lower] + (position - Double(lower)) * (sorted[lower + 1] - sorted[lower])
}
