import JobModel

/// What the comment lines at the head of a log say of the machine and the clock.
struct WorkloadHeader {
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

  /// The machine's processors, where the log says them.
  var processors: Int? { [maxProcessors, maxNodes].compactMap { $0 }.first { $0 > 0 } }
}
