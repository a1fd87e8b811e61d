/// The records of a table in text: fields between tabs, commas or semicolons.
///
/// In comma and semicolon files a field that begins with a quote ends at the next single one; a doubled quote stands for
/// one, and delimiters and line ends inside are part of the field (RFC 4180). Tab files know no quotes, nor does whoever
/// says so. Empty lines are passed over.
public struct DelimitedReader: ~Copyable {
  /// The bytes of the record last read, as they stand in the file, without the last line's end.
  public private(set) var raw: [UInt8] = []

  private var rows: DelimitedRows
  /// The fields' bytes where quotes were taken away, else empty: then they are in ``raw``.
  private var unquoted: [UInt8] = []
  private var isUnquoted = false

  /// The records of an input that is at its beginning.
  ///
  /// - Parameter quotes: whether quotes enclose fields; nil is all but tab files.
  public init(_ input: ByteReader, delimiter: UInt8, quotes: Bool? = nil, limit: Int = LineReader.usualLimit) {
    rows = DelimitedRows(input, delimiter: delimiter, quotes: quotes, limit: limit)
  }

  /// The line on which the record last read begins, counted from 1.
  public var line: Int { rows.line }

  /// How many fields the record has.
  public var count: Int { rows.count }

  /// A field of the record last read, quotes taken away.
  ///
  /// - Precondition: `index` is below ``count``.
  public subscript(index: Int) -> ArraySlice<UInt8> {
    isUnquoted ? unquoted[rows.range(index)] : raw[rows.range(index)]
  }

  /// Reads the next record; false at the end of the input.
  ///
  /// - Throws: ``InputError`` for a quote that is never closed, a record beyond the limit and what the input meets.
  public mutating func next() throws(InputError) -> Bool {
    guard try rows.next() else { return false }
    raw.removeAll(keepingCapacity: true)
    raw.append(contentsOf: rows.raw)
    isUnquoted = rows.fields.baseAddress != rows.raw.baseAddress
    if isUnquoted {
      unquoted.removeAll(keepingCapacity: true)
      unquoted.append(contentsOf: rows.fields)
    }
    return true
  }
}
