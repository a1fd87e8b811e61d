import Foundation

/// How much memory several sizing rules would have wasted on recorded tasks.
public struct MemoryValidation: Sendable, Equatable {
  /// What one rule came to.
  public struct Tally: Sendable, Equatable {
    /// How many tasks were sized.
    public var tasks = 0
    /// What was held and not used, in GBh: all of failed attempts, the rest of the others.
    public var wastage = 0.0
    /// How many attempts failed.
    public var failures = 0

    /// Nothing yet.
    public init() {}

    /// Both together.
    public static func + (a: Tally, b: Tally) -> Tally {
      var sum = a
      sum.tasks += b.tasks
      sum.wastage += b.wastage
      sum.failures += b.failures
      return sum
    }
  }

  /// A rule, with what it came to in each file.
  public struct Method: Sendable, Equatable {
    /// Its name, such as `ponder`.
    public var name: String
    /// By file, in the order given.
    public var files: [Tally]

    /// A rule of its parts.
    public init(name: String, files: [Tally]) {
      self.name = name
      self.files = files
    }

    /// Over all files.
    public var total: Tally { files.reduce(Tally(), +) }
  }

  /// The protocol's word: `split`, `seq` or `causal`.
  public var sizingProtocol: String
  /// The largest share of attempts that were allowed to fail, if there was one.
  public var maximalFailureRate: Double?
  /// The files, as they were named.
  public var files: [String]
  /// What the tasks used, in GBh, by file.
  public var used: [Double]
  /// The rules, this program's own first.
  public var methods: [Method]
  /// Some of what this program's own rule gave first attempts, and their peaks, in GB; see ``PredictionPair/sample(_:)``.
  public var pairs: [PredictionPair] = []

  /// A validation of its parts.
  public init(
    sizingProtocol: String, maximalFailureRate: Double?, files: [String], used: [Double], methods: [Method]
  ) {
    self.sizingProtocol = sizingProtocol
    self.maximalFailureRate = maximalFailureRate
    self.files = files
    self.used = used
    self.methods = methods
  }

  /// The geometric mean over the files of a rule's wastage to that of another one; nil where one of them wasted nothing.
  public func ratio(of method: Method, to other: String) -> Double? {
    guard let base = methods.first(where: { $0.name == other }), !method.files.isEmpty else { return nil }
    var sum = 0.0
    for (own, its) in zip(method.files, base.files) {
      guard own.wastage > 0, its.wastage > 0 else { return nil }
      sum += Foundation.log(own.wastage / its.wastage)
    }
    return Foundation.exp(sum / Double(method.files.count))
  }
}
