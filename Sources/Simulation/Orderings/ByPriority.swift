extension Ordering {
  /// The highest priority first, then as they became ready.
  static let byPriority = Ordering(needs: .priority) { -$0.priority }
}
