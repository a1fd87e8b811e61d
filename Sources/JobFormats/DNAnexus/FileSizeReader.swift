public import JobModel

/// Reads `dx find data --json`: which file has which size.
///
/// A job's description names the files among its inputs but not their sizes; this is the sidecar that has them.
/// Accepted are arrays, single descriptions (`dx describe file-… --json`), pages (`{"results": […]}`), and any of them
/// one after the other. Other data objects than files are passed over.
public enum FileSizeReader {
  /// `dnanexus-files`.
  public static let format = "dnanexus-files"
  /// For messages.
  public static let summary = "sizes of DNAnexus files, as from dx find data --json"

  /// The size of a file.
  public struct Entry: Sendable, Equatable {
    /// The file's id.
    public var file: String
    /// How long it is.
    public var size: Bytes

    /// A file's size.
    public init(file: String, size: Bytes) {
      self.file = file
      self.size = size
    }
  }

  /// JSON whose first record is a data object, with a file among the first ones.
  public static func recognises(_ head: InputHead) -> Bool {
    guard let first = FirstRecord(head), let id = first.id, head.contains("\"file-") else { return false }
    let kinds = ["file-", "record-", "applet-", "workflow-", "database-", "dbcluster-"]
    if id.hasPrefix("file-") { return true }
    // An applet's own description may name files: only a result of a search is a list of data.
    return kinds.contains(where: id.hasPrefix) && first.keys.isSuperset(of: ["project", "describe"])
  }

  private enum Field: String, CaseIterable {
    case id, size, describe, results, state
  }
  private static let fields = JSONKeys<Field>()

  /// Reads every record and hands each size with its line to `sink`.
  ///
  /// - Throws: ``InputError`` if the input cannot be read or ends early, and whatever `sink` throws.
  public static func read(_ bytes: ByteReader, into sink: (Entry, Int) throws -> Void) throws -> ImportReport {
    var report = ImportReport(file: bytes.name, format: format)
    var json = JSONPullReader(bytes)
    while try json.nextDocument() { try value(&json, &report, sink) }
    return report
  }

  private static func value(
    _ json: inout JSONPullReader, _ report: inout ImportReport, _ sink: (Entry, Int) throws -> Void
  ) throws {
    guard try json.peek() == .array else { return try record(&json, &report, sink) }
    try json.beginArray()
    while try json.nextElement() { try record(&json, &report, sink) }
  }

  private static func record(
    _ json: inout JSONPullReader, _ report: inout ImportReport, _ sink: (Entry, Int) throws -> Void
  ) throws {
    let line = json.line
    guard try json.peek() == .object else {
      report.rows += 1
      report.skip("expected an object, found \(try json.peek().rawValue)", line: line)
      return try json.skipValue()
    }
    var id: String?
    var size: Bytes?
    var isPage = false
    try json.beginObject()
    members: while true {
      switch try json.nextMember(fields) {
      case .end: break members
      case .field(.results) where id == nil:
        guard try json.peek() == .array else {
          try json.skipValue()
          continue
        }
        isPage = true
        try value(&json, &report, sink)
      case .field(.id):
        if try json.peek() == .string { id = try json.string() } else { try json.skipValue() }
      case .field(.size): size = try bytes(&json)
      case .field(.describe):
        guard try json.peek() == .object else {
          try json.skipValue()
          continue
        }
        try description(&json, &id, &size)
      case .field, .unknown: try json.skipValue()
      }
    }
    if isPage { return }
    report.rows += 1
    guard let id else { return report.skip("the record has no id", line: line) }
    guard id.hasPrefix("file-") else { return report.skip("not a file", line: line) }
    guard let size else { return report.skip("the file has no size: it was not closed", line: line) }
    try sink(Entry(file: id, size: size), line)
  }

  private static func description(_ json: inout JSONPullReader, _ id: inout String?, _ size: inout Bytes?) throws {
    try json.beginObject()
    while true {
      switch try json.nextMember(fields) {
      case .end: return
      case .field(.size): size = try bytes(&json) ?? size
      case .field(.id):
        guard try json.peek() == .string else {
          try json.skipValue()
          continue
        }
        let own = try json.string()
        id = id ?? own
      case .field, .unknown: try json.skipValue()
      }
    }
  }

  private static func bytes(_ json: inout JSONPullReader) throws -> Bytes? {
    guard let text = try json.scalarText(), let count = Array(text.utf8)[...].integer,
      (0...Bytes.limit.count).contains(count)
    else { return nil }
    return Bytes(count)
  }
}
