import Simulation

/// Standard normal numbers as a pure function of a seed, a name and a counter.
struct SeededNormals {
  private let key: UInt64

  /// The numbers of a name.
  init(seed: UInt64, name: String) {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325  // FNV-1a
    for byte in name.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
    key = Self.mix(hash ^ Self.mix(seed))
  }

  /// The number of a place.
  func normal(_ place: Int) -> Double {
    let bits = Self.mix(key &+ UInt64(truncatingIfNeeded: place) &* 0x9e37_79b9_7f4a_7c15)
    return normalQuantile((Double(bits >> 12) + 0.5) * 0x1p-52)
  }

  /// SplitMix64's finaliser (Steele, Lea, Flood, OOPSLA 2014).
  private static func mix(_ value: UInt64) -> UInt64 {
    var z = value &+ 0x9e37_79b9_7f4a_7c15
    z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
    z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
    return z ^ (z >> 31)
  }
}
