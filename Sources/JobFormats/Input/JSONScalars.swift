/// The plain values of a JSON object by place, in one buffer.
struct JSONScalars {
  /// The line on which the object begins, counted from 1.
  var line: Int
  /// All values, one behind the other.
  private(set) var bytes: [UInt8] = []
  /// Where in ``bytes`` each lies.
  private(set) var ranges: [Range<Int>]

  /// No values in so many places.
  init(places: Int, line: Int) {
    self.line = line
    ranges = Array(repeating: 0..<0, count: places)
  }

  /// The value at a place: a text, a number or a truth value as it was written; empty where there is none.
  subscript(place: Int) -> ArraySlice<UInt8> { bytes[ranges[place]] }

  /// The value at a place as text; nil where there is none.
  func text(_ place: Int) -> String? { ranges[place].isEmpty ? nil : self[place].text }

  /// Reads the value that comes next into a place; of two the later one stands.
  ///
  /// - Returns: false for an object or an array, which is passed over.
  mutating func read(_ place: Int, from json: inout JSONPullReader) throws(InputError) -> Bool {
    let kind = try json.peek()
    let start = bytes.count
    _ = try json.appendScalar(to: &bytes)
    ranges[place] = start..<bytes.count
    return kind != .object && kind != .array
  }
}
