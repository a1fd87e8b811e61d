/// What was predicted for one task or job, and what came.
public struct PredictionPair: Sendable, Equatable {
  /// What was predicted.
  public var predicted: Double
  /// What came.
  public var actual: Double

  /// A prediction with what came.
  public init(predicted: Double, actual: Double) {
    self.predicted = predicted
    self.actual = actual
  }

  /// The most pairs that a result keeps, to be looked at.
  public static let sampleSize = 2000

  /// At most ``sampleSize`` of them, at equal distances in their order: the same pairs give the same sample.
  public static func sample(_ pairs: [PredictionPair]) -> [PredictionPair] {
    guard pairs.count > sampleSize else { return pairs }
    return (0..<sampleSize).map { pairs[$0 * pairs.count / sampleSize] }
  }
}
