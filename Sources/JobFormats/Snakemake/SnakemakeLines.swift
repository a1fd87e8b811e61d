import JobModel

/// Benchmarks as lines of JSON.
enum SnakemakeLines {
  static func read(
    _ bytes: ByteReader, _ rows: inout SnakemakeRows, into sink: (Job, Int) throws -> Void, report: inout ImportReport
  ) throws {
    var json = JSONPullReader(bytes)
    while try json.nextDocument() {
      let line = json.line
      report.rows += 1
      guard try json.peek() == .object else {
        let kind = try json.peek()
        try json.skipValue()
        report.skip("expected an object, found \(kind.rawValue)", line: line)
        continue
      }
      var fields: [String: String] = [:]
      var objects: [String: [Property]] = [:]
      try json.beginObject()
      while let key = try json.nextKey() {
        guard ["wildcards", "resources", "input_size_mb"].contains(key), try json.peek() == .object else {
          if let text = try json.scalarText() { fields[key] = text }
          continue
        }
        var members: [Property] = []
        try json.beginObject()
        while let name = try json.nextKey() {
          if let value = try json.scalarText() { members.append(Property(name: name, value: value)) }
        }
        objects[key] = members
      }
      if let job = rows.job(fields, objects, line: line, &report) { try sink(job, line) }
    }
  }
}
