/// What a browser asks for, as far as it matters here; no part of it is longer than ``targetLimit``.
public struct PageRequest: Sendable, Equatable {
  /// `GET`, `HEAD` …
  public var method: String
  /// The path, decoded.
  public var path: String
  /// The parameters in their order, decoded.
  public var query: [(name: String, value: String)]
  /// What the browser believes to talk to; nil if it does not say.
  public var host: String?

  /// How many bytes of an address are read. Ids have up to 10 kB, which is three times that in an address.
  static let targetLimit = 1 << 16
  /// How many parameters are read.
  static let queryLimit = 64

  /// A request by its line and its header.
  ///
  /// - Parameter target: the path and the parameters as they came.
  /// - Throws: ``BadRequest`` for what is too long or is no address.
  public init(method: String, target: String, host: String?) throws(BadRequest) {
    guard target.utf8.count <= Self.targetLimit else {
      throw BadRequest(status: 414, "The address has more than \(Self.targetLimit) bytes.")
    }
    self.method = method
    self.host = host
    let parts = target.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
    guard let first = parts.first, first.hasPrefix("/"), let path = Self.decoded(first, hasPlus: false) else {
      throw BadRequest("The address is no path, or is not well encoded: after % two digits are expected, and UTF-8.")
    }
    self.path = path
    query = []
    guard parts.count > 1 else { return }
    let items = parts[1].split(separator: "&")
    guard items.count <= Self.queryLimit else {
      throw BadRequest("The address has \(items.count) parameters, and \(Self.queryLimit) are allowed.")
    }
    for item in items {
      let pair = item.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      guard let name = Self.decoded(pair[0], hasPlus: true),
        let value = pair.count > 1 ? Self.decoded(pair[1], hasPlus: true) : ""
      else { throw BadRequest("A parameter is not well encoded: after % two digits are expected, and UTF-8.") }
      query.append((name, value))
    }
  }

  /// Equal in all parts.
  public static func == (a: PageRequest, b: PageRequest) -> Bool {
    a.method == b.method && a.path == b.path && a.host == b.host
      && a.query.elementsEqual(b.query) { $0.name == $1.name && $0.value == $1.value }
  }

  /// The text behind `%41` and, in parameters, `+`; nil if it is not well encoded.
  private static func decoded(_ text: Substring, hasPlus: Bool) -> String? {
    var bytes: [UInt8] = []
    var rest = text.utf8.makeIterator()
    func digit(_ byte: UInt8?) -> UInt8? {
      switch byte {
      case .some(let byte) where (0x30...0x39).contains(byte): byte - 0x30
      case .some(let byte) where (0x41...0x46).contains(byte): byte - 0x37
      case .some(let byte) where (0x61...0x66).contains(byte): byte - 0x57
      default: nil
      }
    }
    while let byte = rest.next() {
      switch byte {
      case UInt8(ascii: "%"):
        guard let high = digit(rest.next()), let low = digit(rest.next()) else { return nil }
        bytes.append(high << 4 | low)
      case UInt8(ascii: "+"): bytes.append(hasPlus ? UInt8(ascii: " ") : byte)
      default: bytes.append(byte)
      }
    }
    return String(validating: bytes, as: UTF8.self)
  }
}

/// A request that cannot be answered, and what was expected.
public struct BadRequest: Error, Equatable, Sendable {
  /// The status of the answer.
  public var status: Int
  /// What is wrong, and what was expected.
  public var message: String

  /// A fault of a request; its status is 400 unless it is said.
  init(status: Int = 400, _ message: String) {
    self.status = status
    self.message = message
  }
}
