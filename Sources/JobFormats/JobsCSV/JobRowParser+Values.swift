import JobModel

extension JobRowParser {
  @inline(__always) static func time(_ field: UnsafeBufferPointer<UInt8>, _ source: JobsLayout.Source) -> Int64? {
    FieldValue.whole(
      field, multiplier: Int64(source.multiplier), factor: source.factor, limit: SimDuration.limit.milliseconds)
  }

  @inline(__always) static func size(_ field: UnsafeBufferPointer<UInt8>, _ source: JobsLayout.Source) -> Bytes? {
    FieldValue.whole(field, factor: source.factor, limit: Bytes.limit.count).map { Bytes($0) }
  }

  /// A whole number that a process can end with; negative ones are signals in some systems.
  func exitCode(_ field: UnsafeBufferPointer<UInt8>) -> Int? {
    if let digits = FieldValue.digits(field) { return Int32(exactly: digits).map(Int.init) }
    if let value = integerValue(field) { return Int32(exactly: value).map(Int.init) }
    // Tables that went through floating point say `0.0`.
    return FieldValue.number(field, limit: 0x7FFF_FFFF).flatMap { Int(exactly: $0) }
  }

  /// An amount of money in nano-units.
  func amount(_ field: UnsafeBufferPointer<UInt8>) -> Int64? {
    if let short = ShortDecimal(field) { return short.times(1_000_000_000) }
    guard field.count <= 100, let nanos = try? Money.nanos(parsing: String(decoding: field, as: UTF8.self)), nanos >= 0
    else { return nil }
    return nanos
  }

  func priority(_ field: UnsafeBufferPointer<UInt8>) -> Priority? {
    // Without a String where the word stands as it is written here.
    if field.isText("high") { return .high }
    if field.isText("normal") { return .normal }
    if field.isText("low") { return .low }
    return field.count <= 6 ? Priority(rawValue: String(decoding: field, as: UTF8.self).lowercased()) : nil
  }

  mutating func currency(_ field: UnsafeBufferPointer<UInt8>) -> Currency? {
    if let known = currencies.first(where: { FieldValue.isSame($0.code, field) }) { return known.currency }
    guard field.count == 3, let currency = try? Currency(String(decoding: field, as: UTF8.self)) else { return nil }
    if currencies.count < 32 { currencies.append((Array(field), currency)) }
    return currency
  }

  mutating func reason(_ field: UnsafeBufferPointer<UInt8>, line: Int) -> FailureReason {
    let reason = FailureReason(strings.string(field))
    if !reason.isKnown { report.warn("unknown failure reason \"\(reason.name.prefix(40))\"", line: line) }
    return reason
  }

  /// Which of ``meanings`` the row's word for a state has; one that nobody knows is kept and counted.
  mutating func meaning(_ field: UnsafeBufferPointer<UInt8>, line: Int) -> Int {
    let known = words.firstIndex { FieldValue.isSame($0.bytes, field) } ?? learn(field)
    if !words[known].isKnown { report.warn("unknown state \"\(meanings[known].state.name)\"", line: line) }
    return known
  }

  private mutating func learn(_ field: UnsafeBufferPointer<UInt8>) -> Int {
    let word = String(decoding: field, as: UTF8.self)
    let meaning = StateWords.meaning(of: recipe?.states[word] ?? word)
    // Tables have few words; a hostile one must not make the list long, so that its last one is forgotten.
    if words.count == 32 {
      words.removeLast()
      meanings.removeLast()
    }
    words.append((Array(field), meaning != nil))
    meanings.append(meaning ?? StateWords.Meaning(state: JobState(word.prefix(40))))
    return words.count - 1
  }

  /// Puts a cost and its currency together; a cost without one cannot be added to others and is kept as a property.
  mutating func settleCost(_ row: inout Row) {
    guard let cost = row.cost else { return }
    if let currency = row.currency {
      job.cost = Money(nanos: cost, currency: currency)
      return
    }
    // What the row before cost is not what this one did.
    job.cost = nil
    report.warn("\(layout.labels[row.costSource]) without a currency: it is kept as a property", line: row.line)
    keep(layout.labels[row.costSource], Money.decimalText(nanos: cost))
  }

  /// Adds a property in its place.
  mutating func keep(_ name: String, _ value: String) {
    let place = job.properties.firstIndex { $0.name >= name } ?? job.properties.count
    job.properties.insert(Property(name: name, value: value), at: place)
  }
}
