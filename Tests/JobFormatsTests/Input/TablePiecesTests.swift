import TestSupport
import Testing

@testable import JobFormats

@Suite("Tables cut into pieces")
struct TablePiecesTests {
  @Test("a piece ends with the first record that reaches its size, quoted line ends or not")
  func cuts() throws {
    let text = "a,b\n1,\"x\ny\"\n\n2,5\" disk\r\n\"\"\"\n\",3\nlast,1"
    //          3 + 1, 9 and 1, 12 bytes, a quote that is doubled and a line end in it, no line end
    let pieces = try Self.cut(text, size: 4)
    #expect(
      pieces.map { String(decoding: Self.bytes($0), as: UTF8.self) } == [
        "a,b\n", "1,\"x\ny\"\n", "\n2,5\" disk\r\n", "\"\"\"\n\",3\n", "last,1",
      ])
    #expect(pieces.map(\.linesBefore) == [0, 1, 3, 5, 7])
    #expect(pieces.map(\.recordsBefore) == [0, 1, 2, 3, 4])
    #expect(try Self.cut("", size: 4).isEmpty)
    #expect(try Self.cut(text, size: 1000).count == 1)
    // Tables with tabs have no quotes.
    #expect(try Self.cut("\"a\tb\n1\t\"x\n", delimiter: "\t", size: 1).count == 2)
  }

  @Test("what is cut holds the same records on the same lines as the whole, however the input comes")
  func likeTheWhole() throws {
    var random = SeededGenerator(seed: 11)
    for _ in 0..<2000 {
      let parts = ["a", "bc", ",", ",", "\n", "\n", "\r\n", "\"", "\"\"", ",\"x\ny\"", ",\"p,q\"", "\r", "\n\n"]
      let text = (0..<random.below(60)).map { _ in parts[random.below(parts.count)] }.joined()
      var expected: [String] = []
      var failure: String?
      Self.read(Array(text.utf8), after: 0, &expected, &failure)
      var found: [String] = []
      var foundFailure: String?
      var records = 0
      for piece in try Self.cut(text, size: 1 + random.below(40), blockSize: 1 + random.below(9)) {
        #expect(piece.recordsBefore == records)
        let before = found.count
        Self.read(Self.bytes(piece), after: piece.linesBefore, &found, &foundFailure)
        records += found.count - before
      }
      #expect(found == expected && foundFailure == failure, "\(text.debugDescription)")
    }
  }

  @Test("a quote that is never closed ends the last piece, far before the end of the input")
  func open() throws {
    let text = "a,b\n1,\"" + String(repeating: "x\n", count: 5000)
    let pieces = try Self.cut(text, size: 1, blockSize: 64, limit: 100)
    #expect(pieces.count == 2)
    #expect((201...400).contains(pieces[1].bytes.count))
  }

  private static func cut(
    _ text: String, delimiter: Character = ",", size: Int, blockSize: Int = 256, limit: Int = LineReader.usualLimit
  ) throws -> [TablePieces.Piece] {
    let bytes = ByteReader(bytes: Array(text.utf8), name: "test", blockSize: blockSize)
    var pieces = TablePieces(bytes, after: 0, delimiter: delimiter.asciiValue ?? 0, size: size, limit: limit)
    var all: [TablePieces.Piece] = []
    while let piece = try pieces.next() { all.append(piece) }
    return all
  }

  private static func bytes(_ piece: TablePieces.Piece) -> [UInt8] {
    Array(UnsafeBufferPointer(start: piece.bytes.base, count: piece.bytes.count))
  }

  /// Adds each record with its line, until one is refused.
  private static func read(_ bytes: [UInt8], after lines: Int, _ records: inout [String], _ failure: inout String?) {
    guard failure == nil else { return }
    var rows = DelimitedRows(
      ByteReader(bytes: bytes, name: "test", blockSize: 16), after: lines, delimiter: UInt8(ascii: ","))
    do throws(InputError) {
      while try rows.next() {
        records.append("\(rows.line): \((0..<rows.count).map { rows[$0].text })")
      }
    } catch {
      failure = error.description
    }
  }
}

@Suite("Work in order")
struct OrderedWorkTests {
  @Test("what comes of pieces comes in their order, whichever is done first", arguments: [1, 2, 7])
  func order(processors: Int) throws {
    let work = OrderedWork<Int, Int>(processors: processors) { piece in
      // The first ones take longest.
      var sum = 0
      for step in 0..<((20 - piece % 20) * 2000) { sum &+= step ^ piece }
      return sum == .min ? -1 : piece * piece
    }
    var outcomes: [Int] = []
    var pieces = Array(0..<100)[...]
    try work.run({ pieces.popFirst() }) { piece, outcome in
      #expect(piece == outcomes.count)
      outcomes.append(outcome)
    }
    #expect(outcomes == (0..<100).map { $0 * $0 })
  }
}
