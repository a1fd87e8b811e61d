import Foundation
import JobModel

/// Chooses how a sample is written into a plan, by its size.
///
/// One value, or equal ones: a constant. Up to ``fewSamples``: the values themselves, which the simulator draws from. More:
/// a lognormal through median and p95 where it gives the sample's mean to ``tolerance``, else ``quantileCount`` quantiles
/// of the sample.
enum SampleFit {
  /// As many values are written out.
  static let fewSamples = 100
  /// How many quantiles stand for a large sample that is not lognormal.
  static let quantileCount = 100
  /// How far the lognormal's mean may be from the sample's.
  static let tolerance = 0.05
  /// The 95 % quantile of the standard normal distribution.
  private static let z95 = 1.6448536269514722

  /// The distribution, and how it was chosen in words; nil without values.
  ///
  /// - Complexity: O(n log n).
  static func distribution(of values: [Int64]) -> (distribution: Distribution, words: String)? {
    let sorted = values.sorted()
    guard let least = sorted.first, let most = sorted.last else { return nil }
    if least == most { return (.constant(least), sorted.count == 1 ? "1 job" : "\(sorted.count) jobs, all alike") }
    if sorted.count <= fewSamples { return (.values(sorted), "\(sorted.count) jobs") }
    let median = Summary.quantile(sorted, 0.5)
    let p95 = Summary.quantile(sorted, 0.95)
    if median > 0, p95 > median {
      let sigma = log(Double(p95) / Double(median)) / z95
      let mean = Double(median) * exp(sigma * sigma / 2)
      let sampleMean = sorted.reduce(0.0) { $0 + Double($1) } / Double(sorted.count)
      if abs(mean - sampleMean) <= tolerance * sampleMean {
        return (.quantiles(median: median, p95: p95), "lognormal through median and p95 of \(sorted.count) jobs")
      }
    }
    let quantiles = (0..<quantileCount).map {
      Summary.quantile(sorted, (Double($0) + 0.5) / Double(quantileCount))
    }
    return (.values(quantiles), "\(quantileCount) quantiles of \(sorted.count) jobs")
  }
}
