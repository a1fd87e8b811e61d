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

  /// Damages a file at a drawn place: flips a bit, changes a byte, cuts, repeats, ends early, or puts in one of `pieces`.
  public mutating func damage(_ bytes: inout [UInt8], pieces: [String]) {
    guard bytes.count > 1 else { return }
    let place = below(bytes.count)
    let length = min(1 + below(40), bytes.count - place)
    switch below(6) {
    case 0: bytes[place] ^= UInt8(1 << below(8))
    case 1: bytes[place] = UInt8(below(256))
    case 2: bytes.removeSubrange(place..<(place + length))
    case 3: bytes.insert(contentsOf: bytes[place..<(place + length)], at: below(bytes.count))
    case 4: bytes.removeLast(below(bytes.count / 2 + 1))
    default: bytes.insert(contentsOf: Array(pieces[below(pieces.count)].utf8), at: place)
    }
  }
}
