public import JobModel

/// Reads which recorded tasks are known beforehand: a CSV file with the columns `workflow`, `process` (or `executable`),
/// `part` (`history` or `predict`), `order` and `row`.
public enum SizingSplitTable {
  /// Reads a split.
  ///
  /// - Throws: ``InputError`` for a missing column, a field that does not fit, and a file without rows.
  public static func read(_ source: InputSource) throws(InputError) -> SizingSplit {
    let bytes = try ByteReader(source)
    return try read(bytes)
  }

  static func read(_ bytes: ByteReader) throws(InputError) -> SizingSplit {
    let file = bytes.name
    var records = DelimitedReader(bytes, delimiter: UInt8(ascii: ","))
    guard try records.next() else { throw InputError(file: file, message: "expected a split, found nothing") }
    let columns = SizingColumns(records)
    let header = records.line
    func place(_ names: [String]) throws(InputError) -> Int {
      guard let place = columns.place(names) else {
        throw InputError(
          file: file, line: header, message: "expected a column \(names.joined(separator: " or ")), found none")
      }
      return place
    }
    let workflow = try place(["workflow"])
    let executable = try place(["process", "executable"])
    let part = try place(["part"])
    let order = try place(["order"])
    let row = try place(["row"])
    var split = SizingSplit()
    while try records.next() {
      guard records.count == columns.count else {
        throw InputError(
          file: file, line: records.line, message: "expected \(columns.count) columns, found \(records.count)")
      }
      let isHistory = records[part].isText("history")
      guard isHistory || records[part].isText("predict") else {
        throw InputError(
          file: file, line: records.line, field: "part",
          message: "expected history or predict, found \"\(records[part].text.prefix(40))\"")
      }
      func whole(_ field: ArraySlice<UInt8>, _ line: Int, _ column: String) throws(InputError) -> Int {
        guard let value = field.integer, value >= 0 else {
          throw InputError(file: file, line: line, field: column, message: "expected a whole number from 0")
        }
        return Int(value)
      }
      let entry = SizingSplit.Entry(
        executable: records[executable].text, isHistory: isHistory,
        order: try whole(records[order], records.line, "order"), row: try whole(records[row], records.line, "row"))
      split.workflows[records[workflow].text, default: []].append(entry)
    }
    guard !split.workflows.isEmpty else {
      throw InputError(file: file, message: "expected rows below the header, found none")
    }
    return split
  }
}
