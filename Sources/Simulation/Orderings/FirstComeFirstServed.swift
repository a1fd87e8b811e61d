extension Ordering {
  /// As they became ready.
  static let firstComeFirstServed = Ordering()
}
