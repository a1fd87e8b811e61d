import JobModel

/// What the first lines of a table of jobs say of its rows.
struct JobsTable: Sendable {
  let recipe: TableRecipe?
  /// The run of rows that name none.
  let run: String
  /// How many lines stand before the first row.
  let linesBefore: Int
  let delimiter: UInt8
  private let file: String
  private let columns: Int
  /// The line that names the columns.
  private let names: [UInt8]
  /// The header's hash: tables that were put together have it again among their rows.
  private let header: UInt128

  /// Reads up to the first row; nil if there is nothing in the input.
  ///
  /// - Throws: ``InputError`` for a header that does not say how long jobs ran, or is none.
  init?(_ bytes: ByteReader, context: ReadingContext, report: inout ImportReport) throws(InputError) {
    let head = try bytes.head()
    if head.isEmpty { return nil }
    names = Array(head.firstLine)
    file = context.file
    recipe = context.table
    run = "csv-" + ContentHash.shortText(head.bytes)
    let layout = try JobsLayout(names[...], recipe: recipe, file: file)
    guard layout.hasRuntime || (recipe != nil && (layout.has(.submitted) || layout.has(.started))) else {
      throw InputError(
        file: file, line: 1,
        message: "expected a header with executable and runtime_s, or started_s and stopped_s, found "
          + "\"\(head.printable())\"", hint: "--columns old=new,… reads columns by other names")
    }
    delimiter = layout.delimiter
    columns = layout.count
    var rows = DelimitedRows(bytes, delimiter: delimiter)
    guard try rows.next() else { return nil }
    header = ContentHash.of(UnsafeRawBufferPointer(rows.raw))
    linesBefore = rows.leave()
    if !layout.has(.executable) { report.warn("no column says what ran: all executables are unknown") }
  }

  /// A parser of its rows, which counts them in `report`.
  ///
  /// Each has a layout of its own: threads that count references to the same texts wait for each other.
  ///
  /// - Parameter readsTexts: whether its jobs have names, labels and links.
  /// - Throws: nothing that was not thrown before.
  func parser(_ report: ImportReport, readsTexts: Bool = true) throws(InputError) -> JobRowParser {
    JobRowParser(
      try JobsLayout(names[...], recipe: recipe, file: file), recipe: recipe, run: run, report: report,
      readsTexts: readsTexts)
  }

  /// Why a row is left out before it is looked at; nil if it is not.
  ///
  /// - Parameters:
  ///   - fields: how many it has.
  ///   - hash: the hash of its bytes.
  @inline(__always) func refusal(ofRowWith fields: Int, hash: UInt128) -> String? {
    fields == columns && hash != header ? nil : reason(fields)
  }

  private func reason(_ fields: Int) -> String {
    fields == columns ? "the header again" : "expected \(columns) columns, found \(fields)"
  }
}
