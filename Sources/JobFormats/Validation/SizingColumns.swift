/// The columns of a table, by their names.
struct SizingColumns {
  private let places: [String: Int]
  let count: Int

  init(_ records: borrowing DelimitedReader) {
    var places: [String: Int] = [:]
    for index in 0..<records.count where places[records[index].trimmed.text] == nil {
      places[records[index].trimmed.text] = index
    }
    self.places = places
    count = records.count
  }

  /// The first of these names that is a column.
  func place(_ names: [String]) -> Int? { names.lazy.compactMap { places[$0] }.first }

  /// A column of milliseconds, or of seconds, under one of several stems.
  func time(_ stems: [String]) -> (place: Int, factor: Double)? {
    for stem in stems {
      if let place = places[stem + "_ms"] { return (place, 1) }
      if let place = places[stem + "_s"] { return (place, 1000) }
    }
    return nil
  }
}

/// A number of a table: nil where it is missing (empty, `-` or -1).
///
/// - Throws: ``InputError`` for anything else that is no number from 0 to 10^18.
func sizingNumber(
  _ field: ArraySlice<UInt8>, file: String, line: Int, column: String
) throws(InputError) -> Double? {
  let field = field.trimmed
  if field.isEmpty || field.isText("-") || field.isText("-1") { return nil }
  let value = field.integer.map(Double.init) ?? Double(field.text)
  guard let value, value >= 0, value <= 1e18 else {
    throw InputError(
      file: file, line: line, field: column, message: "expected a number from 0, found \"\(field.text.prefix(40))\"")
  }
  return value
}
