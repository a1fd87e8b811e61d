import JobModel

/// Benchmarks as a table between tabs.
enum SnakemakeTable {
  /// The names in a header; nil for any other line.
  static func columns(_ line: ArraySlice<UInt8>) -> [String]? {
    let names = line.split(separator: UInt8(ascii: "\t"), omittingEmptySubsequences: false).map { $0.trimmed.text }
    return names.first == "s" && names.contains("h:m:s") ? names : nil
  }

  static func read(
    _ bytes: ByteReader, _ rows: inout SnakemakeRows, into sink: (Job, Int) throws -> Void, report: inout ImportReport
  ) throws {
    let head = try bytes.head()
    guard let names = columns(head.firstLine) else {
      throw InputError(
        file: report.file, line: 1,
        message: "expected a header with s and h:m:s, found \"\(head.printable())\"")
    }
    var records = DelimitedReader(bytes, delimiter: UInt8(ascii: "\t"))
    guard try records.next() else { return }
    let header = records.raw
    while try records.next() {
      report.rows += 1
      // Files of several rules are often put together with their headers.
      if records.raw == header {
        report.skip("the header again", line: records.line)
        continue
      }
      guard records.count == names.count else {
        report.skip("expected \(names.count) columns, found \(records.count)", line: records.line)
        continue
      }
      var fields: [String: String] = [:]
      var objects: [String: [Property]] = [:]
      for (place, name) in names.enumerated() {
        let text = records[place].trimmed
        if text.isEmpty { continue }
        if text.first == UInt8(ascii: "{") { objects[name] = members(text) } else { fields[name] = text.text }
      }
      if let job = rows.job(fields, objects, line: records.line, &report) { try sink(job, records.line) }
    }
  }

  /// The members of what Python prints for a dictionary of plain values: `{'mem_mb': 8, 'tmpdir': '/tmp'}`.
  static func members(_ text: ArraySlice<UInt8>) -> [Property] {
    var members: [Property] = []
    var name: String?
    var word: [UInt8] = []
    var quote: UInt8?
    var isEscaped = false
    func end() {
      let value = String(decoding: word, as: UTF8.self)
      if let key = name, !value.isEmpty { members.append(Property(name: key, value: value)) }
      name = nil
      word = []
    }
    for byte in text.dropFirst() {
      if let open = quote {
        if isEscaped {
          word.append(byte)
          isEscaped = false
        } else if byte == UInt8(ascii: "\\") {
          isEscaped = true
        } else if byte == open {
          quote = nil
        } else {
          word.append(byte)
        }
        continue
      }
      switch byte {
      case UInt8(ascii: "'"), UInt8(ascii: "\""): quote = byte
      case UInt8(ascii: ":") where name == nil:
        name = String(decoding: word, as: UTF8.self)
        word = []
      case UInt8(ascii: ","): end()
      case UInt8(ascii: "}"):
        end()
        return members
      case UInt8(ascii: " "): break
      default: word.append(byte)
      }
    }
    return members
  }
}
