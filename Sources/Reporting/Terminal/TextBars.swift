/// Small pictures of one line, made of block elements (U+2581 to U+258F), which monospaced fonts have.
///
/// They stand beside figures and never in place of them: who cannot see them misses nothing.
enum TextBars {
  private static let heights: [Character] = ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"]
  private static let widths: [Character] = ["▏", "▎", "▍", "▌", "▋", "▊", "▉"]

  /// A bar from the left, to an eighth of a character; what is there has at least that.
  ///
  /// - Parameters:
  ///   - share: of the whole width, held between 0 and 1.
  ///   - width: in characters.
  static func bar(_ share: Double, width: Int) -> String {
    guard share > 0, width > 0 else { return "" }
    let eighths = max(1, Int((min(share, 1) * Double(width) * 8).rounded()))
    let rest = eighths % 8
    return String(repeating: "█", count: eighths / 8) + (rest > 0 ? String(widths[rest - 1]) : "")
  }

  /// A column for each value, the greatest at full height; a blank where there is nothing.
  ///
  /// - Parameter most: what has full height; nil for the greatest of the values.
  static func columns(_ values: [Double], most: Double? = nil) -> String {
    let finite = values.map { $0.isFinite ? max(0, $0) : 0 }
    guard let most = most ?? finite.max(), most > 0, most.isFinite else { return "" }
    return String(
      finite.map { value in
        value > 0 ? heights[min(7, max(0, Int((value / most * 8).rounded(.up)) - 1))] : " "
      })
  }

  /// How often values fall into each of so many equal parts of their range; none where they are all one.
  static func histogram(_ values: [Int64], parts: Int) -> [Double] {
    guard parts > 0, let least = values.min(), let most = values.max(), least < most else { return [] }
    let span = Double(most) - Double(least)
    var counts = [Double](repeating: 0, count: parts)
    for value in values {
      let share = (Double(value) - Double(least)) / span
      counts[min(parts - 1, max(0, Int(share * Double(parts))))] += 1
    }
    return counts
  }
}
