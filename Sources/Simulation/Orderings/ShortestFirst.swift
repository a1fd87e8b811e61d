extension Ordering {
  /// What is expected to take least first; on a batch log, what asks for least.
  static let shortestFirst = Ordering { $0.expected }
}
