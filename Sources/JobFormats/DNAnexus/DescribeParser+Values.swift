import JobModel

// Values of single fields: each is what it should be, or left out with a remark.

extension DescribeParser {
  /// A text of which every record has its own.
  mutating func text(_ field: DescribeField, _ describe: inout Describe) throws -> String? {
    guard try isPresent(.string, field, &describe) else { return nil }
    return try json.string()
  }

  /// A text that many records share.
  mutating func shared(_ field: DescribeField, _ describe: inout Describe) throws -> String? {
    guard try isPresent(.string, field, &describe) else { return nil }
    return try json.sharedString()
  }

  private mutating func isPresent(
    _ kind: JSONPullReader.Kind, _ field: DescribeField, _ describe: inout Describe
  ) throws -> Bool {
    let found = try json.peek()
    if found == kind { return true }
    if found != .null { describe.warnings.append("\(field.rawValue) is not \(kind.rawValue): it is left out") }
    try json.skipValue()
    return false
  }

  /// A whole number in a range; numbers in quotes and with a fraction of nought count as well.
  mutating func whole(
    _ field: DescribeField, in range: ClosedRange<Int64>, _ describe: inout Describe
  ) throws -> Int64? {
    let value: Int64?
    switch try json.peek() {
    case .null:
      try json.null()
      return nil
    case .number:
      switch try json.number() {
      case .integer(let number): value = number
      case .text(let text): value = Self.rounded(text)
      }
    case .string: value = Self.rounded(try json.string())
    case .object, .array, .bool:
      try json.skipValue()
      value = nil
    }
    if let value, range.contains(value) { return value }
    describe.warnings.append("\(field.rawValue) is not a usable number: it is left out")
    return nil
  }

  /// The whole number nearest to a decimal one, such as 1.6e12.
  private static func rounded(_ text: String) -> Int64? {
    (try? DecimalNumber(parsing: text))?.nanos(times: 1, dividedBy: 1_000_000_000)
  }

  /// A small whole number in a range.
  mutating func count(_ field: DescribeField, in range: ClosedRange<Int64>, _ describe: inout Describe) throws -> Int? {
    try whole(field, in: range, &describe).map { Int(clamping: $0) }
  }

  /// A time in milliseconds since the epoch.
  mutating func time(_ field: DescribeField, _ describe: inout Describe) throws -> SimTime? {
    try whole(field, in: 0...SimTime.limit.milliseconds, &describe).map(SimTime.init(milliseconds:))
  }

  /// An amount of money, as a number or as a text.
  mutating func amount() throws -> Describe.Amount? {
    if try json.peek() == .number, let nanos = json.shortNanos() { return .nanos(nanos) }
    guard let text = try json.scalarText() else { return nil }
    guard let nanos = try? Money.nanos(parsing: text), nanos >= 0 else { return .unusable }
    return .nanos(nanos)
  }

  /// A truth value; anything else is false.
  mutating func flag() throws -> Bool {
    if try json.peek() == .bool { return try json.bool() }
    try json.skipValue()
    return false
  }

  mutating func priority(_ field: DescribeField, _ describe: inout Describe) throws -> Priority? {
    guard let name = try shared(field, &describe) else { return nil }
    if let priority = Priority(rawValue: name) { return priority }
    describe.warnings.append("unknown \(field.rawValue) \"\(name.prefix(40))\": it is left out")
    return nil
  }

  /// One field of an object, as text; nil if it is not there or the value is no object.
  mutating func part(_ wanted: PartField) throws -> String? {
    guard try json.peek() == .object else {
      try json.skipValue()
      return nil
    }
    var value: String?
    try json.beginObject()
    while true {
      switch try json.nextMember(partFields) {
      case .field(wanted): value = try json.scalarText()
      case .field, .unknown: try json.skipValue()
      case .end: return value
      }
    }
  }

  mutating func workflow(into describe: inout Describe) throws {
    guard try json.peek() == .object else {
      // Older descriptions have the id alone.
      if let id = try json.scalarText(), describe.job.executableID == nil { describe.job.executableID = id }
      return
    }
    try json.beginObject()
    while true {
      switch try json.nextMember(partFields) {
      case .field(.id):
        let id = try json.scalarText()
        if describe.job.executableID == nil { describe.job.executableID = id }
      case .field(.name): describe.workflowName = try json.scalarText()
      case .field, .unknown: try json.skipValue()
      case .end: return
      }
    }
  }

  /// A currency, which the platform writes as an object with its code.
  mutating func currency(into describe: inout Describe) throws {
    let kind = try json.peek()
    if kind == .object, let known = json.remembered(lastCurrency) {
      describe.currency = known
      return
    }
    let place = json.place
    let code = kind == .string ? try json.string() : try part(.code)
    guard let code else { return }
    describe.currency = try? Currency(code)
    if kind == .object, let currency = describe.currency { json.remember(currency, since: place, in: &lastCurrency) }
    if describe.currency == nil { describe.warnings.append("currency has no code of three letters: it is left out") }
  }

  mutating func cluster(into describe: inout Describe) throws {
    guard let text = try part(.initialInstanceCount) else { return }
    if let nodes = Int(text), (1...100_000).contains(nodes) {
      describe.job.nodes = nodes
    } else {
      describe.warnings.append("clusterSpec.initialInstanceCount is not a usable number: one node is assumed")
    }
  }
}
