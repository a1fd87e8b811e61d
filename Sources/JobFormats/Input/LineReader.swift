import Glibc

/// The lines of an input, one at a time, in bounded memory.
///
/// Ends of lines are `\n` or `\r\n`, the last one may be missing, and a byte order mark at the beginning is dropped.
public struct LineReader: ~Copyable {
  /// The longest line accepted, in bytes: a line beyond it is an error, so that a file without line ends cannot fill
  /// the memory.
  public static let usualLimit = 16 << 20

  /// The number of the line last read, counted from 1.
  public private(set) var lineNumber = 0

  private let input: ByteReader
  private let limit: Int
  /// What the line last read takes of the input, with its end.
  private var consumed = 0
  /// Whether a byte order mark may follow.
  private var isAtBeginning = true

  /// The lines of an input that is at its beginning.
  public init(_ input: ByteReader, limit: Int = usualLimit) {
    self.input = input
    self.limit = limit
  }

  /// The lines of a part of an input, before which so many lines stand.
  init(_ part: ByteReader, after lines: Int, limit: Int) {
    self.init(part, limit: limit)
    lineNumber = lines
    isAtBeginning = lines == 0
  }

  /// Leaves the input behind the line last read, for others to read on.
  mutating func leave() {
    input.position += consumed
    consumed = 0
  }

  /// The next line without its end, or nil at the end of the input.
  ///
  /// - Throws: ``InputError`` for a line beyond the limit and for what the ``ByteReader`` meets.
  public mutating func next() throws(InputError) -> [UInt8]? {
    guard let line = try nextBytes() else { return nil }
    return Array(line)
  }

  /// What is at hand of the input behind the line last read, to look for the next line's end in; some more bytes can be
  /// loaded behind it.
  @inline(__always) mutating func ahead() throws(InputError) -> UnsafeBufferPointer<UInt8> {
    leave()
    if isAtBeginning { try dropByteOrderMark() }
    return UnsafeBufferPointer(start: input.base + input.position, count: input.end - input.position)
  }

  /// The next line without its end, of which somebody found how many bytes stand before its line feed.
  @inline(__always) mutating func take(_ length: Int) throws(InputError) -> UnsafeBufferPointer<UInt8> {
    try line(length: length, taking: length + 1)
  }

  /// The next line without its end, valid until the next call.
  mutating func nextBytes() throws(InputError) -> UnsafeBufferPointer<UInt8>? {
    leave()
    if isAtBeginning { try dropByteOrderMark() }
    var searched = 0
    while true {
      let start = input.base + input.position
      let available = input.end - input.position
      if available > searched, let found = memchr(start + searched, Int32(UInt8(ascii: "\n")), available - searched) {
        let length = UnsafePointer(found.assumingMemoryBound(to: UInt8.self)) - UnsafePointer(start)
        return try line(length: length, taking: length + 1)
      }
      searched = available
      guard available <= limit else { throw tooLong() }
      if try !input.more() { return available == 0 ? nil : try line(length: available, taking: available) }
    }
  }

  private mutating func line(length: Int, taking consumed: Int) throws(InputError) -> UnsafeBufferPointer<UInt8> {
    guard length <= limit else { throw tooLong() }
    lineNumber += 1
    self.consumed = consumed
    let start = input.base + input.position
    let isCRLF = length > 0 && start[length - 1] == UInt8(ascii: "\r")
    return UnsafeBufferPointer(start: start, count: isCRLF ? length - 1 : length)
  }

  private func tooLong() -> InputError {
    InputError(
      file: input.name, line: lineNumber + 1, message: "the line is longer than \(limit >> 20) MiB",
      hint: "check that this is the right file")
  }

  private mutating func dropByteOrderMark() throws(InputError) {
    isAtBeginning = false
    while input.end - input.position < 3, try input.more() {}
    let start = input.base + input.position
    if input.end - input.position >= 3, start[0] == 0xEF, start[1] == 0xBB, start[2] == 0xBF { input.position += 3 }
  }
}
