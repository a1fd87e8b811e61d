import JobModel

extension YAMLField {
  /// A text that is not empty.
  func text(_ expected: String = "a text") throws(InputError) -> String {
    guard let text = tree.text, !text.isEmpty else { throw unexpected(expected) }
    return text
  }

  /// A text, or a list of texts.
  func texts(of expected: String) throws(InputError) -> [String] {
    if tree.text != nil { return [try text(expected)] }
    let entries = try list(of: expected)
    return try entries.map { (entry) throws(InputError) in try entry.text(expected) }
  }

  /// A whole number in a range.
  func integer(_ range: ClosedRange<Int>, of what: String = "a whole number") throws(InputError) -> Int {
    guard let text = tree.text, let value = Int(text), range.contains(value) else {
      throw unexpected("\(what) from \(range.lowerBound) to \(range.upperBound)")
    }
    return value
  }

  /// A decimal number.
  func decimal(_ expected: String) throws(InputError) -> DecimalNumber {
    guard let text = tree.text, let value = try? DecimalNumber(parsing: text) else { throw unexpected(expected) }
    return value
  }

  /// A finite number in a range.
  func number(_ range: ClosedRange<Double>, _ expected: String) throws(InputError) -> Double {
    let value = try decimal(expected).approximate
    guard range.contains(value) else { throw unexpected(expected) }
    return value
  }

  /// `true` or `false`.
  func flag() throws(InputError) -> Bool {
    switch tree.text {
    case "true": return true
    case "false": return false
    default: throw unexpected("true or false")
    }
  }

  /// One of a few words.
  func choice<Value: RawRepresentable & CaseIterable>(_ type: Value.Type) throws(InputError) -> Value
  where Value.RawValue == String {
    if let text = tree.text, let value = Value(rawValue: text) { return value }
    let names = Value.allCases.map(\.rawValue)
    throw unknown("one of \(names.joined(separator: ", "))", among: names)
  }

  /// A duration that is not negative.
  func duration() throws(InputError) -> SimDuration {
    guard let text = tree.text else { throw unexpected("a duration such as 90s, 15m or 1d6h") }
    do {
      let value = try SimDuration(parsing: text)
      guard value >= .zero else { throw unexpected("a duration of 0s or more") }
      return value
    } catch let fault as InputError {
      throw fault
    } catch {
      throw self.error("\(error)")
    }
  }

  /// A duration longer than nothing.
  func positiveDuration(hint: String? = nil) throws(InputError) -> SimDuration {
    let value = try duration()
    guard value > .zero else { throw unexpected("a duration above 0s", hint: hint) }
    return value
  }

  /// An amount of memory or disk.
  func bytes() throws(InputError) -> Bytes {
    guard let text = tree.text else { throw unexpected("a size such as 24 GiB") }
    do throws(InputValueError) {
      return try Bytes(parsing: text)
    } catch {
      throw self.error("\(error)")
    }
  }

  /// An amount of money, in nano-units.
  func nanos() throws(InputError) -> Int64 {
    let expected = "an amount such as 500 or 0.25"
    guard let text = tree.text else { throw unexpected(expected) }
    do throws(InputValueError) {
      let nanos = try Money.nanos(parsing: text)
      guard nanos >= 0 else { throw InputValueError(expected: "an amount of 0 or more", found: text) }
      return nanos
    } catch {
      throw self.error(error.expected == "a number" ? "expected \(expected), found \(tree.found)" : "\(error)")
    }
  }

  /// A day: `2026-04-28`.
  func day() throws(InputError) -> SimTime {
    guard let text = tree.text, text.utf8.count == 10, let day = try? SimTime(parsing: text) else {
      throw unexpected("a date such as 2026-04-28")
    }
    return day
  }
}
