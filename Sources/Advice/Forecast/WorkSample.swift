import Foundation
public import JobModel
import Simulation

/// How long jobs of a kind run undisturbed, set-up included: equally likely times.
public struct WorkSample: Sendable, Equatable {
  /// Hours, one value for each of the equally likely parts.
  public let hours: [Double]

  /// How many parts a distribution is cut into.
  public static let points = 200

  /// A sample of hours; negative ones and NaN count as nought. Never empty.
  public init(hours: [Double]) {
    self.hours = hours.isEmpty ? [0] : hours.map { $0 > 0 ? $0 : 0 }
  }

  /// The mean.
  public var mean: Double { hours.reduce(0, +) / Double(hours.count) }

  /// The times of jobs that take `setup` and then `runtime` times a factor; nil where one of them is not filled in.
  public init?(setup: Distribution, runtime: Distribution, factor: Double = 1) {
    guard let first = setup.equallyLikelyValues(Self.points), let second = runtime.equallyLikelyValues(Self.points)
    else { return nil }
    self.init(hours: Self.sums(first, second.map { Double($0) * factor }))
  }

  /// The times of jobs that take `setup` and then so many items; nil where one of them is not filled in.
  ///
  /// The sum of many items is taken as lognormal with their mean and variance (L. Fenton, IRE Trans. 8, 1960).
  public init?(setup: Distribution, perItem: Distribution, items: Int, points: Int = points, factor: Double = 1) {
    guard let items = ItemTimes(setup: setup, perItem: perItem, factor: factor)?.sample(items, points: points) else {
      return nil
    }
    self = items
  }

  /// Sums of independent draws: each value of the one with a value of the other that is far from its neighbours'.
  static func sums(_ first: [Int64], _ second: [Double]) -> [Double] {
    if first.count == 1 { return second.map { ($0 + Double(first[0])) / 3_600_000 } }
    if second.count == 1 { return first.map { (Double($0) + second[0]) / 3_600_000 } }
    let golden = 0.6180339887498949
    let count = max(first.count, second.count)
    return (0..<count).map { index in
      let turn = (Double(index) * golden).truncatingRemainder(dividingBy: 1)
      let one = first[min(first.count - 1, Int(turn * Double(first.count)))]
      return (Double(one) + second[index * second.count / count]) / 3_600_000
    }
  }
}

/// The times of jobs by how many items they do.
struct ItemTimes: Sendable {
  private let setup: [Int64]
  private let item: [Int64]
  private let factor: Double
  private let mean: Double
  private let variance: Double

  /// Nil where one of the distributions is not filled in.
  init?(setup: Distribution, perItem: Distribution, factor: Double = 1) {
    guard let setup = setup.equallyLikelyValues(WorkSample.points),
      let item = perItem.equallyLikelyValues(2000)
    else { return nil }
    self.setup = setup
    self.item = item
    self.factor = factor
    let values = item.map { Double($0) * factor }
    let mean = perItem.expectedValue.map { Double($0) * factor } ?? 0
    self.mean = mean
    variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count)
  }

  /// The times of jobs of so many items.
  func sample(_ items: Int, points: Int) -> WorkSample {
    let count = Double(max(0, items))
    if items <= 0 || variance == 0 {
      return WorkSample(hours: WorkSample.sums(thinned(setup, points), [mean * count]))
    }
    if items == 1 {
      return WorkSample(
        hours: WorkSample.sums(thinned(setup, points), thinned(item, points).map { Double($0) * factor }))
    }
    let spread = log1p(variance / count / (mean * mean))
    guard mean > 0, spread.isFinite else { return WorkSample(hours: WorkSample.sums(thinned(setup, points), [0])) }
    let center = log(mean * count) - spread / 2
    let sums = Self.normals(points).map { exp(center + spread.squareRoot() * $0) }
    return WorkSample(hours: WorkSample.sums(thinned(setup, points), sums))
  }

  private func thinned(_ values: [Int64], _ points: Int) -> [Int64] {
    guard values.count > points else { return values }
    return (0..<points).map { values[(2 * $0 + 1) * values.count / (2 * points)] }
  }

  private static func normals(_ points: Int) -> [Double] {
    points == coarse.count
      ? coarse : (0..<points).map { normalQuantile((Double($0) + 0.5) / Double(points)) }
  }
  private static let coarse = (0..<WorkSample.points).map {
    normalQuantile((Double($0) + 0.5) / Double(WorkSample.points))
  }
}
