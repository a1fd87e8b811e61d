/// How near the choice of machines for a graph with a deadline comes to the optimum, over many graphs.
public struct TypesValidation: Sendable, Equatable {
  /// A graph with machines to choose from, a deadline, and what the best choice costs.
  public struct Instance: Sendable, Equatable {
    /// What it is called.
    public var name: String
    /// What an hour of each machine costs.
    public var prices: [Double]
    /// How many seconds each task takes on each machine.
    public var seconds: [[Double]]
    /// Which task waits for which.
    public var edges: [Edge]
    /// By when everything must have ended, in seconds.
    public var deadlineSeconds: Double
    /// What the best choice costs; nil if nobody knows.
    public var optimalCost: Double?

    /// An instance of its parts.
    public init(
      name: String, prices: [Double], seconds: [[Double]], edges: [Edge], deadlineSeconds: Double, optimalCost: Double?
    ) {
      self.name = name
      self.prices = prices
      self.seconds = seconds
      self.edges = edges
      self.deadlineSeconds = deadlineSeconds
      self.optimalCost = optimalCost
    }
  }

  /// One task waits for another.
  public struct Edge: Sendable, Hashable {
    /// Which ends first.
    public var from: Int
    /// Which waits.
    public var to: Int

    /// `to` waits for `from`.
    public init(from: Int, to: Int) {
      self.from = from
      self.to = to
    }
  }

  /// How many instances there were.
  public var instances = 0
  /// In how many no choice was found, or one that misses the deadline.
  public var infeasible = 0
  /// In how many the choice seems cheaper than the optimum: a fault of one of the two.
  public var belowOptimum = 0
  /// How much dearer than the optimum, as a share of it: mean over all instances solved.
  public var meanGap = 0.0
  /// The largest of these.
  public var maxGap = 0.0
  /// In what share of the instances the optimum was found.
  public var optimalShare = 0.0
  /// How many instances name no optimum: they are compared with the lower bound.
  public var withoutOptimum = 0

  /// The gaps themselves, in the order of the instances; see ``maxGap``. Those without a solution have none.
  public var gaps: [Double] = []

  /// Nothing tried yet.
  public init() {}
}
