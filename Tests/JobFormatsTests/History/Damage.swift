import TestSupport
import Testing

@testable import JobFormats

/// Copies of a file as a broken disk, a hasty editor or a stranger would leave it.
struct Damage {
  /// How many copies of each sample are read.
  static let copies = 10_000

  let original: [UInt8]
  let seed: UInt64
  /// What files of the format do not take well.
  let pieces: [String]
  /// How many damages a copy has at most.
  var most = 4

  init(_ text: String, seed: UInt64, pieces: [String]) {
    original = Array(text.utf8)
    self.seed = seed
    self.pieces = pieces
  }

  /// Reads damaged copies: each gives something sound or an ``InputError``.
  ///
  /// - Parameter read: reads a copy, and says what is wrong with what came of it.
  /// - Returns: how many could be read.
  @discardableResult
  func read(copies: Int = Self.copies, _ read: ([UInt8], Int, inout SeededGenerator) throws -> String?) -> Int {
    var random = SeededGenerator(seed: seed)
    var readable = 0
    for number in 0..<copies {
      var bytes = original
      for _ in 0...random.below(most) { random.damage(&bytes, pieces: pieces) }
      do {
        if let fault = try read(bytes, number, &random) { Issue.record("copy \(number) of seed \(seed): \(fault)") }
        readable += 1
      } catch is InputError {
        continue
      } catch {
        Issue.record("copy \(number) of seed \(seed): \(error)")
      }
    }
    return readable
  }
}
