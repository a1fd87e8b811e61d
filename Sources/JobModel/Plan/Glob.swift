/// A pattern in which `*` stands for any text and `?` for any one character, and all else for itself.
public struct Glob: Sendable, Hashable {
  private let pattern: [Character]

  /// A pattern as written.
  public init(_ pattern: some StringProtocol) { self.pattern = Array(pattern) }

  /// The pattern as it was written.
  public var text: String { String(pattern) }

  /// Whether the whole text fits.
  ///
  /// - Complexity: O(pattern × text), by going back to the last `*` only.
  public func matches(_ text: some StringProtocol) -> Bool {
    let text = Array(text)
    var p = 0
    var t = 0
    var star: (pattern: Int, text: Int)?
    while t < text.count {
      if p < pattern.count && pattern[p] == "*" {
        star = (p, t)
        p += 1
      } else if p < pattern.count && (pattern[p] == "?" || pattern[p] == text[t]) {
        p += 1
        t += 1
      } else if let last = star {
        star = (last.pattern, last.text + 1)
        p = last.pattern + 1
        t = last.text + 1
      } else {
        return false
      }
    }
    return pattern[p...].allSatisfy { $0 == "*" }
  }
}
