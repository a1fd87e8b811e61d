import JobModel
import TestSupport
import Testing

@testable import JobFormats

@Suite("Records of a table")
struct DelimitedRowsTests {
  @Test("quotes at both ends are taken off, others are looked at one by one")
  func quotes() throws {
    #expect(try read("\"a\",b,\"\"\n") == ["1: [a] [b] []"])
    // A delimiter between quotes is none, a doubled quote is one, and what follows a closing quote stays.
    #expect(try read("\"a,b\",\"c\"\"d\",\"e\"f\n") == ["1: [a,b] [c\"d] [ef]"])
    // A quote inside a field that does not begin with one is a quote.
    #expect(try read("5\",\"x\"\n") == ["1: [5\"] [x]"])
    // The line end inside belongs to the field; the record after it stands on the third line.
    #expect(try read("\"a\nb\",c\n\nd,e\n") == ["1: [a\nb] [c]", "4: [d] [e]"])
  }

  @Test("any text is read as one character after the other would be, however it comes")
  func oracle() {
    var random = SeededGenerator(seed: 41)
    let pieces = ["a", "bc", "12345678", ",", ",", ",", "\"", "\"", "\n", "\n", "\r\n", "\r", "é", "\u{FEFF}", " "]
    var refused = 0
    for number in 0..<20_000 {
      let text = (0..<random.below(40)).map { _ in pieces[random.below(pieces.count)] }.joined()
      let expected = Self.plain(Array(text.utf8))
      let found = try? read(text, blockSize: 1 + random.below(30))
      if expected == nil { refused += 1 }
      #expect(found == expected, "text \(number): \(text.debugDescription)")
    }
    #expect(refused > 1000 && refused < 19_000)
  }

  private func read(_ text: String, blockSize: Int = 4096) throws -> [String] {
    var rows = DelimitedRows(
      ByteReader(bytes: Array(text.utf8), name: "test", blockSize: blockSize), delimiter: UInt8(ascii: ","))
    var records: [String] = []
    while try rows.next() {
      let fields = (0..<rows.count).map { "[\(String(decoding: rows[$0], as: UTF8.self))]" }
      records.append("\(rows.line): \(fields.joined(separator: " "))")
    }
    return records
  }

  /// The same, with no thought of speed; nil for a quote that is never closed.
  private static func plain(_ bytes: [UInt8]) -> [String]? {
    let text = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes.dropFirst(3) : bytes[...]
    var lines = text.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).map { line in
      line.last == UInt8(ascii: "\r") ? Array(line.dropLast()) : Array(line)
    }
    // The last line has no line end: a carriage return there is one all the same.
    if lines.last?.isEmpty == true { lines.removeLast() }
    var records: [String] = []
    var number = 0
    while number < lines.count {
      let first = number
      var line = lines[number]
      number += 1
      if line.isEmpty { continue }
      var fields: [[UInt8]] = [[]]
      var isQuoted = false
      var isBeginning = true
      var place = 0
      while true {
        if place == line.count {
          guard isQuoted else { break }
          guard number < lines.count else { return nil }
          fields[fields.count - 1].append(UInt8(ascii: "\n"))
          line = lines[number]
          number += 1
          place = 0
          continue
        }
        let byte = line[place]
        place += 1
        if isQuoted {
          if byte != UInt8(ascii: "\"") {
            fields[fields.count - 1].append(byte)
          } else if place < line.count && line[place] == UInt8(ascii: "\"") {
            fields[fields.count - 1].append(byte)
            place += 1
          } else {
            isQuoted = false
          }
        } else if byte == UInt8(ascii: ",") {
          fields.append([])
          isBeginning = true
          continue
        } else if byte == UInt8(ascii: "\"") && isBeginning {
          isQuoted = true
        } else {
          fields[fields.count - 1].append(byte)
        }
        isBeginning = false
      }
      records.append(
        "\(first + 1): \(fields.map { "[\(String(decoding: $0, as: UTF8.self))]" }.joined(separator: " "))")
    }
    return records
  }
}
