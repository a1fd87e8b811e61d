/// How often to simulate, from which seed, on how many threads.
public struct SimulationOptions: Sendable {
  /// How many times a plan is simulated, each with other draws.
  public var replications: Int
  /// Where the random draws come from.
  public var seed: UInt64
  /// How many replications run at once; the result does not depend on it.
  public var threads: Int

  /// The most replications.
  public static let replicationLimit = 10_000_000

  /// Options; what is out of range is held at its ends.
  public init(replications: Int = 1000, seed: UInt64 = 1, threads: Int = 1) {
    self.replications = min(max(1, replications), Self.replicationLimit)
    self.seed = seed
    self.threads = min(max(1, threads), 256)
  }
}
