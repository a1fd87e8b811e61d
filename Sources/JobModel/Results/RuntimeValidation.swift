/// How near predicted runtimes on another machine come to the real ones, for several methods side by side.
public struct RuntimeValidation: Sendable, Equatable {
  /// What is known before, and what is predicted.
  public enum Setting: String, Sendable, CaseIterable {
    /// Up to six runs of each task with small inputs on the machine `local`; predicted are the full ones on all others.
    case local = "L"
    /// The full runs on one machine; predicted are the same on another, for all ordered pairs.
    case transfer = "T"
  }

  /// One way to predict, and how it fared.
  public struct Method: Sendable, Equatable {
    /// What it is called.
    public var name: String
    /// How many runs it predicted.
    public var predictions: Int
    /// |predicted − real| / real: the median.
    public var medianError: Double
    /// The mean of these.
    public var meanError: Double
    /// What nine of ten do not exceed.
    public var p90Error: Double
    /// Which share of the real runtimes lies in the interval meant to hold 90 %; nil where a method gives none.
    public var coverage90: Double?
    /// Some of the predictions, in seconds; see ``PredictionPair/sample(_:)``.
    public var pairs: [PredictionPair] = []

    /// A method of its parts.
    public init(
      name: String, predictions: Int, medianError: Double, meanError: Double, p90Error: Double, coverage90: Double?
    ) {
      self.name = name
      self.predictions = predictions
      self.medianError = medianError
      self.meanError = meanError
      self.p90Error = p90Error
      self.coverage90 = coverage90
    }
  }

  /// What was known and predicted.
  public var setting: Setting
  /// The methods, ours first.
  public var methods: [Method]

  /// A result of its parts.
  public init(setting: Setting, methods: [Method]) {
    self.setting = setting
    self.methods = methods
  }
}
