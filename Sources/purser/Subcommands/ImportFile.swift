import JobFormats
import JobModel
import RunStore

/// One file on its way into the store: what it is decides how it goes.
struct ImportFile {
  let source: InputSource
  let reading: ReadingOptions
  let job: LoggedJob?
  let strict: Bool
  let types: BuiltInTypes

  /// What messages call it.
  var name: String { source.name }

  /// The files that an argument names, and what is left alone of an archive.
  static func sources(of argument: String, _ reading: ReadingOptions) throws -> TarArchive.Sources {
    try TarArchive.sources(of: argument, expected: "histories or logs") {
      reading.format == nil ? ImportFormat.takes($0) : !$0.isEmpty
    }
  }

  /// Brings the file in.
  ///
  /// - Parameter store: asked for once it is known what the file is.
  func store(
    in store: @autoclosure () throws -> JobStore, progress: @escaping @Sendable (Int64, Int64?) -> Void
  ) throws -> ImportReport {
    let (bytes, format) = try open(progress)
    let store = try store()
    switch format {
    case .history(let reader):
      return try store.importJobs(file: name, format: format.name, strict: strict) { insert in
        try counted(insert) {
          try HistoryFormats.read(bytes, with: reader, clock: reading.clock, table: reading.table, into: $0)
        }
      }
    case .log(let reader):
      return try store.importLog(file: name, format: format.name, strict: strict) { insert in
        try LogFormats.read(bytes, with: reader, context: context, into: insert)
      }
    case .fileSizes:
      return try store.importFileSizes(file: name, format: format.name, strict: strict) { insert in
        try FileSizeReader.read(bytes) { entry, line in try insert((entry.file, entry.size), line) }
      }
    }
  }

  /// Reads and checks the file, and stores nothing.
  func check(
    with checked: inout CheckedImport, progress: @escaping @Sendable (Int64, Int64?) -> Void
  ) throws -> ImportReport {
    let (bytes, format) = try open(progress)
    switch format {
    case .history(let reader as any PiecewiseReader.Type):
      return try checked.importParts(strict: strict) {
        try HistoryFormats.check(bytes, with: reader, clock: reading.clock, table: reading.table, keys: &$0)
      }
    case .history(let reader):
      return try checked.importJobs(strict: strict) { insert in
        try counted(insert) {
          try HistoryFormats.read(bytes, with: reader, clock: reading.clock, table: reading.table, into: $0)
        }
      }
    case .log(let reader):
      return try checked.importRows(strict: strict) { count in
        try LogFormats.read(bytes, with: reader, context: context) { entry, _ in
          if case .span = entry.content {} else { count() }
        }
      }
    case .fileSizes:
      return try checked.importRows(strict: strict) { count in try FileSizeReader.read(bytes) { _, _ in count() } }
    }
  }

  private var context: ReadingContext { ReadingContext(file: name, clock: reading.clock, job: job) }

  private func open(
    _ progress: @escaping @Sendable (Int64, Int64?) -> Void
  ) throws -> (bytes: ByteReader, format: ImportFormat) {
    // The name is checked first: a slip there should not wait for a pipe.
    let named = try reading.format.map { try ImportFormat.named($0, file: name) }
    let bytes = try ByteReader(source)
    bytes.onProgress = progress
    let format = try named ?? ImportFormat.choose(for: bytes, named: nil)
    if job != nil, case .log = format {
    } else if job != nil {
      throw InputError(
        file: name, field: "--job", message: "expected a log or metrics of a job, found \(format.name)",
        hint: "only logs take --job; import other files without it")
    }
    return (bytes, format)
  }

  /// Counts the instance types that no catalog has among the jobs that pass.
  private func counted(
    _ insert: (Job, Int) throws -> Void, _ read: ((Job, Int) throws -> Void) throws -> ImportReport
  ) throws -> ImportReport {
    var unknown = UnknownInstanceTypes(types: types)
    // The reader has nothing to do with the store behind `insert`, so neither can call the other again.
    var report = try withoutActuallyEscaping(insert) { insert in
      try read { job, line in
        try unknown.count(job, line: line)
        try insert(job, line)
      }
    }
    unknown.report(in: &report)
    return report
  }
}
