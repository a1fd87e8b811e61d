extension Ordering {
  /// The largest rank first, then as they became ready.
  static let byRank = Ordering(needs: .rank) { -$0.rank }
}
