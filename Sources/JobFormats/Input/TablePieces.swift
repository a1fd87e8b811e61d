import Glibc

/// Cuts a table into pieces that end with a record, so that several of them can be read at once.
///
/// Where the pieces end depends on the bytes alone, and so does what is read from them. What a record is, is what
/// ``DelimitedRows`` takes for one; a record that it will refuse (a quote that is never closed, a line beyond the limit)
/// is the end of the last piece.
///
/// - Complexity: each byte is looked at twice and copied once. Memory for a piece, or for the longest record.
struct TablePieces: ~Copyable {
  /// Whole records that follow each other.
  struct Piece: Sendable {
    var bytes: ByteBlock
    /// How many lines of the input stand before it.
    var linesBefore: Int
    /// How many records were cut off before it.
    var recordsBefore: Int
  }

  /// A piece ends with the first record that reaches this many bytes: enough that handing it over costs nothing, few
  /// enough that it stays in a processor's own cache.
  static let usualSize = 256 << 10

  private let input: ByteReader
  private let delimiter: UInt8
  private let quotes: Bool
  private let size: Int
  /// Where whoever reads the records will have given up.
  private let limit: Int
  private var lines: Int
  private var records = 0
  private var isAtEnd = false

  private static let quote = UInt8(ascii: "\"")
  private static let newline = UInt8(ascii: "\n")

  /// The pieces of what is unread of an input.
  ///
  /// - Parameter lines: how many lines were read of it.
  init(
    _ input: ByteReader, after lines: Int, delimiter: UInt8, size: Int = usualSize, limit: Int = LineReader.usualLimit
  ) {
    self.input = input
    self.lines = lines
    self.delimiter = delimiter
    self.size = max(size, 1)
    self.limit = 2 * limit + 1
    quotes = DelimitedRows.hasQuotes(delimiter)
  }

  /// The next piece; nil at the end.
  ///
  /// - Throws: what the input meets.
  mutating func next() throws(InputError) -> Piece? {
    let (linesBefore, recordsBefore) = (lines, records)
    var length = 0
    var nextQuote: Int?
    var isSearched = false
    while !isAtEnd && length < size {
      let bytes = UnsafeBufferPointer(start: input.base + input.position, count: input.end - input.position)
      if !isSearched {
        nextQuote = quotes ? Self.place(of: Self.quote, in: bytes, from: length) : nil
        isSearched = true
      }
      guard let end = recordEnd(bytes, from: length, &nextQuote) else {
        // The record goes on behind what is at hand.
        guard bytes.count - length <= limit, try input.more() else {
          isAtEnd = true
          if bytes.count > length { records += 1 }
          length = bytes.count
          break
        }
        isSearched = false
        continue
      }
      lines += 1
      let last = end - 2 >= length && bytes[end - 2] == UInt8(ascii: "\r") ? end - 2 : end - 1
      if last > length { records += 1 }
      length = end
    }
    guard length > 0 else { return nil }
    let bytes = ByteBlock(input.base + input.position, count: length)
    input.position += length
    return Piece(bytes: bytes, linesBefore: linesBefore, recordsBefore: recordsBefore)
  }

  /// The place behind the record that begins at `start`; nil if its end is not at hand.
  ///
  /// - Parameter nextQuote: the first quote that is not before `start`; moved on.
  private mutating func recordEnd(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int, _ nextQuote: inout Int?) -> Int?
  {
    guard let end = Self.place(of: Self.newline, in: bytes, from: start) else { return nil }
    guard let quote = nextQuote, quote < end else { return end + 1 }
    // Only a quote at the beginning of a field opens one that may go over the end of a line.
    var place = start
    var opens = true
    while place < bytes.count {
      let byte = bytes[place]
      if byte == Self.quote && opens {
        opens = false
        place += 1
        // A doubled quote is one of the text.
        while true {
          guard let close = Self.place(of: Self.quote, in: bytes, from: place), close + 1 < bytes.count else {
            return nil
          }
          place = close + 1
          if bytes[place] != Self.quote { break }
          place += 1
        }
        continue
      }
      place += 1
      if byte == Self.newline {
        // Those of the text in quotes; the caller counts the last one.
        lines += newlines(input.base + input.position + start, count: place - start) - 1
        nextQuote = Self.place(of: Self.quote, in: bytes, from: place)
        return place
      }
      opens = byte == delimiter
    }
    return nil
  }

  private static func place(of byte: UInt8, in bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Int? {
    guard let base = bytes.baseAddress, start < bytes.count,
      let found = memchr(base + start, Int32(byte), bytes.count - start)
    else { return nil }
    return UnsafeRawPointer(found) - UnsafeRawPointer(base)
  }
}
