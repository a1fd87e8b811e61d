extension Recommendation {
  /// How many times as long jobs take under what is proposed.
  public struct RuntimeRatio: Sendable, Equatable {
    /// What is expected.
    public var expected: Double
    /// What is passed with a chance of 5 %.
    public var high: Double

    /// A ratio with its upper bound.
    public init(expected: Double, high: Double) {
      self.expected = expected
      self.high = high
    }

    /// Nothing changes.
    public static let none = RuntimeRatio(expected: 1, high: 1)
  }

  /// What is advised about the longest a job may run, and what a job that hangs costs.
  public struct TimeLimit: Sendable, Equatable {
    /// The advice, for the machine that is proposed.
    public var advice: TimeoutAdvice
    /// What a job that hangs burns under the timeout that is proposed or kept; nil without a price or a timeout.
    public var hungCost: Money?
    /// The same under the timeout and on the machine of now.
    public var hungCostNow: Money?
    /// The advice in a sentence for people.
    public var words: String

    /// Advice of its parts.
    public init(advice: TimeoutAdvice, hungCost: Money?, hungCostNow: Money?, words: String) {
      self.advice = advice
      self.hungCost = hungCost
      self.hungCostNow = hungCostNow
      self.words = words
    }
  }

  /// Whether more than the timeout should change.
  public var changesMore: Bool {
    var setting = recommended.setting
    setting.timeout = current.setting.timeout
    return setting != current.setting
  }
}
