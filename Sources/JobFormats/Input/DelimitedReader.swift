/// The records of a table in text: fields between tabs, commas or semicolons.
///
/// In comma and semicolon files a field that begins with a quote ends at the next single one; a doubled quote stands for
/// one, and delimiters and line ends inside are part of the field (RFC 4180). Tab files know no quotes, nor does whoever
/// says so. Empty lines are passed over.
public struct DelimitedReader: ~Copyable {
  /// The line on which the record last read begins, counted from 1.
  public private(set) var line = 0
  /// The bytes of the record last read, as they stand in the file, without the last line's end.
  public private(set) var raw: [UInt8] = []

  private let file: String
  private let delimiter: UInt8
  private let quotes: Bool
  private let limit: Int
  private var lines: LineReader
  /// The fields' bytes where quotes were taken away, else empty: then they are in ``raw``.
  private var unquoted: [UInt8] = []
  private var isUnquoted = false
  private var ranges: [Range<Int>] = []

  private static let quote = UInt8(ascii: "\"")

  /// The records of an input that is at its beginning.
  ///
  /// - Parameter quotes: whether quotes enclose fields; nil is all but tab files.
  public init(_ input: ByteReader, delimiter: UInt8, quotes: Bool? = nil, limit: Int = LineReader.usualLimit) {
    file = input.name
    self.delimiter = delimiter
    self.quotes = quotes ?? (delimiter != UInt8(ascii: "\t"))
    self.limit = limit
    lines = LineReader(input, limit: limit)
  }

  /// How many fields the record has.
  public var count: Int { ranges.count }

  /// A field of the record last read, quotes taken away.
  ///
  /// - Precondition: `index` is below ``count``.
  public subscript(index: Int) -> ArraySlice<UInt8> { isUnquoted ? unquoted[ranges[index]] : raw[ranges[index]] }

  /// Reads the next record; false at the end of the input.
  ///
  /// - Throws: ``InputError`` for a quote that is never closed, a record beyond the limit and what the input meets.
  public mutating func next() throws(InputError) -> Bool {
    repeat {
      guard let bytes = try lines.nextBytes() else { return false }
      raw.removeAll(keepingCapacity: true)
      raw.append(contentsOf: bytes)
    } while raw.isEmpty
    line = lines.lineNumber
    ranges.removeAll(keepingCapacity: true)
    isUnquoted = quotes && raw.contains(Self.quote)
    if isUnquoted { try splitQuoted() } else { split() }
    return true
  }

  private mutating func split() {
    var start = 0
    for index in raw.indices where raw[index] == delimiter {
      ranges.append(start..<index)
      start = index + 1
    }
    ranges.append(start..<raw.count)
  }

  private mutating func splitQuoted() throws(InputError) {
    unquoted.removeAll(keepingCapacity: true)
    var index = 0
    while true {
      let start = unquoted.count
      if index < raw.count && raw[index] == Self.quote { index = try unquote(from: index + 1) }
      // What follows a closing quote up to the delimiter belongs to the field as well: nothing is lost.
      while index < raw.count && raw[index] != delimiter {
        unquoted.append(raw[index])
        index += 1
      }
      ranges.append(start..<unquoted.count)
      if index == raw.count { return }
      index += 1
    }
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
      guard raw.count <= limit, let more = try lines.nextBytes() else {
        throw InputError(file: file, line: line, message: "a quote is opened in this record and never closed")
      }
      raw.append(UInt8(ascii: "\n"))
      raw.append(contentsOf: more)
    }
  }
}
