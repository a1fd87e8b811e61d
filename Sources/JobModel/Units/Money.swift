/// An amount in whole nano-units (10^-9) of one currency.
///
/// Integers, so that a sum depends neither on its order nor on the number of threads.
public struct Money: Sendable, Hashable {
  /// 10^-9 of the currency's unit.
  public var nanos: Int64
  /// What it is in.
  public let currency: Currency

  /// So many nano-units of a currency.
  @inlinable public init(nanos: Int64, currency: Currency) {
    self.nanos = nanos
    self.currency = currency
  }

  /// The sum; an error for two currencies, saturating otherwise.
  public static func sum(_ a: Money, _ b: Money) throws(CurrencyMismatch) -> Money {
    guard a.currency == b.currency else { throw CurrencyMismatch(first: a.currency, second: b.currency) }
    return Money(nanos: saturatingSum(a.nanos, b.nanos), currency: a.currency)
  }

  /// Reads an amount such as `0.0034468444444444445`, rounded to nano-units (half to even).
  ///
  /// - Throws: ``InputValueError`` if it is no number or above some nine milliards.
  public static func nanos(parsing text: some StringProtocol) throws(InputValueError) -> Int64 {
    guard let nanos = try DecimalNumber(parsing: text).nanos(times: 1, dividedBy: 1) else {
      throw InputValueError(expected: "an amount below 9,000,000,000", found: text)
    }
    return nanos
  }
}

/// The ISO 4217 code of a currency, such as `GBP`.
public struct Currency: Sendable, Hashable, CustomStringConvertible {
  /// The three letters, the first one highest: amounts of money are copied all the time, and a number has no references
  /// to count.
  private let letters: UInt32

  /// A currency by its code.
  ///
  /// - Throws: ``InputValueError`` unless it is three letters; small letters are raised.
  public init(_ code: some StringProtocol) throws(InputValueError) {
    let upper = code.uppercased()
    guard upper.utf8.count == 3, upper.utf8.allSatisfy({ $0 >= UInt8(ascii: "A") && $0 <= UInt8(ascii: "Z") }) else {
      throw InputValueError(expected: "a currency code such as USD", found: code)
    }
    letters = upper.utf8.reduce(0) { $0 << 8 | UInt32($1) }
  }

  private init(known: String) { letters = known.utf8.reduce(0) { $0 << 8 | UInt32($1) } }

  /// Three capital letters.
  public var code: String {
    String(unsafeUninitializedCapacity: 3) { bytes in
      for place in 0..<3 {
        bytes.initializeElement(at: place, to: UInt8(truncatingIfNeeded: letters >> UInt32(16 - 8 * place)))
      }
      return 3
    }
  }

  /// US dollars.
  public static let usd = Currency(known: "USD")
  /// Pounds sterling.
  public static let gbp = Currency(known: "GBP")
  /// Euros.
  public static let eur = Currency(known: "EUR")

  /// The code.
  public var description: String { code }
}

/// Two currencies where there must be one.
public struct CurrencyMismatch: Error, Equatable, Sendable, CustomStringConvertible {
  /// The currency met first.
  public let first: Currency
  /// The other one.
  public let second: Currency

  /// `amounts in GBP and in USD cannot be added; …`.
  public var description: String {
    "amounts in \(first) and in \(second) cannot be added; use one catalog per currency"
  }

  /// Names both currencies.
  public init(first: Currency, second: Currency) {
    self.first = first
    self.second = second
  }
}
