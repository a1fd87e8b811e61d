extension Ordering {
  /// The user who holds the fewest workers (on a cluster cores, in a batch log processors) first; of equals the one whose
  /// first job became ready first.
  static let fairShare = Ordering(servesLeastHolder: true)
}
