import Foundation
import JobModel
import Simulation

/// Chooses how a sample is written into a plan, by its size.
///
/// One value, or equal ones: a constant. Up to ``fewSamples``: the values themselves, which the simulator draws from. More:
/// a lognormal through median and p95 where it gives the sample's mean to ``tolerance`` and follows its quantiles, else
/// ``quantileCount`` quantiles of the sample.
enum SampleFit {
  /// As many values are written out.
  static let fewSamples = 100
  /// How many quantiles stand for a large sample that is not lognormal.
  static let quantileCount = 100
  /// How far the lognormal's mean may be from the sample's.
  static let tolerance = 0.05
  /// How far the logarithms of its quantiles may be from the sample's.
  static let shapeTolerance = 0.25
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
      if abs(mean - sampleMean) <= tolerance * sampleMean && follows(sorted, median: median, sigma: sigma) {
        return (.quantiles(median: median, p95: p95), "lognormal through median and p95 of \(sorted.count) jobs")
      }
    }
    let quantiles = (0..<quantileCount).map {
      Summary.quantile(sorted, (Double($0) + 0.5) / Double(quantileCount))
    }
    return (.values(quantiles), "\(quantileCount) quantiles of \(sorted.count) jobs")
  }

  /// Whether a lognormal distribution has the shape of the samples: near them in the middle, and not far beyond the
  /// largest. Two kinds of jobs under one name can have its mean and still nothing else of it.
  private static func follows(_ sorted: [Int64], median: Int64, sigma: Double) -> Bool {
    let most = Double(sorted.last ?? 0)
    // The quantile at which the largest of so many samples stands, by Hazen's rule.
    let top = Double(median) * exp(sigma * normalQuantile(1 - 0.5 / Double(sorted.count)))
    guard top <= 1.5 * most else { return false }
    return [0.1, 0.25, 0.75, 0.9].allSatisfy { share in
      let fitted = Double(median) * exp(sigma * normalQuantile(share))
      let sample = Double(max(1, Summary.quantile(sorted, share)))
      return abs(log(fitted / sample)) <= shapeTolerance
    }
  }
}
