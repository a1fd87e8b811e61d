/// The example's own source of chance: the same numbers for ever.
///
/// SplitMix64 (G. Steele, D. Lea, C. Flood, OOPSLA 2014). Only additions, products and comparisons of numbers are made
/// from it, no logarithms, so that every machine makes the same file.
struct DemoRandom {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  /// The next 64 bits.
  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var z = state
    z = (z ^ (z &>> 30)) &* 0xbf58_476d_1ce4_e5b9
    z = (z ^ (z &>> 27)) &* 0x94d0_49bb_1331_11eb
    return z ^ (z &>> 31)
  }

  /// A number from 0 up to 1, without 1.
  mutating func unit() -> Double { Double(next() >> 11) * 0x1p-53 }

  /// A time in milliseconds between two times in seconds.
  mutating func time(_ seconds: ClosedRange<Double>) -> Int64 {
    Int64((seconds.lowerBound + (seconds.upperBound - seconds.lowerBound) * unit()) * 1000)
  }

  /// A time in milliseconds near `hours`, 0.8 to 1.45 times as long, 1 in the mean.
  mutating func about(hours: Double) -> Int64 {
    let skewed = 0.8 + 0.15 * unit() + 0.5 * unit() * unit()
    return Int64(hours * 3_600_000 * skewed)
  }

  /// An id of the platform's kind: a class and 24 letters and digits.
  mutating func id(_ kind: String) -> String {
    let symbols = Array("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz")
    var id = kind + "-"
    for _ in 0..<24 { id.append(symbols[Int(next() % 62)]) }
    return id
  }
}
