import JobModel
import Testing

@testable import JobFormats

private func lines(_ text: String, blockSize: Int = 8, limit: Int = 1000) throws -> [String] {
  var reader = LineReader(ByteReader(bytes: Array(text.utf8), name: "test", blockSize: blockSize), limit: limit)
  var result: [String] = []
  while let line = try reader.next() { result.append(String(decoding: line, as: UTF8.self)) }
  return result
}

private func records(_ text: String, _ delimiter: Unicode.Scalar, blockSize: Int = 8) throws -> [[String]] {
  let input = ByteReader(bytes: Array(text.utf8), name: "test", blockSize: blockSize)
  var reader = DelimitedReader(input, delimiter: UInt8(ascii: delimiter), limit: 1000)
  var result: [[String]] = []
  while try reader.next() { result.append((0..<reader.count).map { reader[$0].text }) }
  return result
}

@Suite("Lines and fields")
struct LineTests {
  @Test("line ends of both kinds, a byte order mark and a missing last end", arguments: [1, 2, 3, 8, 4096])
  func ends(blockSize: Int) throws {
    #expect(
      try lines("\u{FEFF}one\r\ntwo\n\nfour, longer than a block", blockSize: blockSize)
        == ["one", "two", "", "four, longer than a block"])
    #expect(try lines("", blockSize: blockSize) == [])
    #expect(try lines("\n", blockSize: blockSize) == [""])
  }

  @Test("a line beyond the limit is an error that names it, before it is all in memory")
  func tooLong() throws {
    let text = "short\n" + String(repeating: "x", count: 100_000)
    let error = #expect(throws: InputError.self) { try lines(text) }
    #expect(error?.line == 2)
  }

  @Test("fields between tabs, where quotes mean nothing")
  func tabs() throws {
    #expect(try records("a\t\"b\tc\n1\t\t", "\t") == [["a", "\"b", "c"], ["1", "", ""]])
  }

  @Test("quoted fields hold delimiters, line ends and doubled quotes", arguments: [1, 5, 4096])
  func quotes(blockSize: Int) throws {
    #expect(
      try records("a,\"b,1\",c\n\"x \"\"y\"\"\",\"two\nlines\",\n", ",", blockSize: blockSize)
        == [["a", "b,1", "c"], ["x \"y\"", "two\nlines", ""]])
    #expect(try records("a;\"b;1\"tail;c\"d", ";") == [["a", "b;1tail", "c\"d"]])
  }

  @Test("a record knows its first line, and empty lines are passed over")
  func lineNumbers() throws {
    let input = ByteReader(text: "h,i\n\n\"1\n2\",3\n4,5", name: "test")
    var reader = DelimitedReader(input, delimiter: UInt8(ascii: ","))
    var lines: [Int] = []
    while try reader.next() { lines.append(reader.line) }
    #expect(lines == [1, 3, 5])
  }

  @Test("a quote that is never closed is an error with the line where it opens")
  func openQuote() throws {
    let error = #expect(throws: InputError.self) { try records("a,b\n1,\"2\n3,4\n", ",") }
    #expect(error?.line == 2)
  }

  @Test("whole numbers up to the last that fits")
  func integers() {
    func integer(_ text: String) -> Int64? { Array(text.utf8)[...].integer }
    #expect(integer("9223372036854775807") == .max)
    #expect(integer("-9223372036854775808") == .min)
    #expect(integer("9223372036854775808") == nil)
    #expect(integer("-9223372036854775809") == nil)
    #expect(integer("") == nil)
    #expect(integer("-") == nil)
    #expect(integer("1.0") == nil)
    #expect(integer("007") == 7)
  }
}
