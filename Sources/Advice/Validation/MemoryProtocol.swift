/// How recorded tasks are handed to a sizing rule, after the published comparisons.
public enum MemoryProtocol: String, Sendable, CaseIterable {
  /// The protocol of the Sizey paper (Bader et al., CLUSTER 2024): a drawn part is known beforehand, the other tasks are
  /// sized one after the other, and each result is known at once.
  case split
  /// All tasks in the order of submission, from nothing; each result is known at once.
  case seq
  /// All tasks in the order of their starts, from nothing; only what had ended before a start is known.
  case causal
}
