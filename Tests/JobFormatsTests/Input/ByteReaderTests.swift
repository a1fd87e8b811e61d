import CZlib
import Foundation
import JobModel
import TestSupport
import Testing

@testable import JobFormats

/// A file with these bytes, which is gone when the test ends.
private func withFile<Result>(_ bytes: [UInt8], _ body: (String) throws -> Result) throws -> Result {
  let path = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString).path
  defer { try? FileManager.default.removeItem(atPath: path) }
  try Data(bytes).write(to: URL(fileURLWithPath: path))
  return try body(path)
}

/// The bytes as a gzip file.
func gzip(_ bytes: [UInt8]) throws -> [UInt8] {
  let path = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString).path
  defer { try? FileManager.default.removeItem(atPath: path) }
  let file = try #require(gzopen(path, "wb"))
  bytes.withUnsafeBytes { _ = gzwrite(file, $0.baseAddress, UInt32($0.count)) }
  #expect(gzclose(file) == Z_OK)
  return Array(try Data(contentsOf: URL(fileURLWithPath: path)))
}

@Suite("Bytes of a file")
struct ByteReaderTests {
  /// 200 kB that compress badly, so that cutting the file cuts the data.
  private let noise: [UInt8] = {
    var random = SeededGenerator(seed: 7)
    return (0..<200_000).map { _ in UInt8(random.below(256)) }
  }()

  @Test("a dash is standard input, anything else a file")
  func dash() {
    #expect(InputSource(argument: "-") == .standardInput)
    #expect(InputSource(argument: "a.json") == .file("a.json"))
    #expect(InputSource(argument: "-").name == "-")
  }

  @Test("a plain file and its gzip give the same bytes")
  func gzipAndPlain() throws {
    #expect(try withFile(noise) { try readAll(.file($0)) } == noise)
    #expect(try withFile(try gzip(noise)) { try readAll(.file($0)) } == noise)
  }

  @Test("gzip members one after the other are one file, as bgzip writes them")
  func members() throws {
    #expect(try withFile(try gzip([1, 2]) + gzip([3])) { try readAll(.file($0)) } == [1, 2, 3])
  }

  @Test("gzip that ends early is an error, wherever it ends", arguments: [3, 12, 50_000, 199_990])
  func truncated(length: Int) throws {
    let bytes = Array(try gzip(noise).prefix(length))
    let error = #expect(throws: InputError.self) { try withFile(bytes) { try readAll(.file($0)) } }
    #expect(error?.message == "the file is cut short: its gzip data ends early")
  }

  @Test("gzip with a flipped byte is an error")
  func corrupt() throws {
    var bytes = try gzip(Array(repeating: 65, count: 100_000))
    bytes[bytes.count / 2] ^= 0x55
    bytes[bytes.count - 6] ^= 0x55
    #expect(throws: InputError.self) { try withFile(bytes) { try readAll(.file($0)) } }
  }

  @Test("an empty file has no bytes")
  func empty() throws {
    #expect(try withFile([]) { try readAll(.file($0)) } == [])
  }

  @Test("a missing file and a folder are named, with what is wrong")
  func unreadable() throws {
    let missing = #expect(throws: InputError.self) { try ByteReader(.file("/no/such/file")) }
    #expect(missing?.description == "/no/such/file: cannot be opened: No such file or directory; check the path")
    let folder = #expect(throws: InputError.self) { try ByteReader(.file("/")) }
    #expect(folder?.message == "expected a file, found a folder")
  }

  @Test("a document beyond the limit is an error")
  func limit() throws {
    #expect(throws: InputError.self) { try withFile(noise) { try readAll(.file($0), limit: 1000) } }
  }

  @Test("looking at the head consumes nothing, and progress ends at the file's size")
  func head() throws {
    try withFile(noise) { path in
      let reader = try ByteReader(.file(path))
      #expect(try reader.head().bytes.count == 65_536)
      #expect(try reader.rest(limit: 1 << 20) == noise)
      #expect(reader.progress.bytesRead == 200_000)
      #expect(reader.progress.bytesTotal == 200_000)
    }
  }

  @Test("progress of gzip counts the file's own bytes")
  func compressedProgress() throws {
    let bytes = try gzip(Array(repeating: 65, count: 1_000_000))
    try withFile(bytes) { path in
      let reader = try ByteReader(.file(path))
      _ = try reader.rest(limit: 1 << 20)
      #expect(reader.progress.bytesRead == Int64(bytes.count))
      #expect(reader.progress.bytesTotal == Int64(bytes.count))
    }
  }

  @Test("a pipe is read like a file, short writes and all")
  func pipe() throws {
    // /dev/fd names the pipe's end, which is how a shell's <(…) arrives as well.
    let pipe = Pipe()
    let compressed = try gzip(noise)
    let writer = Thread {
      for start in stride(from: 0, to: compressed.count, by: 7001) {
        pipe.fileHandleForWriting.write(Data(compressed[start..<min(start + 7001, compressed.count)]))
      }
      try? pipe.fileHandleForWriting.close()
    }
    writer.start()
    let reader = try ByteReader(.file("/dev/fd/\(pipe.fileHandleForReading.fileDescriptor)"))
    #expect(try reader.head().bytes == Array(noise.prefix(65_536)))
    #expect(try reader.rest(limit: 1 << 20) == noise)
    #expect(reader.progress.bytesTotal == nil)
  }
}

@Suite("Content hash")
struct ContentHashTests {
  @Test("it tells apart lengths, places and single bits, and never changes")
  func distinct() {
    var seen: Set<UInt128> = []
    for length in 0...64 {
      seen.insert(ContentHash.of([UInt8](repeating: 0, count: length)))
      for place in 0..<length {
        var bytes = [UInt8](repeating: 0, count: length)
        bytes[place] = 1
        seen.insert(ContentHash.of(bytes))
      }
    }
    #expect(seen.count == 65 + 64 * 65 / 2)
    #expect(ContentHash.shortText(Array("task_id\thash".utf8)).utf8.count == 16)
  }

  @Test("the end of the bytes counts as if it were filled up with noughts, at every length")
  func reference() {
    /// The same, byte by byte.
    func slow(_ bytes: [UInt8]) -> UInt128 {
      func fold(_ a: UInt64, _ b: UInt64) -> UInt64 {
        let (high, low) = a.multipliedFullWidth(by: b)
        return high ^ low ^ (a &+ b)
      }
      func word(_ start: Int) -> UInt64 {
        (0..<8).reduce(0) { $0 | (start + $1 < bytes.count ? UInt64(bytes[start + $1]) << UInt64(8 * $1) : 0) }
      }
      var low: UInt64 = 0xA076_1D64_78BD_642F ^ UInt64(bytes.count)
      var high: UInt64 = 0xE703_7ED1_A0B4_28DB
      var index = 0
      while index + 16 <= bytes.count {
        low = fold(low ^ word(index), word(index + 8) ^ 0x8EBC_6AF0_9C88_C6E3)
        high = fold(high ^ word(index + 8), word(index) ^ 0x5899_65CC_7537_4CC3) &+ low
        index += 16
      }
      low = fold(low ^ word(index), word(index + 8) ^ 0x1D8E_4E27_C47D_124F)
      high = fold(high ^ word(index + 8), word(index) ^ 0xEB44_ACCA_B455_D165) &+ low
      return UInt128(fold(high, 0x9E37_79B9_7F4A_7C15 ^ low)) << 64 | UInt128(fold(low, 0xBF58_476D_1CE4_E5B9 ^ high))
    }
    for length in 0...70 {
      let bytes = (0..<length).map { UInt8(truncatingIfNeeded: $0 * 37 + 201) }
      #expect(ContentHash.of(bytes) == slow(bytes), "\(length)")
    }
  }
}
