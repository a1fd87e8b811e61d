public import JobModel

/// What can be imported: each kind of input goes to the store in its own way.
public enum ImportFormat: Sendable {
  /// Jobs.
  case history(any HistoryReader.Type)
  /// What jobs used, and what went wrong.
  case log(any JobLogReader.Type)
  /// Sizes of files, which are inputs of jobs.
  case fileSizes

  /// The format of an input: the one that is named, or the one that its beginning shows.
  ///
  /// - Throws: ``InputError`` for an unknown name and for a content that no reader takes.
  public static func choose(for bytes: ByteReader, named name: String?) throws -> ImportFormat {
    guard let name else { return try recognise(try bytes.head(), file: bytes.name) }
    return try named(name, file: bytes.name)
  }

  /// The format of a name.
  ///
  /// - Throws: ``InputError`` for an unknown name.
  public static func named(_ name: String, file: String) throws(InputError) -> ImportFormat {
    if let reader = LogFormats.all.first(where: { $0.format == name }) { return .log(reader) }
    if name == FileSizeReader.format { return .fileSizes }
    if let reader = HistoryFormats.all.first(where: { $0.format == name }) { return .history(reader) }
    let known = HistoryFormats.all.map { $0.format } + LogFormats.all.map { $0.format } + [FileSizeReader.format]
    throw HistoryFormats.unknown(name, among: known, file: file)
  }

  /// Whether an input that begins like this is of a known format.
  public static func takes(_ head: InputHead) -> Bool {
    LogFormats.all.contains { $0.recognises(head) } || FileSizeReader.recognises(head)
      || HistoryFormats.all.contains { $0.recognises(head) }
  }

  private static func recognise(_ head: InputHead, file: String) throws -> ImportFormat {
    if let reader = LogFormats.all.first(where: { $0.recognises(head) }) { return .log(reader) }
    if FileSizeReader.recognises(head) { return .fileSizes }
    let others = LogFormats.all.map { $0.format } + [FileSizeReader.format]
    return .history(try HistoryFormats.recognise(head, file: file, others: others))
  }

  /// The name for `--format`.
  public var name: String {
    switch self {
    case .history(let reader): reader.format
    case .log(let reader): reader.format
    case .fileSizes: FileSizeReader.format
    }
  }
}

extension HistoryFormats {
  /// Reads an input that is open as a history; see ``read(_:format:clock:progress:into:)``.
  public static func read(
    _ bytes: ByteReader, with reader: any HistoryReader.Type, clock: LocalClock?, table: TableRecipe? = nil,
    into sink: (Job, Int) throws -> Void
  ) throws -> ImportReport {
    try read(bytes, with: .some(reader), clock: clock, table: table, into: sink)
  }
}

extension LogFormats {
  /// Reads a log or a metrics table and hands each sample, event and span with its line to `sink`.
  ///
  /// - Returns: what became of the rows; `kept` and `updated` are left to the caller.
  /// - Throws: ``InputError`` if the input cannot be used as a whole: then keep nothing of it.
  public static func read(
    _ bytes: ByteReader, with reader: any JobLogReader.Type, context: ReadingContext,
    into sink: (JobLogEntry, Int) throws -> Void
  ) throws -> ImportReport {
    var report = ImportReport(file: bytes.name, format: reader.format)
    try reader.read(bytes, context: context, into: sink, report: &report)
    return report
  }
}
