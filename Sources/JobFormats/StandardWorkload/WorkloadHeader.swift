import JobModel

/// What the comment lines at the head of a log say of the machine and the clock.
struct WorkloadHeader: Sendable, Equatable {
  /// The number of processors.
  private(set) var maxProcessors: Int?
  /// The number of nodes: the processors where the log does not say them.
  private(set) var maxNodes: Int?
  /// Seconds since the epoch at which the log's clock was nought.
  private(set) var unixStartTime: Int64?

  /// Takes a line such as `; MaxProcs: 128`.
  mutating func read(_ line: UnsafeBufferPointer<UInt8>) {
    let text = String(decoding: line, as: UTF8.self)
    guard let colon = text.firstIndex(of: ":") else { return }
    let name = text[..<colon].drop { $0 == ";" || $0 == " " || $0 == "\t" }
    let digits = text[text.index(after: colon)...].drop { $0 == " " || $0 == "\t" }.prefix { ("0"..."9").contains($0) }
    guard let value = Int64(digits) else { return }
    switch name {
    case "MaxProcs": maxProcessors = Int(exactly: value)
    case "MaxNodes": maxNodes = Int(exactly: value)
    // A clock that began after all time tells nothing.
    case "UnixStartTime": unixStartTime = value <= SimTime.limit.milliseconds / 1000 ? value : nil
    default: break
    }
  }

  /// Reads the comments before the first record, and leaves the input there; how many lines stand before that place.
  mutating func readComments(_ bytes: ByteReader) throws(InputError) -> Int {
    var lines = LineReader(bytes)
    while let line = try lines.nextBytes() {
      guard let first = line.first(where: { $0 > UInt8(ascii: " ") }) else { continue }
      // A line counts as read once the next is asked for: this one is left to whoever reads on.
      guard first == UInt8(ascii: ";") else { return lines.lineNumber - 1 }
      read(line)
    }
    return lines.lineNumber
  }

  /// Milliseconds since the epoch at which the log's clock was nought; nought if the log does not say.
  var origin: Int64 { saturatingProduct(unixStartTime ?? 0, 1000) }

  /// The machine's processors, where the log says them.
  var processors: Int? { [maxProcessors, maxNodes].compactMap { $0 }.first { $0 > 0 } }
}
