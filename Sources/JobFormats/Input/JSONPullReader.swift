/// JSON read piece by piece from a ``ByteReader``: no tree is built, and what is skipped is never held.
///
/// The caller asks for what it expects:
///
/// ```swift
/// try json.beginObject()
/// loop: while true {
///   switch try json.nextMember(keys) {
///   case .field(.name): name = try json.string()
///   case .unknown: try json.skipValue()
///   case .end: break loop
///   }
/// }
/// ```
///
/// A document may be followed by others, so newline-delimited JSON is a sequence of documents (``nextDocument()``).
/// Lenient where nothing is lost: line ends inside strings, `NaN` and `Infinity` as numbers. Faults of the text are
/// ``InputError``s with their line.
public struct JSONPullReader: ~Copyable {
  /// What a value is.
  public enum Kind: String, Sendable {
    /// `{…}`.
    case object = "an object"
    /// `[…]`.
    case array = "an array"
    /// `"…"`.
    case string = "a text"
    /// A number.
    case number = "a number"
    /// `true` or `false`.
    case bool = "true or false"
    /// `null`.
    case null = "null"
  }

  /// How deep objects and arrays may be nested.
  public static let depthLimit = 512
  /// The longest string, key or number that is read, in bytes; longer ones can only be skipped.
  public static let usualTokenLimit = 64 << 20

  let input: ByteReader
  let tokenLimit: Int
  // Copies of the reader's state: the innermost loops touch nothing but this struct.
  var base: UnsafeMutablePointer<UInt8>
  var index: Int
  var end: Int
  /// How many objects and arrays are open.
  public private(set) var depth = 0
  /// Whether each open container is an object, outermost first.
  private let isObject: UnsafeMutablePointer<Bool>
  /// Whether the innermost container has given nothing yet.
  private var isFresh = false
  var strings = StringPool()

  /// Reads the documents of an input that is at its beginning.
  public init(_ input: ByteReader, tokenLimit: Int = usualTokenLimit) {
    self.input = input
    self.tokenLimit = tokenLimit
    base = input.base
    index = input.position
    end = input.end
    isObject = .allocate(capacity: Self.depthLimit)
    isObject.initialize(repeating: false, count: Self.depthLimit)
  }

  deinit { isObject.deallocate() }

  /// The line of the next byte, counted from 1.
  public var line: Int { input.lineNumber(at: index) }

  /// Whether another document follows; a byte order mark at the very beginning is passed over.
  public mutating func nextDocument() throws(InputError) -> Bool {
    if input.offset(at: index) == 0 {
      while end - index < 3, try refill(keeping: index) {}
      if end - index >= 3, base[index] == 0xEF, base[index + 1] == 0xBB, base[index + 2] == 0xBF { index += 3 }
    }
    return try nextByte() != nil
  }

  /// What the next value is; nothing is consumed.
  @inline(__always)
  public mutating func peek() throws(InputError) -> Kind {
    guard let byte = try nextByte() else { throw cutShort(expected: "a value") }
    switch byte {
    case UInt8(ascii: "\""): return .string
    case UInt8(ascii: "{"): return .object
    case UInt8(ascii: "["): return .array
    case UInt8(ascii: "t"), UInt8(ascii: "f"): return .bool
    case UInt8(ascii: "n"): return .null
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "N"), UInt8(ascii: "I"): return .number
    default: throw unexpected("a value")
    }
  }

  /// Consumes the `{` of an object.
  public mutating func beginObject() throws(InputError) { try begin(.object) }

  /// Consumes the `[` of an array.
  public mutating func beginArray() throws(InputError) { try begin(.array) }

  /// Whether the innermost array has another element, which is read next; at its end the `]` is consumed.
  public mutating func nextElement() throws(InputError) -> Bool {
    try next(close: UInt8(ascii: "]"), expected: "a comma or ]")
  }

  /// The next key of the innermost object, or nil at its end, which is consumed.
  public mutating func nextKey() throws(InputError) -> String? {
    guard try next(close: UInt8(ascii: "}"), expected: "a comma or }") else { return nil }
    let token = try keyToken()
    let key = decoded(token)
    try colon()
    return key
  }

  /// The next member of the innermost object by its known key.
  @inline(__always)
  public mutating func nextMember<Field>(
    _ keys: borrowing JSONKeys<Field>
  ) throws(InputError) -> JSONMember<Field> {
    guard try next(close: UInt8(ascii: "}"), expected: "a comma or }") else { return .end }
    let token = try keyToken()
    // A key that is written with escapes is one nobody asked for: no writer of ours escapes these names.
    let field = token.hasEscapes ? nil : keys.field(base + token.start, count: token.count)
    try colon()
    if let field { return .field(field) }
    return .unknown
  }

  /// Passes over a value of any kind in constant memory.
  public mutating func skipValue() throws(InputError) {
    let outside = depth
    try skipOne()
    while depth > outside {
      if isObject[depth - 1] {
        guard try next(close: UInt8(ascii: "}"), expected: "a comma or }") else { continue }
        guard try nextByte() == UInt8(ascii: "\"") else { throw unexpected("a key") }
        try skipString()
        try colon()
        try skipOne()
      } else if try next(close: UInt8(ascii: "]"), expected: "a comma or ]") {
        try skipOne()
      }
    }
  }

  /// Passes over closing braces and brackets that close nothing, if nothing else is left of the input; how many.
  ///
  /// Consumes nothing if something else follows.
  mutating func strayClosers() throws(InputError) -> Int {
    var count = 0
    var place = 0
    guard depth == 0 else { return 0 }
    while true {
      while index + place < end {
        let byte = base[index + place]
        if byte == UInt8(ascii: "}") || byte == UInt8(ascii: "]") { count += 1 } else if byte > 0x20 { return 0 }
        place += 1
        // A file of braces alone is no slip of the pen.
        if place > 64 { return 0 }
      }
      if try !refill(keeping: index) { break }
    }
    if count > 0 { index = end }
    return count
  }

  /// Opens a container or passes over a scalar.
  @inline(__always)
  private mutating func skipOne() throws(InputError) {
    switch try peek() {
    case .object: try begin(.object)
    case .array: try begin(.array)
    case .string: try skipString()
    case .number: try skipNumber()
    case .bool: _ = try bool()
    case .null: try null()
    }
  }

  @inline(__always)
  private mutating func begin(_ kind: Kind) throws(InputError) {
    guard try peek() == kind else { throw unexpected(kind.rawValue) }
    guard depth < Self.depthLimit else {
      throw fault("objects and arrays are nested more than \(Self.depthLimit) deep")
    }
    index += 1
    isObject[depth] = kind == .object
    depth += 1
    isFresh = true
  }

  /// Goes to the next member or element of the innermost container; false, and out of it, at its end.
  @inline(__always)
  private mutating func next(close: UInt8, expected: String) throws(InputError) -> Bool {
    guard let byte = try nextByte() else { throw cutShort(expected: expected) }
    guard depth > 0, isObject[depth - 1] == (close == UInt8(ascii: "}")) else { throw unexpected("another document") }
    if byte == close {
      index += 1
      depth -= 1
      // What holds this one has given it, so it is not fresh either.
      isFresh = false
      return false
    }
    if isFresh {
      isFresh = false
      return true
    }
    guard byte == UInt8(ascii: ",") else { throw unexpected(expected) }
    index += 1
    return true
  }

  @inline(__always)
  private mutating func keyToken() throws(InputError) -> Token {
    guard let byte = try nextByte() else { throw cutShort(expected: "a key") }
    guard byte == UInt8(ascii: "\"") else { throw unexpected("a key") }
    return try stringToken()
  }

  @inline(__always)
  private mutating func colon() throws(InputError) {
    guard let byte = try nextByte() else { throw cutShort(expected: "a colon") }
    guard byte == UInt8(ascii: ":") else { throw unexpected("a colon") }
    index += 1
  }

  /// The next byte that is no white space, not consumed; nil at the end of the input.
  @inline(__always)
  mutating func nextByte() throws(InputError) -> UInt8? {
    // Behind the end stands a nought, which is looked into below.
    var byte = base[index]
    if byte == UInt8(ascii: " ") {
      // One space, as after a colon.
      index += 1
      byte = base[index]
    }
    if byte > UInt8(ascii: " ") { return byte }
    return try byteBehindSpace()
  }

  @inline(never)
  private mutating func byteBehindSpace() throws(InputError) -> UInt8? {
    while true {
      while index < end {
        let byte = base[index]
        if byte > UInt8(ascii: " ") { return byte }
        guard byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 else { return byte }
        index += 1
        // Behind the end of a line stands its indentation.
        while true {
          let noSpace = eightBytes(base + index) ^ repeated(UInt8(ascii: " "))
          if noSpace != 0 {
            index += noSpace.trailingZeroBitCount >> 3
            break
          }
          index += 8
          if index >= end { break }
        }
        if index > end { index = end }
      }
      if try !refill(keeping: index) { return nil }
    }
  }

  /// Gets more bytes and keeps those from `start` on; `index` stays on its byte, wherever that moves.
  ///
  /// False at the end of the input. Afterwards the kept bytes begin at `input.position`.
  mutating func refill(keeping start: Int) throws(InputError) -> Bool {
    guard end - start <= tokenLimit else {
      throw fault("a text or number is longer than \(tokenLimit >> 20) MiB")
    }
    let ahead = index - start
    input.position = start
    let isMore = try input.more()
    base = input.base
    end = input.end
    index = input.position + ahead
    return isMore
  }

  /// A fault of the text at the next byte.
  func fault(_ message: String) -> InputError {
    InputError(
      file: input.name, line: input.lineNumber(at: min(index, end)),
      message: "\(message) (byte \(input.offset(at: index)))")
  }

  func cutShort(expected: String) -> InputError {
    let line = input.lineNumber(at: end)
    return InputError(
      file: input.name, line: line, message: "the document is cut short at line \(line): expected \(expected)",
      hint: "nothing of it was kept; write it again")
  }

  func unexpected(_ expected: String) -> InputError {
    guard index < end else { return cutShort(expected: expected) }
    let found = UnsafeBufferPointer(start: base + index, count: min(20, end - index))
    return fault("expected \(expected), found \"\(InputHead(Array(found)).printable(20))\"")
  }
}
