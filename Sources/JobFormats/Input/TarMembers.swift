/// The files of a tar archive, one after the other as they come.
///
/// Source: POSIX.1-2017, pax: "ustar Interchange Format" and "pax Extended Header"; GNU tar's manual, "Basic Tar Format",
/// for long names (type L) and sizes in base 256.
final class TarMembers {
  /// A regular file of the archive.
  struct Member: Equatable {
    var name: String
    /// In bytes.
    var size: Int64
  }

  private let input: ByteReader
  /// What is unread of the member last found, with what fills its last block.
  private var left: Int64 = 0
  /// How many of its own bytes are unread.
  private(set) var unread: Int64 = 0

  private static let block = 512
  /// Names and attributes beyond this are none.
  private static let textLimit: Int64 = 1 << 20

  /// The members of an archive that is at its beginning.
  init(_ input: ByteReader) { self.input = input }

  /// Whether something begins with the header of a member.
  static func begins(_ head: InputHead) -> Bool {
    let header = Array(head.bytes.prefix(block))
    return header.count == block && header[257..<262].elementsEqual("ustar".utf8) && isWhole(header)
  }

  /// The next file; nil at the end of the archive.
  ///
  /// - Throws: ``InputError`` for an archive that is cut short or damaged, and for what the input meets.
  func next() throws(InputError) -> Member? {
    var longName: String?
    var longSize: Int64?
    while true {
      try skip()
      let header = try take(Self.block)
      // A block of noughts is the end, and so is the end.
      if header.allSatisfy({ $0 == 0 }) { return nil }
      guard header.count == Self.block else { throw cutShort() }
      guard Self.isWhole(header) else { throw damaged("a header with another sum") }
      guard let size = longSize ?? Self.number(header[124..<136]), size <= Int64.max - 512 else {
        throw damaged("a member without a size")
      }
      left = (size + 511) / 512 * 512
      unread = size
      switch header[156] {
      case 0, UInt8(ascii: "0"), UInt8(ascii: "7"):
        return Member(name: longName ?? Self.name(header), size: size)
      case UInt8(ascii: "L"):
        longName = Self.text(try attributes()[...])
      case UInt8(ascii: "x"):
        for (key, value) in Self.records(try attributes()) {
          if key == "path" { longName = value }
          if key == "size" { longSize = Int64(value).flatMap { $0 >= 0 ? $0 : nil } }
        }
      case UInt8(ascii: "g"), UInt8(ascii: "K"):
        // What holds for all members, and the target of a link.
        break
      default:
        // A folder, a link or a device holds no text.
        longName = nil
        longSize = nil
      }
    }
  }

  /// The beginning of the member last found, which is read by that.
  func head() throws(InputError) -> InputHead {
    var bytes: [UInt8] = []
    while bytes.count < InputHead.length && unread > 0 {
      bytes += try content(upTo: InputHead.length - bytes.count)
    }
    return InputHead(bytes)
  }

  /// The next bytes of the member last found; none at its end.
  func content(upTo limit: Int) throws(InputError) -> [UInt8] {
    guard unread > 0 else { return [] }
    let bytes = try take(Int(min(Int64(limit), unread)), atLeast: 1)
    guard !bytes.isEmpty else { throw cutShort() }
    left -= Int64(bytes.count)
    unread -= Int64(bytes.count)
    return bytes
  }

  /// Passes over what is unread of a member.
  private func skip() throws(InputError) {
    while left > 0 {
      let there = Int64(input.end - input.position)
      if there == 0 {
        guard try input.more() else {
          // Whoever cuts an archive behind a file's last byte takes nothing away.
          if unread <= 0 { break }
          throw cutShort()
        }
        continue
      }
      let step = min(left, there)
      input.position += Int(step)
      left -= step
      unread -= step
    }
  }

  /// So many bytes, or fewer where there are no more; only as many as are at hand if those are enough.
  private func take(_ count: Int, atLeast least: Int? = nil) throws(InputError) -> [UInt8] {
    while input.end - input.position < least ?? count, try input.more() {}
    let taken = min(count, input.end - input.position)
    defer { input.position += taken }
    return Array(UnsafeBufferPointer(start: input.base + input.position, count: taken))
  }

  private func attributes() throws(InputError) -> [UInt8] {
    guard unread <= Self.textLimit else { throw damaged("a name or an attribute of more than 1 MiB") }
    var bytes: [UInt8] = []
    while unread > 0 { bytes += try content(upTo: Int(unread)) }
    return bytes
  }

  private func cutShort() -> InputError {
    InputError(file: input.name, message: "the file is cut short: its tar archive ends early", hint: "copy it again")
  }

  private func damaged(_ found: String) -> InputError {
    InputError(file: input.name, message: "the tar archive is damaged: found \(found)", hint: "copy it again")
  }

  /// Whether a header's bytes have the sum that it states, its own field counted as spaces.
  private static func isWhole(_ header: [UInt8]) -> Bool {
    var sum: Int64 = 0
    for (place, byte) in header.enumerated() { sum += (148..<156).contains(place) ? 32 : Int64(byte) }
    return number(header[148..<156]) == sum
  }

  /// Octal digits, or base 256 if the first bit is set; nil for what is neither, or does not fit.
  private static func number(_ field: ArraySlice<UInt8>) -> Int64? {
    guard let first = field.first else { return nil }
    var value: UInt64 = 0
    if first & 0x80 != 0 {
      for (place, byte) in field.enumerated() {
        guard value >> 55 == 0 else { return nil }
        value = value << 8 | UInt64(place == 0 ? byte & 0x7F : byte)
      }
      return Int64(exactly: value)
    }
    let digits = field.trimming { $0 == UInt8(ascii: " ") || $0 == 0 }
    guard !digits.isEmpty else { return nil }
    for byte in digits {
      let digit = byte &- UInt8(ascii: "0")
      guard digit < 8, value >> 60 == 0 else { return nil }
      value = value << 3 | UInt64(digit)
    }
    return Int64(exactly: value)
  }

  private static func name(_ header: [UInt8]) -> String {
    let name = text(header[0..<100])
    let prefix = text(header[345..<500])
    // GNU's own form has other things where ustar has the rest of the name.
    return prefix.isEmpty || header[262] != 0 ? name : "\(prefix)/\(name)"
  }

  private static func text(_ field: ArraySlice<UInt8>) -> String {
    String(decoding: field.prefix { $0 != 0 }, as: UTF8.self)
  }

  /// The attributes of an extended header, lines such as `30 path=folder/file`; what is none is passed over.
  private static func records(_ bytes: [UInt8]) -> [(String, String)] {
    bytes.split(separator: UInt8(ascii: "\n")).compactMap { line in
      guard let space = line.firstIndex(of: UInt8(ascii: " ")) else { return nil }
      let pair = line[(space + 1)...]
      guard let mark = pair.firstIndex(of: UInt8(ascii: "=")) else { return nil }
      return (text(pair[..<mark]), text(pair[(mark + 1)...]))
    }
  }
}

extension ArraySlice {
  fileprivate func trimming(_ isMargin: (Element) -> Bool) -> ArraySlice {
    var slice = drop(while: isMargin)
    while let last = slice.last, isMargin(last) { slice.removeLast() }
    return slice
  }
}
