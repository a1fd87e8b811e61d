import ArgumentParser
import JobModel

/// Values of options that have a range: what is outside is wrong usage, and the message says what is inside.
enum OptionValue {
  /// An amount of money, in nano-units.
  ///
  /// - Throws: `ValidationError` for what is none, is negative or too large.
  static func amount(_ text: String, of option: String) throws -> Int64 {
    guard let nanos = try? Money.nanos(parsing: text), nanos >= 0 else {
      throw ValidationError(
        "\(option) must be an amount such as 5 or 0.50, from 0 to below 9,000,000,000, found \"\(shown(text))\".")
    }
    return nanos
  }

  /// A length of time.
  ///
  /// - Throws: `ValidationError` for what is none, is negative, nought where that is not allowed, or too large.
  static func duration(_ text: String, of option: String, allowsZero: Bool) throws -> SimDuration {
    guard let length = try? SimDuration(parsing: text), length > .zero || (allowsZero && length == .zero) else {
      throw ValidationError(
        "\(option) must be a duration such as 90s, 15m, 1d6h or 1h 30m, \(allowsZero ? "not negative" : "above 0") and at most "
          + "\(SimDuration.limit), found \"\(shown(text))\".")
    }
    return length
  }

  /// A whole number of a range, for the transform of an option.
  static func whole<Number: FixedWidthInteger & Sendable>(
    _ range: ClosedRange<Number>
  ) -> @Sendable (String) throws -> Number {
    { text in
      guard let number = Number(text), range.contains(number) else {
        // That an `Int` ends somewhere is nobody's business.
        let isOpen = Int(exactly: range.upperBound) == .max
        throw ValidationError(
          "expected a whole number "
            + (isOpen ? "of \(range.lowerBound) or more" : "from \(range.lowerBound) to \(range.upperBound)"))
      }
      return number
    }
  }

  /// A megabyte of input never becomes a message.
  private static func shown(_ text: String) -> String { text.count > 60 ? text.prefix(60) + "…" : text }
}
