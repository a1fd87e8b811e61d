/// The order of rows by a key, stable, in time that does not depend on the keys.
enum RadixOrder {
  /// What stands for a key that is not known: such rows come last in either direction.
  static let unknown = Int64.min

  /// The places of the keys in order; equal ones stay as they stand.
  ///
  /// - Complexity: O(keys): up to four passes of 16 bits, fewer where the keys lie close together.
  static func places(of keys: [Int64], isDescending: Bool) -> [Int32] {
    var codes: [UInt64] = []
    var places: [Int32] = []
    var last: [Int32] = []
    codes.reserveCapacity(keys.count)
    places.reserveCapacity(keys.count)
    var first: UInt64?
    var differences: UInt64 = 0
    for (place, key) in keys.enumerated() {
      let index = Int32(truncatingIfNeeded: place)
      guard key != unknown else {
        last.append(index)
        continue
      }
      // Moved so that the least key is nought; turned round where the greatest comes first.
      let moved = UInt64(bitPattern: key) ^ (1 << 63)
      let code = isDescending ? ~moved : moved
      codes.append(code)
      places.append(index)
      differences |= code ^ (first ?? code)
      if first == nil { first = code }
    }
    // Bits in which no two keys differ order nothing.
    for shift in stride(from: 0 as UInt64, to: 64, by: 16) where (differences >> shift) & 0xFFFF != 0 {
      sort(&codes, &places, shift: shift)
    }
    return places + last
  }

  private static func sort(_ codes: inout [UInt64], _ places: inout [Int32], shift: UInt64) {
    var starts = [Int](repeating: 0, count: 1 << 16 + 1)
    for code in codes { starts[Int((code >> shift) & 0xFFFF) + 1] += 1 }
    for digit in 1..<starts.count { starts[digit] += starts[digit - 1] }
    var movedCodes = [UInt64](repeating: 0, count: codes.count)
    var movedPlaces = [Int32](repeating: 0, count: codes.count)
    for (index, code) in codes.enumerated() {
      let digit = Int((code >> shift) & 0xFFFF)
      movedCodes[starts[digit]] = code
      movedPlaces[starts[digit]] = places[index]
      starts[digit] += 1
    }
    codes = movedCodes
    places = movedPlaces
  }
}
