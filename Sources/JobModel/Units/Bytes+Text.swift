extension Bytes {
  private static let units: [(name: String, size: Int64)] = [
    ("EiB", 1 << 60), ("PiB", 1 << 50), ("TiB", 1 << 40), ("GiB", 1 << 30), ("MiB", 1 << 20), ("KiB", 1 << 10),
  ]

  private static func bytesPerUnit(_ unit: String) -> Int64? {
    switch unit {
    case "", "b", "byte", "bytes": 1
    case "k", "kb": 1000
    case "m", "mb": 1_000_000
    case "g", "gb": 1_000_000_000
    case "t", "tb": 1_000_000_000_000
    case "p", "pb": 1_000_000_000_000_000
    default: units.first { $0.name.lowercased() == unit }?.size
    }
  }

  /// Reads `24 GiB`, `512MiB` (base 2), `16GB` (base 10), `1.5 GiB`, plain bytes.
  ///
  /// - Throws: ``InputValueError`` for other text, negative sizes and what is above ``limit``.
  public init(parsing text: some StringProtocol) throws(InputValueError) {
    let failure = InputValueError(expected: "a size such as 24 GiB, 16GB or a number of bytes", found: text)
    let trimmed = text.drop { $0 == " " }
    let number = trimmed.prefix { ("0"..."9").contains($0) || $0 == "." }
    let unit = trimmed.dropFirst(number.count).drop { $0 == " " }.lowercased()
    guard let size = Self.bytesPerUnit(String(unit.reversed().drop { $0 == " " }.reversed())), !number.isEmpty,
      let value = try? DecimalNumber(parsing: number),
      // nanos(…) gives × 10^9; dividing by as much leaves whole bytes, rounded once.
      let count = value.nanos(times: size, dividedBy: 1_000_000_000), count <= Self.limit.count
    else { throw failure }
    self.count = count
  }

  /// The exact text, which reads back as the same value: `24 GiB`, `1000 B`.
  public var exactText: String {
    for unit in Self.units where count != 0 && count % unit.size == 0 { return "\(count / unit.size) \(unit.name)" }
    return "\(count) B"
  }
}

extension Bytes {
  /// The exact text in whichever units are shorter, those of base 2 or of base 10: `24 GiB`, `100 GB`.
  public var shortExactText: String {
    let decimal: [(name: String, size: Int64)] = [
      ("TB", 1_000_000_000_000), ("GB", 1_000_000_000), ("MB", 1_000_000), ("kB", 1000),
    ]
    guard let unit = decimal.first(where: { count != 0 && count % $0.size == 0 }) else { return exactText }
    let text = "\(count / unit.size) \(unit.name)"
    return text.utf8.count < exactText.utf8.count ? text : exactText
  }
}

extension Bytes: CustomStringConvertible {
  /// The text for people, three digits: `23.5 GiB`, `512 MiB`.
  public var description: String {
    for unit in Self.units where count.magnitude >= unit.size.magnitude {
      let value = Double(count) / Double(unit.size)
      if abs(value) >= 99.95 { return "\(Int64(value.rounded())) \(unit.name)" }
      let tenths = Int64((value * 10).rounded())
      return tenths % 10 == 0 ? "\(tenths / 10) \(unit.name)" : "\(tenths / 10).\((tenths % 10).magnitude) \(unit.name)"
    }
    return "\(count) B"
  }
}
