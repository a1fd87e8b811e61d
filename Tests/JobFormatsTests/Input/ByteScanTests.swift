import JobModel
import TestSupport
import Testing

@testable import JobFormats

@Suite("Bytes looked at many at a time")
struct ByteScanTests {
  @Test("line feeds are counted exactly, wherever they stand")
  func lineFeeds() {
    var random = SeededGenerator(seed: 3)
    for length in [0, 1, 7, 8, 9, 63, 2040, 2041, 5000] {
      // Bytes around the line feed are those that a careless test would take for one.
      let bytes = (0..<length).map { _ in [0x0A, 0x0B, 0x09, 0x8A, 0x00, 0xFF][random.below(6)] as UInt8 }
      let found = bytes.withUnsafeBufferPointer { buffer in
        buffer.baseAddress.map { newlines(UnsafeMutablePointer(mutating: $0), count: length) } ?? 0
      }
      #expect(found == bytes.count { $0 == 0x0A }, "of \(length) bytes")
    }
    let feeds = [UInt8](repeating: 0x0A, count: 4099)
    #expect(feeds.withUnsafeBufferPointer { $0.baseAddress.map { newlines(.init(mutating: $0), count: 4099) } } == 4099)
  }

  @Test("every key is found, and none that is nearly one")
  func keys() throws {
    let keys = JSONKeys<DescribeField>()
    func field(_ name: String) -> DescribeField? {
      // Behind a name stands something else, as in a document.
      (Array(name.utf8) + Array("\": \"xxxxxxxx".utf8)).withUnsafeBufferPointer { bytes in
        bytes.baseAddress.flatMap { keys.field($0, count: name.utf8.count) }
      }
    }
    for known in DescribeField.allCases {
      let name = known.rawValue
      #expect(field(name) == known)
      for near in [name + "x", "x" + name, String(name.dropLast()), String(name.dropFirst()), name.uppercased()] {
        #expect(field(near) == DescribeField(rawValue: near), "\(near)")
      }
    }
    #expect(field("") == nil)
    enum Long: String, CaseIterable, Sendable { case aNameOfMoreThanSixteenBytes }
    let long = JSONKeys<Long>()
    // Same ends and length, another middle.
    for (name, isKnown) in [("aNameOfMoreThanSixteenBytes", true), ("aNameOfMXreThanSixteenBytes", false)] {
      let found = (Array(name.utf8) + Array(repeating: 0, count: 8)).withUnsafeBufferPointer {
        $0.baseAddress.flatMap { long.field($0, count: name.utf8.count) }
      }
      #expect((found != nil) == isKnown)
    }
  }

  @Test("amounts read from bytes are those that the exact arithmetic gives")
  func nanos() throws {
    var random = SeededGenerator(seed: 11)
    var texts = [
      "0", "0.0", "1.5", "0.0000000005", "0.0000000015", "0.0000000005000000001", "0.0034468444444444445",
      "999999999.9999999999", "0.9999999995", "0.00000000049999", "12.25",
    ]
    for _ in 0..<2000 {
      let scale = 1 + random.below(19)
      let fraction = (0..<scale).map { _ in ["0", "5", "9", String(random.below(10))][random.below(4)] }.joined()
      texts.append("\(random.below(1_000_000)).\(fraction)")
    }
    for text in texts {
      var json = JSONPullReader(ByteReader(text: text + ",", name: "test"))
      _ = try json.peek()
      #expect(json.shortNanos() == (try Money.nanos(parsing: text)), "\(text)")
    }
    // What the short way leaves to the long one, and does not consume.
    for text in ["-1", "1e3", "1234567890", "1.", ".5", "0.12345678901234567890", "NaN", "5"] {
      var json = JSONPullReader(ByteReader(text: text == "5" ? text : text + ",", name: "test"))
      _ = try json.nextDocument()
      #expect(json.shortNanos() == nil, "\(text)")
      #expect(json.index == 0)
    }
  }

  @Test("an object that comes again is remembered, whatever the size of the blocks", arguments: [1, 8, 40, 4096])
  func memo(blockSize: Int) throws {
    let text = #"[{"a": [1]}, {"a": [1]}, {"a": [2]},{"a": [1]} ]"#
    var json = JSONPullReader(ByteReader(bytes: Array(text.utf8), name: "test", blockSize: blockSize))
    var memo = JSONMemo<String>()
    var read = 0
    var values: [String] = []
    try json.beginArray()
    while try json.nextElement() {
      _ = try json.peek()
      if let known = json.remembered(memo) {
        values.append(known)
        continue
      }
      let place = json.place
      read += 1
      var value = ""
      try json.beginObject()
      while try json.nextKey() != nil {
        try json.beginArray()
        while try json.nextElement() { value += try json.number().text }
      }
      values.append(value)
      json.remember(value, since: place, in: &memo)
    }
    #expect(values == ["1", "1", "2", "1"])
    #expect((3...4).contains(read))
    #expect(try json.nextDocument() == false)
  }
}
