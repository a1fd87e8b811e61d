import Foundation
import JobModel
import TestSupport
import Testing

@testable import JobFormats

@Suite("Tar archives")
struct TarArchiveTests {
  /// A member as `tar` writes it: its header with its sum, its bytes, and noughts up to a whole block.
  private static func member(
    _ name: String, _ content: String, type: Character = "0", prefix: String = "", size: String? = nil
  ) -> [UInt8] {
    var header = [UInt8](repeating: 0, count: 512)
    func put(_ text: String, at place: Int) {
      header.replaceSubrange(place..<(place + text.utf8.count), with: text.utf8)
    }
    put(name, at: 0)
    put("0000644", at: 100)
    let octal = String(content.utf8.count, radix: 8)
    put(size ?? String(repeating: "0", count: 11 - octal.count) + octal, at: 124)
    put(String(type), at: 156)
    put("ustar", at: 257)
    put("00", at: 263)
    put(prefix, at: 345)
    put("        ", at: 148)
    let sum = String(header.reduce(0) { $0 + Int($1) }, radix: 8)
    put(String(repeating: "0", count: 6 - sum.count) + sum + "\0 ", at: 148)
    let bytes = header + Array(content.utf8)
    return bytes + [UInt8](repeating: 0, count: (512 - bytes.count % 512) % 512)
  }

  private static let end = [UInt8](repeating: 0, count: 1024)
  private static let trace =
    "task_id\thash\tname\tstatus\tsubmit\trealtime\n1\tab/cdef12\tALIGN (1)\tCOMPLETED\t1\t60000\n"

  private func inFile<Value>(_ bytes: [UInt8], _ body: (String) throws -> Value) throws -> Value {
    let place = FileManager.default.temporaryDirectory.appendingPathComponent("\(UUID().uuidString).tar")
    try Data(bytes).write(to: place)
    defer { try? FileManager.default.removeItem(at: place) }
    return try body(place.path)
  }

  @Test("each file is a source of its own, under the name that its headers give it")
  func members() throws {
    let long = String(repeating: "very/", count: 30) + "long.txt"
    func record(_ key: String, _ value: String) -> String {
      // Its length counts its own digits.
      let rest = " \(key)=\(value)\n".utf8.count
      let length = [1, 2, 3].map { rest + $0 }.first { String($0).count == $0 - rest } ?? 0
      return "\(length) \(key)=\(value)\n"
    }
    let archive =
      Self.member("run/", "", type: "5") + Self.member("trace.txt", Self.trace, prefix: "run")
      + Self.member("run/nextflow.log", "Nov-22 10:00 [main] DEBUG\n")
      + Self.member("././@LongLink", long + "\0", type: "L") + Self.member("cut", Self.trace)
      + Self.member("PaxHeader/x", record("path", "pax/trace.txt") + record("mtime", "1.5"), type: "x")
      + Self.member("cut", Self.trace) + Self.end
    try inFile(archive) { path in
      let found = try TarArchive.histories([path])
      let sources = found.sources
      #expect(sources.map(\.name) == ["run/trace.txt", long, "pax/trace.txt"].map { "\(path):\($0)" })
      #expect(found.remarks == ["\(path): left alone in the archive: run/nextflow.log"])
      // Who names a format takes all of them.
      #expect(try TarArchive.histories([path], isNamed: true).sources.count == 4)
      for source in sources {
        #expect(try readAll(source) == Array(Self.trace.utf8))
        #expect(try readHistory([source]).history.jobs.map(\.executable) == ["ALIGN"])
      }
    }
  }

  @Test("what is no archive is itself, and so is a pipe")
  func others() throws {
    try inFile(Array(Self.trace.utf8)) { path in
      let sources = try TarArchive.histories([path, "-"]).sources
      #expect(sources == [.file(path), .standardInput])
    }
    #expect(try TarArchive.histories(["/no/such/file"]).sources == [.file("/no/such/file")])
  }

  @Test("an archive that is damaged, cut short, or without a history is one clear error")
  func faults() throws {
    func message(_ bytes: [UInt8]) throws -> String? {
      try inFile(bytes) { path in
        do {
          for source in try TarArchive.histories([path]).sources { _ = try readAll(source) }
          return nil
        } catch let error as InputError { return String(error.description.dropFirst(path.count)) }
      }
    }
    let good = Self.member("trace.txt", Self.trace)
    let other = Self.member("b.txt", Self.trace)
    #expect(try message(good + other + Self.end) == nil)
    #expect(try message(good) == nil)
    var wrong = good + other
    wrong[good.count + 3] ^= 1
    #expect(
      try message(wrong) == ": the tar archive is damaged: found a header with another sum; copy it again")
    #expect(
      try message(Array((good + other).dropLast(600)))
        == ": the file is cut short: its tar archive ends early; copy it again")
    #expect(
      try message(Self.member("a.log", "x", size: "7777777777z") + Self.end)
        == ": the tar archive is damaged: found a member without a size; copy it again")
    #expect(
      try message(Self.member("a.log", "text") + Self.end)
        == ": expected a history, found a tar archive of a.log")
    #expect(
      try message(Self.member("a.gz", "\u{1F}\u{8B}") + Self.end) == ": expected a history, found a tar archive of a.gz"
    )
  }

  @Test("whatever stands in an archive, reading it ends")
  func mutations() throws {
    let bytes = Self.member("a.txt", Self.trace) + Self.member("x", "20 path=b\n", type: "x") + Self.member("b", "{}")
    var random = SeededGenerator(seed: 12)
    var read = 0
    for _ in 0..<5000 {
      var copy = bytes + Self.end
      for _ in 0..<(1 + random.below(4)) {
        // Sums would mostly give it away: half of the changes leave them right, by a change and its opposite.
        let place = random.below(bytes.count)
        let step = UInt8(truncatingIfNeeded: 1 + random.below(255))
        copy[place] &+= step
        if random.below(2) == 0 { copy[random.below(bytes.count)] &-= step }
      }
      copy.removeLast(random.below(3) == 0 ? random.below(copy.count) : 0)
      let members = TarMembers(ByteReader(bytes: copy, name: "test.tar", blockSize: 100 + random.below(2000)))
      do {
        while try members.next() != nil {
          _ = try members.head()
          read += 1
        }
      } catch {
        #expect(error.file == "test.tar")
      }
    }
    #expect(read > 1000)
  }
}
