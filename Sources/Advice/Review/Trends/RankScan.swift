import Foundation
import JobModel

/// The split of a sequence whose two sides differ most in rank, and how likely such a split is where nothing changes.
///
/// For each split the standardised sum of ranks (Wilcoxon) is taken, and the largest counts; no distribution is assumed,
/// only that the order of exchangeable values tells nothing. Up to ``RankSums/most`` values the p-value is the sum of the
/// exact probabilities of all splits, which is a bound. Above it is the lesser of that sum with normal tails and of the
/// approximation for maximally selected rank statistics (Lausen and Schumacher, Biometrics 48, 1992, after Miller and
/// Siegmund, 1982). Both are too large rather than too small, for a scan in steps reaches less than one without.
///
/// Neighbours that are alike would make any wave a change. What is left when both sides' means are taken away tells how
/// alike they are; the variance is taken to be larger by the factor 1 + 2 Σ ρ, and that of an autoregression of order one if
/// that is larger.
struct RankScan {
  /// How many values lie before the split.
  let place: Int
  /// The probability of such a split, or a clearer one, in an unchanged sequence.
  let pValue: Double
  /// By how much dependence of neighbours widens the variance; at least 1.
  let inflation: Double

  /// The fewest values on a side, and of all.
  static let leastSide = 5
  static let least = 20

  /// Scans ranks, each of 1…n once; nil below ``least`` of them.
  ///
  /// - Parameter table: the exact sums of so many ranks, made where they are needed.
  /// - Complexity: O(n · lags).
  init?(_ ranks: [Int], table: (Int) -> RankSums = { RankSums($0) }) {
    let n = ranks.count
    guard n >= Self.least else { return nil }
    let edge = max(Self.leastSide, (n + 19) / 20)
    let count = Double(n)
    func deviation(_ k: Int) -> Double { (Double(k) * Double(n - k) * (count + 1) / 12).squareRoot() }
    var best = (place: edge, z: 0.0)
    var sum = 0.0
    for (index, rank) in ranks.enumerated() {
      sum += Double(rank)
      let k = index + 1
      guard k >= edge, k <= n - edge else { continue }
      let z = abs(sum - Double(k) * (count + 1) / 2) / deviation(k)
      if z > best.z { best = (k, z) }
    }
    place = best.place
    // Far from any level that is asked about, also where neighbours are strangers.
    guard best.z > 2 else {
      (pValue, inflation) = (1, 1)
      return
    }
    inflation = Self.inflation(ranks, split: best.place)
    let z = best.z / inflation.squareRoot()
    guard z > 2 else {
      pValue = 1
      return
    }
    if n <= RankSums.most {
      let sums = table(n)
      pValue = min(1, (edge...(n - edge)).reduce(0.0) { $0 + sums.tail(choosing: $1, distance: z * deviation($1)) })
    } else {
      let part = Double(edge) / count
      let density = exp(-z * z / 2) / (2 * Double.pi).squareRoot()
      let scan = density * ((z - 1 / z) * 2 * log((1 - part) / part) + 4 / z)
      pValue = min(1, scan, Double(n - 2 * edge + 1) * erfc(z / 2.0.squareRoot()))
    }
  }

  /// The factor by which the variance of a sum of neighbours is larger than that of as many strangers.
  private static func inflation(_ ranks: [Int], split: Int) -> Double {
    let n = ranks.count
    func centred(_ part: ArraySlice<Int>) -> [Double] {
      let mean = Double(part.reduce(0, +)) / Double(max(1, part.count))
      return part.map { Double($0) - mean }
    }
    let values = centred(ranks[..<split]) + centred(ranks[split...])
    let square = values.reduce(0) { $0 + $1 * $1 }
    guard square > 0 else { return 1 }
    let noise = 1 / Double(n).squareRoot()
    func correlation(_ lag: Int) -> Double {
      var sum = 0.0
      for index in 0..<(n - lag) { sum += values[index] * values[index + lag] }
      // Taking two means away makes it too small by that much.
      return sum / square + 2 / Double(n)
    }
    let first = correlation(1)
    let one = min(0.8, max(0, first - noise))
    var sum = 1.0
    for lag in 1...max(1, min(20, n / 5)) {
      let own = lag == 1 ? first : correlation(lag)
      guard own >= noise else { break }
      sum += 2 * own * (1 - Double(lag) / Double(n))
    }
    return max(1, (1 + one) / (1 - one), sum)
  }
}
