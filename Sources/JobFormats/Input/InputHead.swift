/// The beginning of an input, by which its format is recognised.
public struct InputHead: Sendable {
  /// How much of an input is looked at.
  public static let length = 64 * 1024

  /// The first bytes, without a byte order mark.
  public let bytes: [UInt8]

  /// A head of these bytes; a byte order mark (UTF-8) is dropped.
  public init(_ bytes: [UInt8]) {
    let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
    self.bytes = bytes.starts(with: mark) ? Array(bytes.dropFirst(3)) : bytes
  }

  /// The first byte that is no white space.
  public var firstVisible: UInt8? { bytes.first { $0 > UInt8(ascii: " ") } }

  /// Whether nothing but white space is there.
  public var isEmpty: Bool { firstVisible == nil }

  /// The first line that is not empty, without its end.
  public var firstLine: ArraySlice<UInt8> {
    let text = bytes.drop { $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\r") }
    let line = text.prefix { $0 != UInt8(ascii: "\n") }
    return line.last == UInt8(ascii: "\r") ? line.dropLast() : line
  }

  /// Whether a text stands anywhere in the head.
  ///
  /// - Complexity: O(head × text).
  public func contains(_ text: String) -> Bool {
    let wanted = Array(text.utf8)
    guard let first = wanted.first, bytes.count >= wanted.count else { return wanted.isEmpty }
    for start in 0...(bytes.count - wanted.count) where bytes[start] == first {
      if bytes[start..<(start + wanted.count)].elementsEqual(wanted) { return true }
    }
    return false
  }

  /// The first characters for a message, with everything that does not print as a space.
  public func printable(_ count: Int = 60) -> String {
    String(
      String(decoding: bytes.prefix(count), as: UTF8.self).unicodeScalars.map { scalar -> Character in
        scalar.value < 32 || scalar.value == 127 ? " " : Character(scalar)
      })
  }

  /// What the input looks like, if it is a well-known kind that no reader takes.
  var likeness: String? {
    func starts(_ magic: [UInt8]) -> Bool { bytes.starts(with: magic) }
    if isEmpty { return bytes.isEmpty ? "an empty file" : "only white space" }
    if starts([0x50, 0x4B, 0x03, 0x04]) { return "a zip archive; unpack it first" }
    if starts([0x28, 0xB5, 0x2F, 0xFD]) { return "a zstd file; decompress it first" }
    if starts([0xFD, 0x37, 0x7A, 0x58, 0x5A]) { return "an xz file; decompress it first" }
    if starts([0x42, 0x5A, 0x68]) { return "a bzip2 file; decompress it first" }
    if starts(Array("SQLite format 3".utf8)) { return "an SQLite file; use --store for a store" }
    if starts([0xFF, 0xFE]) || starts([0xFE, 0xFF]) { return "text in UTF-16; save it as UTF-8" }
    if firstLine.drop(while: { $0 <= UInt8(ascii: " ") }).starts(with: "JobID".utf8), contains("------------") {
      return "sacct's table for people; call it with --parsable2"
    }
    if let text = likenessOfText { return text }
    if firstVisible == UInt8(ascii: "<") {
      return contains("window.data") || contains("Nextflow")
        ? "a page of Nextflow, but not its execution report (-with-report)" : "HTML or XML"
    }
    if firstVisible == UInt8(ascii: "{") || firstVisible == UInt8(ascii: "[") {
      if contains("\"workflowId\"") || contains("\"runName\"") || contains("\"nativeId\"") {
        return "JSON of Seqera Platform, but neither its runs nor its tasks"
      }
      if contains("\"runSpec\"") || contains("\"dxapi\"") {
        return "the description of an app or applet, not of jobs; give the output of dx find jobs --json"
      }
      return "JSON of some other kind"
    }
    if firstLine.count(where: { $0 == UInt8(ascii: "|") }) >= 3 {
      return
        "rows of sacct without a header; call it without --noheader (\(SacctHeader.command)), or put the line with the "
        + "columns' names before the rows"
    }
    return nil
  }

  /// What the text of `dx` looks like, which leaves out what its JSON has: to the cent, to the second, and without zone.
  private var likenessOfText: String? {
    for line in bytes.split(separator: UInt8(ascii: "\n"), maxSplits: 3).prefix(3) {
      if line.prefix(3).isText("ID ") {
        let value = line.dropFirst(3).trimmed
        if value.prefix(4).isText("job-") || value.prefix(9).isText("analysis-") {
          return "the text of dx describe, whose prices and times are rounded; give that of dx describe --json"
        }
      }
      if WatchLine.header(WatchLine.plain(line)) != nil {
        return "the text of dx find jobs, or a log without a line; give dx find jobs --json"
      }
    }
    return nil
  }
}
