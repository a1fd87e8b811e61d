import JobModel
import Testing

@testable import JobFormats

private func reader(_ text: String, blockSize: Int = 4096, tokenLimit: Int = 1 << 20) -> JSONPullReader {
  JSONPullReader(ByteReader(bytes: Array(text.utf8), name: "test", blockSize: blockSize), tokenLimit: tokenLimit)
}

/// Reads a whole document and writes it again, so that everything that was read can be compared at once.
private func rewritten(_ json: inout JSONPullReader) throws -> String {
  switch try json.peek() {
  case .object:
    var parts: [String] = []
    try json.beginObject()
    while let key = try json.nextKey() { parts.append("\(key):\(try rewritten(&json))") }
    return "{\(parts.joined(separator: ","))}"
  case .array:
    var parts: [String] = []
    try json.beginArray()
    while try json.nextElement() { parts.append(try rewritten(&json)) }
    return "[\(parts.joined(separator: ","))]"
  case .string: return "'\(try json.string())'"
  case .number: return try json.number().text
  case .bool: return try json.bool() ? "yes" : "no"
  case .null:
    try json.null()
    return "nil"
  }
}

private func rewritten(_ text: String, blockSize: Int = 4096) throws -> String {
  var json = reader(text, blockSize: blockSize)
  return try rewritten(&json)
}

private func fault(_ text: String, blockSize: Int = 4096) -> String? {
  do {
    var json = reader(text, blockSize: blockSize)
    while try json.nextDocument() { _ = try rewritten(&json) }
    // What is skipped is checked as well.
    var skipping = reader(text, blockSize: blockSize)
    while try skipping.nextDocument() { try skipping.skipValue() }
    return nil
  } catch { return "\(error)" }
}

@Suite("JSON, piece by piece")
struct JSONPullReaderTests {
  @Test("values of every kind, whatever the size of the blocks", arguments: [1, 2, 3, 7, 4096])
  func kinds(blockSize: Int) throws {
    let text = "\u{FEFF}{\"a\" : [1, -2.5e3, true,false, null , \"x\\ny\"], \"\": {}, \"b\":[ ] }"
    var json = reader(text, blockSize: blockSize)
    #expect(try json.nextDocument())
    #expect(try rewritten(&json) == "{a:[1,-2.5e3,yes,no,nil,'x\ny'],:{},b:[]}")
    #expect(try json.nextDocument() == false)
  }

  @Test("numbers are handed over as they were written")
  func numbers() throws {
    #expect(
      try rewritten("[0.0034468444444444445, 1e300, 9223372036854775807, 9223372036854775808, NaN, -Infinity]")
        == "[0.0034468444444444445,1e300,9223372036854775807,9223372036854775808,NaN,-Infinity]")
    var json = reader("9223372036854775807")
    #expect(try json.number() == .integer(.max))
  }

  @Test("JavaScript's own escapes, as in the script of a page", arguments: [1, 4, 4096])
  func scriptEscapes(blockSize: Int) throws {
    let text = #""it\'s \x3cb\x3E <\/b> \x4""#
    var json = JSONPullReader(ByteReader(bytes: Array(text.utf8), name: "test", blockSize: blockSize))
    #expect(try json.string() == "it's <b> </b> \u{FFFD}4")
  }

  @Test("escapes, surrogate pairs and halves of them", arguments: [1, 4, 4096])
  func escapes(blockSize: Int) throws {
    #expect(try rewritten(#""\u00e9\"\\\/\t""#, blockSize: blockSize) == "'é\"\\/\t'")
    #expect(try rewritten(#""\ud83d\ude00!""#, blockSize: blockSize) == "'😀!'")
    #expect(try rewritten(#""\ud83d!""#, blockSize: blockSize) == "'\u{FFFD}!'")
    #expect(try rewritten(#""\ude00\ud83d""#, blockSize: blockSize) == "'\u{FFFD}\u{FFFD}'")
    #expect(try rewritten(#""\u12""#, blockSize: blockSize) == "'\u{FFFD}12'")
    #expect(try rewritten("\"grüße 😀\"", blockSize: blockSize) == "'grüße 😀'")
  }

  @Test("bytes that are no UTF-8 become replacement characters")
  func notUTF8() throws {
    var json = JSONPullReader(ByteReader(bytes: [0x22, 0x61, 0xFF, 0x22], name: "test"))
    #expect(try json.string() == "a\u{FFFD}")
  }

  @Test("nesting is accepted to 512 and refused beyond")
  func depth() {
    func nested(_ depth: Int) -> String {
      String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
    }
    #expect(fault(nested(512)) == nil)
    #expect(fault(nested(513))?.contains("nested more than 512 deep") == true)
    #expect(fault(String(repeating: "{\"a\":", count: 100_000))?.contains("nested more than 512 deep") == true)
  }

  @Test("a document that is cut short says where and what was missing", arguments: [1, 3, 4096])
  func cutShort(blockSize: Int) {
    let document = "{\"a\": [1, true, \"x\\u00e9\", null], \"b\": {\"c\": -1.5}}"
    for length in 1..<document.utf8.count {
      let text = String(decoding: Array(document.utf8).prefix(length), as: UTF8.self)
      #expect(fault(text, blockSize: blockSize)?.contains("cut short at line 1: expected") == true, "after \(text)")
    }
    #expect(
      fault("[1,\n2,\n") == "test:3: the document is cut short at line 3: expected a value; "
        + "nothing of it was kept; write it again")
  }

  @Test(
    "text that is no JSON names the line, what was expected and what was found",
    arguments: [
      ("[1 2]", "expected a comma or ], found \"2]\""), ("{\"a\" 1}", "expected a colon, found \"1}\""),
      ("{a:1}", "expected a key, found \"a:1}\""), ("[1,]", "expected a value, found \"]\""),
      ("[1}", "expected a comma or ], found \"}\""), ("{\"a\":1]", "expected a comma or }, found \"]\""),
      ("tru[", "expected true, found \"tru[\""), ("[12ab]", "expected a number, found \"12ab]\""),
      ("[1]]", "expected a value, found \"]\""), ("[1],", "expected a value, found \",\""),
    ])
  func faults(text: String, message: String) {
    #expect(
      fault("\n\n" + text)?.hasPrefix("test:3: \(message) (byte ") == true, "\(fault("\n\n" + text) ?? "no fault")")
  }

  @Test("known keys are found, others skipped in constant memory")
  func skipping() throws {
    enum Field: String, CaseIterable, Sendable { case id, name }
    let large = String(repeating: "x\\\"", count: 20_000)
    // A token limit far below the skipped text: holding it would be an error.
    var json = reader(
      "{\"other\": {\"deep\": [\"\(large)\", {\"id\": 1}]}, \"name\": \"n\", \"i\\u0064\": 2, \"id\": 3}",
      blockSize: 64, tokenLimit: 100)
    let keys = JSONKeys<Field>()
    var found: [String] = []
    try json.beginObject()
    members: while true {
      switch try json.nextMember(keys) {
      case .field(let field): found.append("\(field.rawValue)=\(try json.scalarText() ?? "")")
      case .unknown: try json.skipValue()
      case .end: break members
      }
    }
    #expect(found == ["name=n", "id=3"])
  }

  @Test("a text beyond the token limit is an error when it is wanted")
  func tokenLimit() throws {
    var json = reader("\"" + String(repeating: "x", count: 10_000) + "\"", blockSize: 64, tokenLimit: 1000)
    #expect(throws: InputError.self) { try json.string() }
  }

  @Test("equal texts that many records share are one text")
  func shared() throws {
    var json = reader("[\"project-0123456789\", \"project-0123456789\", \"project-9876543210\"]")
    try json.beginArray()
    var texts: [String] = []
    while try json.nextElement() { texts.append(try json.sharedString()) }
    #expect(texts == ["project-0123456789", "project-0123456789", "project-9876543210"])
  }

  @Test("lines are counted over blocks", arguments: [1, 5, 4096])
  func lines(blockSize: Int) throws {
    var json = reader("[\n1,\n\n\"a\nb\",\n3]", blockSize: blockSize)
    var lines: [Int] = []
    try json.beginArray()
    while try json.nextElement() {
      _ = try json.peek()
      lines.append(json.line)
      try json.skipValue()
    }
    #expect(lines == [2, 4, 6])
  }
}
