import JobModel

/// Turns the objects of a manifest into jobs, one at a time.
struct HealthOmicsParser: ~Copyable {
  var json: JSONPullReader
  var report: ImportReport
  private let file: String

  /// How deep arrays and events may hold records, in levels of JSON.
  private static let nestingLimit = 8

  init(_ bytes: ByteReader, report: ImportReport) {
    json = JSONPullReader(bytes)
    self.report = report
    file = bytes.name
  }

  /// Reads a value that is a record, a text with one, or holds some.
  mutating func value(_ sink: (Job, Int) throws -> Void) throws {
    let kind = try json.peek()
    let line = json.line
    switch kind {
    case .array where json.depth < Self.nestingLimit:
      try json.beginArray()
      while try json.nextElement() { try value(sink) }
    case .string: try message(try json.string(), line, sink)
    case .object where json.depth < Self.nestingLimit:
      try json.beginObject()
      try object(line, sink)
    default:
      try json.skipValue()
      skip(
        "expected an object, found \(kind == .object || kind == .array ? "one nested too deep" : kind.rawValue)", line)
    }
  }

  /// Reads an object: a record, an event with one in its message, or a page of events.
  private mutating func object(_ line: Int, _ sink: (Job, Int) throws -> Void) throws {
    var row = JSONScalars(places: HealthOmicsField.allCases.count, line: line)
    var isWrapper = false
    while let key = try json.nextKey() {
      switch key {
      case "events" where try json.peek() == .array:
        isWrapper = true
        try value(sink)
      case "message" where try json.peek() == .string:
        isWrapper = true
        try message(try json.string(), line, sink)
      default: try Self.member(key, &row, &json, &report)
      }
    }
    if !isWrapper { try record(row, sink) }
  }

  /// Reads a record from the text of an event.
  private mutating func message(_ text: String, _ line: Int, _ sink: (Job, Int) throws -> Void) throws {
    var row = JSONScalars(places: HealthOmicsField.allCases.count, line: line)
    do {
      var inner = JSONPullReader(ByteReader(text: text, name: file))
      guard try inner.nextDocument(), try inner.peek() == .object else { return skip("a message is no record", line) }
      try inner.beginObject()
      while let key = try inner.nextKey() { try Self.member(key, &row, &inner, &report) }
    } catch {
      return skip("a message is no record", line)
    }
    try record(row, sink)
  }

  /// Reads the value of a key, and the metrics into the same row: their names are their own.
  private static func member(
    _ key: String, _ row: inout JSONScalars, _ json: inout JSONPullReader, _ report: inout ImportReport
  ) throws(InputError) {
    if key == "metrics", try json.peek() == .object {
      try json.beginObject()
      while let metric = try json.nextKey() {
        // Nothing in the metrics holds metrics.
        if metric == "metrics" { try json.skipValue() } else { try member(metric, &row, &json, &report) }
      }
      return
    }
    guard let field = HealthOmicsField.byName[key], let place = HealthOmicsField.places[field] else {
      return try json.skipValue()
    }
    if try !row.read(place, from: &json) {
      report.warn("\(key) is no single value: it is left out", line: row.line)
    }
  }

  private mutating func record(_ row: JSONScalars, _ sink: (Job, Int) throws -> Void) throws {
    var record = HealthOmicsRecord(row)
    guard let job = record.job() else { return skip(record.skipReason, row.line) }
    report.rows += 1
    for warning in record.warnings { report.warn(warning, line: row.line) }
    try sink(job, row.line)
  }

  private mutating func skip(_ reason: String, _ line: Int) {
    report.rows += 1
    report.skip(reason, line: line)
  }
}
