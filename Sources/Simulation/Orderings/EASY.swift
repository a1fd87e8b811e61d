extension Ordering {
  /// As they became ready, but a job may pass a head that does not fit if that does not delay it; see
  /// ``EasyBackfilling`` and ``NodePool``.
  static let easy = Ordering(backfilling: .easy)
  /// The same with one look after every single event, for cross-checks; see ``EasyPerEvent``.
  static let easyPerEvent = Ordering(backfilling: .easyPerEvent)
}
