public import JobModel

/// The job that a log is of, and its try if that is known.
public struct LoggedJob: Sendable, Hashable {
  /// The job's id.
  public var id: String
  /// The try, counted from 0.
  public var tryNumber: Int?

  /// A job by its parts.
  public init(id: String, tryNumber: Int? = nil) {
    self.id = id
    self.tryNumber = tryNumber
  }

  /// Reads `job-xxxx` or `job-xxxx:1`.
  ///
  /// - Throws: ``InputValueError`` for other text.
  public init(parsing text: String) throws(InputValueError) {
    let failure = InputValueError(expected: "a job's id such as job-xxxx, or job-xxxx:1 for its try 1", found: text)
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count <= 2, let id = parts.first, Self.isJobID(Array(id.utf8)[...]) else { throw failure }
    self.id = String(id)
    if parts.count == 2 {
      guard let number = Int(parts[1]), (0...Self.tryLimit).contains(number) else { throw failure }
      tryNumber = number
    }
  }

  /// The largest number of a try that is believed.
  static let tryLimit = 1_000_000

  /// Whether bytes are `job-` and letters or digits.
  static func isJobID(_ bytes: ArraySlice<UInt8>) -> Bool {
    bytes.count > 4 && bytes.count <= 64 && bytes.prefix(4).isText("job-")
      && bytes.dropFirst(4).allSatisfy(isAlphanumeric)
  }

  static func isAlphanumeric(_ byte: UInt8) -> Bool {
    (byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9")) || (byte >= UInt8(ascii: "a") && byte <= UInt8(ascii: "z"))
      || (byte >= UInt8(ascii: "A") && byte <= UInt8(ascii: "Z"))
  }

  /// The job at the beginning of bytes: `job-xxxx` or `job-xxxx try 1`, and what follows it.
  static func leading(_ bytes: ArraySlice<UInt8>) -> (job: LoggedJob, rest: ArraySlice<UInt8>)? {
    guard bytes.prefix(4).isText("job-") else { return nil }
    let id = bytes.prefix(4) + bytes.dropFirst(4).prefix(while: isAlphanumeric)
    guard isJobID(id) else { return nil }
    var job = LoggedJob(id: id.text)
    var rest = bytes.dropFirst(id.count)
    if rest.prefix(5).isText(" try ") {
      let digits = rest.dropFirst(5).prefix { $0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9") }
      if let number = digits.integer, number <= Int64(tryLimit) {
        job.tryNumber = Int(number)
        rest = rest.dropFirst(5 + digits.count)
      }
    }
    return (job, rest)
  }
}
