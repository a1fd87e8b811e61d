/// A list of texts and whole numbers as one line of JSON: tags, properties, changes of state.
///
/// Its own few lines because a JSONEncoder costs more than all the rest of a row. Objects are lists of names and
/// values in turn. The text is a function of the list.
enum FlatList {
  /// An element.
  enum Scalar: Equatable {
    case text(String)
    case integer(Int64)

    var text: String? { if case .text(let text) = self { text } else { nil } }
    var integer: Int64? { if case .integer(let value) = self { value } else { nil } }
  }

  /// `["a",1]`; nil for an empty list.
  static func array(_ scalars: some Sequence<Scalar>) -> String? {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(128)
    append(array: scalars, to: &bytes)
    return bytes.isEmpty ? nil : String(decoding: bytes, as: UTF8.self)
  }

  /// Appends `["a",1]`; nothing for an empty list.
  static func append(array scalars: some Sequence<Scalar>, to bytes: inout [UInt8]) {
    let start = bytes.count
    for scalar in scalars {
      bytes.append(UInt8(ascii: bytes.count == start ? "[" : ","))
      append(scalar, to: &bytes)
    }
    if bytes.count > start { bytes.append(UInt8(ascii: "]")) }
  }

  /// Appends `{"a":"b"}`; nothing for an empty list.
  static func append(object pairs: some Sequence<(String, String)>, to bytes: inout [UInt8]) {
    let start = bytes.count
    for (name, value) in pairs {
      bytes.append(UInt8(ascii: bytes.count == start ? "{" : ","))
      append(.text(name), to: &bytes)
      bytes.append(UInt8(ascii: ":"))
      append(.text(value), to: &bytes)
    }
    if bytes.count > start { bytes.append(UInt8(ascii: "}")) }
  }

  /// Appends an element.
  static func append(_ scalar: Scalar, to bytes: inout [UInt8]) {
    switch scalar {
    case .integer(let value):
      // The digits from the last on, then turned round: no String.
      if value < 0 { bytes.append(UInt8(ascii: "-")) }
      let start = bytes.count
      var rest = value.magnitude
      repeat {
        bytes.append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10))
        rest /= 10
      } while rest > 0
      bytes[start...].reverse()
    case .text(let text):
      bytes.append(UInt8(ascii: "\""))
      let start = bytes.count
      bytes.append(contentsOf: text.utf8)
      let needsEscapes = bytes[start...].contains {
        $0 < 0x20 || $0 == UInt8(ascii: "\"") || $0 == UInt8(ascii: "\\")
      }
      if !needsEscapes {
        bytes.append(UInt8(ascii: "\""))
        return
      }
      bytes.removeSubrange(start...)
      for byte in text.utf8 {
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"):
          bytes.append(UInt8(ascii: "\\"))
          bytes.append(byte)
        case 0..<0x20:
          let hexadecimal = String(byte, radix: 16)
          bytes.append(contentsOf: (hexadecimal.utf8.count == 1 ? "\\u000" : "\\u00").utf8)
          bytes.append(contentsOf: hexadecimal.utf8)
        default: bytes.append(byte)
        }
      }
      bytes.append(UInt8(ascii: "\""))
    }
  }

  /// The elements in their order, whatever brackets stand around them; nil for what is not such a list.
  static func scalars(_ json: String) -> [Scalar]? {
    var reader = Reader(bytes: Array(json.utf8))
    return reader.scalars()
  }

  private struct Reader {
    let bytes: [UInt8]
    var position = 0

    mutating func scalars() -> [Scalar]? {
      var result: [Scalar] = []
      while position < bytes.count {
        switch bytes[position] {
        case UInt8(ascii: "\""):
          guard let text = text() else { return nil }
          result.append(.text(text))
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"):
          let start = position
          position += 1
          while position < bytes.count, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(bytes[position]) {
            position += 1
          }
          guard let value = Int64(String(decoding: bytes[start..<position], as: UTF8.self)) else { return nil }
          result.append(.integer(value))
        case UInt8(ascii: "["), UInt8(ascii: "]"), UInt8(ascii: "{"), UInt8(ascii: "}"), UInt8(ascii: ","),
          UInt8(ascii: ":"), UInt8(ascii: " "):
          position += 1
        default: return nil
        }
      }
      return result
    }

    private mutating func text() -> String? {
      position += 1
      var text: [UInt8] = []
      while position < bytes.count {
        let byte = bytes[position]
        position += 1
        if byte == UInt8(ascii: "\"") { return String(decoding: text, as: UTF8.self) }
        guard byte == UInt8(ascii: "\\") else {
          text.append(byte)
          continue
        }
        guard position < bytes.count else { return nil }
        let escaped = bytes[position]
        position += 1
        if escaped == UInt8(ascii: "u") {
          // Only control characters are written so.
          guard position + 4 <= bytes.count,
            let value = UInt8(String(decoding: bytes[position..<(position + 4)], as: UTF8.self), radix: 16),
            value < 0x80
          else { return nil }
          text.append(value)
          position += 4
        } else if escaped == UInt8(ascii: "\"") || escaped == UInt8(ascii: "\\") {
          text.append(escaped)
        } else {
          return nil
        }
      }
      return nil
    }
  }
}
