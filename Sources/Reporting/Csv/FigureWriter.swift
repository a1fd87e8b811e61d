/// Figures and texts as bytes in a buffer that is handed on when it is full; no `String` and no bounds check a figure.
struct FigureWriter: ~Copyable {
  /// No figure with its comma takes more.
  private static let longestFigure = 40
  private static let chunk = 1 << 18

  private let base: UnsafeMutablePointer<UInt8>
  private var count = 0

  init() { base = .allocate(capacity: Self.chunk) }
  deinit { base.deallocate() }

  /// Hands on what there is if the next row of figures might not fit; call it once a row, before its figures.
  @inline(__always) mutating func makeRoom(
    figures: Int, _ sink: ([UInt8]) throws -> Void
  ) rethrows {
    if count &+ figures &* Self.longestFigure > Self.chunk { try flush(sink) }
  }

  /// Hands on what there is.
  mutating func flush(_ sink: ([UInt8]) throws -> Void) rethrows {
    if count > 0 { try sink(Array(UnsafeBufferPointer(start: base, count: count))) }
    count = 0
  }

  @inline(__always) mutating func byte(_ value: UInt8) {
    base[count] = value
    count &+= 1
  }

  @inline(__always) mutating func comma() { byte(UInt8(ascii: ",")) }
  @inline(__always) mutating func newline() { byte(UInt8(ascii: "\n")) }

  /// A text of any length.
  mutating func text(_ bytes: [UInt8], _ sink: ([UInt8]) throws -> Void) rethrows {
    if count &+ bytes.count &+ 16 &* Self.longestFigure > Self.chunk { try flush(sink) }
    if bytes.count > Self.chunk / 2 { return try sink(bytes) }
    bytes.withUnsafeBufferPointer { source in
      if let start = source.baseAddress { (base + count).update(from: start, count: source.count) }
    }
    count &+= bytes.count
  }

  /// A whole number.
  @inline(__always) mutating func integer(_ value: Int64) {
    if value < 0 { byte(UInt8(ascii: "-")) }
    digits(value.magnitude)
  }

  /// Milliseconds as seconds, nothing for ``Schedule/never``.
  @inline(__always) mutating func time(_ milliseconds: Int64) {
    if milliseconds != .min { fixed(milliseconds, places: 3, unit: 1000) }
  }

  /// A number of whole units of 10^-places, without noughts at its end: (12500, 3) → `12.5`.
  @inline(__always) mutating func fixed(_ value: Int64, places: Int, unit: UInt64) {
    if value < 0 { byte(UInt8(ascii: "-")) }
    let (whole, fraction) = value.magnitude.quotientAndRemainder(dividingBy: unit)
    digits(whole)
    if fraction == 0 { return }
    byte(UInt8(ascii: "."))
    var rest = fraction
    var place = unit / 10
    while rest > 0 && place > 0 {
      byte(UInt8(ascii: "0") &+ UInt8(truncatingIfNeeded: rest / place))
      rest %= place
      place /= 10
    }
  }

  @inline(__always) private mutating func digits(_ value: UInt64) {
    var length = 1
    var bound: UInt64 = 10
    while length < 20 && value >= bound {
      length &+= 1
      bound = length == 20 ? .max : bound &* 10
    }
    var rest = value
    var place = count &+ length
    while place > count {
      place &-= 1
      let tenth = rest / 10
      base[place] = UInt8(ascii: "0") &+ UInt8(truncatingIfNeeded: rest &- tenth &* 10)
      rest = tenth
    }
    count &+= length
  }
}
