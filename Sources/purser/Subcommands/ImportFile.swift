import JobFormats
import JobModel
import RunStore

/// One file on its way into the store: what it is decides how it goes.
struct ImportFile {
  let name: String
  let reading: ReadingOptions
  let job: LoggedJob?
  let strict: Bool
  let catalogs: [Catalog]

  /// Brings the file in.
  func store(in store: JobStore, progress: @escaping (Int64, Int64?) -> Void) throws -> ImportReport {
    // The name is checked first: a slip there should not wait for a pipe.
    let named = try reading.format.map { try ImportFormat.named($0, file: name) }
    let bytes = try ByteReader(InputSource(argument: name))
    bytes.onProgress = progress
    let format = try named ?? ImportFormat.choose(for: bytes, named: nil)
    if job != nil, case .log = format {
    } else if job != nil {
      throw InputError(
        file: name, field: "--job", message: "expected a log or metrics of a job, found \(format.name)",
        hint: "only logs take --job; import other files without it")
    }
    switch format {
    case .history(let reader):
      return try store.importJobs(file: name, format: format.name, strict: strict) { insert in
        var unknown = UnknownInstanceTypes(catalogs: catalogs)
        var report = try HistoryFormats.read(bytes, with: reader, clock: reading.clock) { job, line in
          unknown.count(job, line: line)
          try insert(job, line)
        }
        unknown.report(in: &report)
        return report
      }
    case .log(let reader):
      return try store.importLog(file: name, format: format.name, strict: strict) { insert in
        try LogFormats.read(
          bytes, with: reader, context: ReadingContext(file: name, clock: reading.clock, job: job), into: insert)
      }
    case .fileSizes:
      return try store.importFileSizes(file: name, format: format.name, strict: strict) { insert in
        try FileSizeReader.read(bytes) { entry, line in try insert((entry.file, entry.size), line) }
      }
    }
  }
}
