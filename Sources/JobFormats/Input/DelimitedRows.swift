import Glibc

/// The records of a table in text, field by field as they lie in the input, for tables of millions of rows.
///
/// The rules are those of ``DelimitedReader``, which hands out slices that outlive the row and stands on this one. Here
/// nothing is copied, unless a record holds quotes.
///
/// - Complexity: each byte of a record is looked at once, eight at a time; a record without quotes allocates nothing.
struct DelimitedRows: ~Copyable {
  /// The line on which the record last read begins, counted from 1.
  private(set) var line = 0
  /// The bytes of the record last read, as they stand in the file, without the last line's end; valid until the next.
  private(set) var raw = UnsafeBufferPointer<UInt8>(start: nil, count: 0)
  /// How many fields the record has.
  private(set) var count = 0

  private let file: String
  private let delimiter: UInt8
  private let quotes: Bool
  private let limit: Int
  private var lines: LineReader
  /// Where the fields' bytes lie: the record itself, or what is left of it without quotes.
  private var content = UnsafeBufferPointer<UInt8>(start: nil, count: 0)
  /// Of each field its first byte in `content` and the one behind its last.
  private var bounds: UnsafeMutablePointer<Int>
  private var room: Int
  /// Where the field begins that no delimiter has ended yet.
  private var lastStart = 0
  /// A record that goes over line ends, which the lines hand out one by one.
  private var joined = ByteBuffer()
  private var unquoted = ByteBuffer()

  private static let quote = UInt8(ascii: "\"")
  private static let feed = UInt8(ascii: "\n")

  /// The records of an input that is at its beginning.
  ///
  /// - Parameter lines: how many lines stand before it, if it is a part of another.
  init(
    _ input: ByteReader, after lines: Int = 0, delimiter: UInt8, quotes: Bool? = nil,
    limit: Int = LineReader.usualLimit
  ) {
    file = input.name
    self.delimiter = delimiter
    self.quotes = quotes ?? Self.hasQuotes(delimiter)
    self.limit = limit
    self.lines = LineReader(input, after: lines, limit: limit)
    room = 64
    bounds = .allocate(capacity: 2 * room)
  }

  deinit { bounds.deallocate() }

  /// Whether fields are quoted in tables with this delimiter: those with tabs have no quotes.
  static func hasQuotes(_ delimiter: UInt8) -> Bool { delimiter != UInt8(ascii: "\t") }

  /// Leaves the input behind the record last read, for others to read on; how many lines stand before that place.
  consuming func leave() -> Int {
    lines.leave()
    return lines.lineNumber
  }

  /// A field of the record last read, quotes taken away; valid until the next record.
  ///
  /// - Precondition: `index` is below ``count``.
  subscript(index: Int) -> UnsafeBufferPointer<UInt8> {
    @inline(__always) get { record[index] }
  }

  /// The record last read, to be handed on: who gets a table that cannot be copied gets a copy of its bytes all the
  /// same.
  var record: DelimitedRecord {
    @inline(__always) get { DelimitedRecord(line: line, count: count, bytes: content.baseAddress, bounds: bounds) }
  }

  /// Where a field lies in ``fields``.
  func range(_ index: Int) -> Range<Int> {
    precondition(index >= 0 && index < count)
    return bounds[2 * index]..<bounds[2 * index + 1]
  }

  /// The bytes in which the fields lie; valid until the next record.
  var fields: UnsafeBufferPointer<UInt8> { content }

  /// Reads the next record; false at the end of the input.
  ///
  /// - Throws: ``InputError`` for a quote that is never closed, a record beyond the limit and what the input meets.
  mutating func next() throws(InputError) -> Bool {
    var hasQuotes = false
    repeat {
      // The end of most lines is at hand, and found together with their fields.
      let ahead = try lines.ahead()
      if let end = split(ahead, &hasQuotes) {
        raw = try lines.take(end)
      } else {
        guard let bytes = try lines.nextBytes() else { return false }
        raw = bytes
        _ = split(raw, &hasQuotes)
      }
    } while raw.isEmpty
    close()
    line = lines.lineNumber
    content = raw
    if hasQuotes && quotes && !stripQuotes() { try splitQuoted() }
    return true
  }

  /// Finds the fields up to the first line end as if there were no quotes, the last of them without its end; where that
  /// line end is, or nil.
  ///
  /// - Parameter hasQuotes: whether there are some.
  private mutating func split(_ bytes: UnsafeBufferPointer<UInt8>, _ hasQuotes: inout Bool) -> Int? {
    count = 0
    lastStart = 0
    hasQuotes = false
    guard let base = bytes.baseAddress else { return nil }
    let feeds = repeated(Self.feed)
    let delimiters = repeated(delimiter)
    let marks = repeated(Self.quote)
    var quoted: UInt64 = 0
    var place = 0
    while place < bytes.count {
      // The input has bytes behind its last one, which can be loaded and do not count.
      let word = eightBytes(base + place)
      var valid = bytes.count &- place >= 8 ? UInt64.max : (1 &<< UInt64(8 &* (bytes.count &- place))) &- 1
      let feed = noughts(word ^ feeds) & valid
      if feed != 0 { valid = (feed & (0 &- feed)) &- 1 }
      quoted |= noughts(word ^ marks) & valid
      var found = noughts(word ^ delimiters) & valid
      if found != 0 {
        makeRoom(8)
        repeat {
          let end = place &+ (found.trailingZeroBitCount &>> 3)
          push(lastStart, end)
          lastStart = end &+ 1
          found &= found &- 1
        } while found != 0
      }
      if feed != 0 {
        hasQuotes = quoted != 0
        return place &+ (feed.trailingZeroBitCount &>> 3)
      }
      place &+= 8
    }
    hasQuotes = quoted != 0
    return nil
  }

  /// The last field ends with the record.
  @inline(__always) private mutating func close() {
    makeRoom(1)
    push(lastStart, raw.count)
  }

  @inline(__always) private mutating func push(_ start: Int, _ end: Int) {
    bounds[2 &* count] = start
    bounds[2 &* count &+ 1] = end
    count &+= 1
  }

  @inline(__always) private mutating func makeRoom(_ more: Int) {
    if count &+ more > room { grow(more) }
  }

  private mutating func grow(_ more: Int) {
    let larger = UnsafeMutablePointer<Int>.allocate(capacity: 2 * (2 * room + more))
    larger.update(from: bounds, count: 2 * count)
    bounds.deallocate()
    bounds = larger
    room = 2 * room + more
  }

  /// Takes the quotes off fields that have one at either end and none in between, where they lie; false if a field has
  /// others, so that its end may be elsewhere.
  private mutating func stripQuotes() -> Bool {
    guard let base = raw.baseAddress else { return true }
    for index in 0..<count {
      let start = bounds[2 &* index]
      let last = bounds[2 &* index &+ 1] &- 1
      guard start <= last, base[start] == Self.quote else { continue }
      let inside = last &- start
      guard inside > 0, let found = memchr(base + (start &+ 1), Int32(Self.quote), inside),
        found == UnsafeRawPointer(base + last)
      else { return false }
      bounds[2 &* index] = start &+ 1
      bounds[2 &* index &+ 1] = last
    }
    return true
  }

  private mutating func splitQuoted() throws(InputError) {
    unquoted.removeAll()
    count = 0
    var index = 0
    while true {
      let start = unquoted.count
      if index < raw.count && raw[index] == Self.quote { index = try unquote(from: index + 1) }
      // What follows a closing quote up to the delimiter belongs to the field as well: nothing is lost.
      while index < raw.count && raw[index] != delimiter {
        unquoted.append(raw[index])
        index += 1
      }
      makeRoom(1)
      push(start, unquoted.count)
      if index == raw.count { break }
      index += 1
    }
    content = unquoted.bytes
  }

  /// Takes a quoted field's content, over line ends if need be, and gives the index behind its closing quote.
  private mutating func unquote(from start: Int) throws(InputError) -> Int {
    var index = start
    while true {
      while index < raw.count {
        if raw[index] == Self.quote {
          guard index + 1 < raw.count && raw[index + 1] == Self.quote else { return index + 1 }
          index += 1
        }
        unquoted.append(raw[index])
        index += 1
      }
      guard raw.count <= limit else { throw neverClosed() }
      if raw.baseAddress != joined.bytes.baseAddress {
        joined.removeAll()
        joined.append(raw)
      }
      guard let more = try lines.nextBytes() else { throw neverClosed() }
      joined.append(UInt8(ascii: "\n"))
      joined.append(more)
      raw = joined.bytes
    }
  }

  private func neverClosed() -> InputError {
    InputError(file: file, line: line, message: "a quote is opened in this record and never closed")
  }
}
