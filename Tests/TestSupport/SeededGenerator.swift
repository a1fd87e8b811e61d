/// A seeded generator whose numbers are the same for ever (SplitMix64, G. Steele, D. Lea, C. Flood, OOPSLA 2014).
public struct SeededGenerator: RandomNumberGenerator {
  private var state: UInt64

  /// A generator that starts from `seed`.
  public init(seed: UInt64) { state = seed }

  /// The next 64 bits.
  public mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var z = state
    z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
    z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
    return z ^ (z >> 31)
  }

  /// A whole number below `bound`, which is at least 1.
  public mutating func below(_ bound: Int) -> Int { Int(next() % UInt64(max(1, bound))) }

  /// What numbers become: huge, negative, and none.
  private static let numbers = [
    "9223372036854775807", "-9223372036854775808", "18446744073709551616", "1e300", "-1e300", "1e-300", "-1", "0",
    "NaN", "-0.5",
    "Infinity",
  ]

  /// Damages a file at a drawn place: flips a bit, changes a byte, cuts, repeats, ends early, puts in one of `pieces`, makes
  /// a number another, or one that is huge, negative or none.
  public mutating func damage(_ bytes: inout [UInt8], pieces: [String]) {
    guard bytes.count > 1 else { return }
    let place = below(bytes.count)
    let length = min(1 + below(40), bytes.count - place)
    switch below(8) {
    case 0: bytes[place] ^= UInt8(1 << below(8))
    case 1: bytes[place] = UInt8(below(256))
    case 2: bytes.removeSubrange(place..<(place + length))
    case 3: bytes.insert(contentsOf: bytes[place..<(place + length)], at: below(bytes.count))
    case 4: bytes.removeLast(below(bytes.count / 2 + 1))
    case 5: bytes.insert(contentsOf: Array(pieces[below(pieces.count)].utf8), at: place)
    default:
      func isDigit(_ byte: UInt8) -> Bool { byte >= 0x30 && byte <= 0x39 }
      guard let start = bytes[place...].firstIndex(where: isDigit) else { return }
      // Another digit: sizes, times and references change, the text stays as it was.
      if below(2) == 0 {
        bytes[start] = UInt8(0x30 + below(10))
        return
      }
      let end = bytes[start...].firstIndex { !isDigit($0) && $0 != UInt8(ascii: ".") } ?? bytes.count
      bytes.replaceSubrange(start..<end, with: Array(Self.numbers[below(Self.numbers.count)].utf8))
    }
  }
}
