public import OrderedCollections

/// The instance types that can be had in one place, with their prices on one day in one currency.
public struct Catalog: Sendable, Equatable {
  /// What it is called: a built-in name, a file's name, or `learned …`.
  public var name: String
  /// Who runs the machines; `dnanexus` brings that platform's defaults.
  public var provider: String
  /// Where they stand.
  public var region: String?
  /// What the prices are in; nil only where there is no price at all.
  public var currency: Currency?
  /// The day of the prices.
  public var pricesAsOf: SimTime?
  /// Where the figures come from.
  public var sources: [String] = []
  /// How time becomes money.
  public var billing = Billing()
  /// The types by name, in the catalog's order.
  public var types: OrderedDictionary<String, InstanceType> = [:]

  /// A catalog without types.
  public init(name: String, provider: String) {
    self.name = name
    self.provider = provider
  }

  /// The type of a name, or nil.
  public func type(named name: String) -> InstanceType? { types[name] }

  /// Whether it only stands for a catalog where nobody named one.
  public var isNone: Bool { name == Run.noCatalog && types.isEmpty }

  /// Whether DNAnexus' limits, delays and priorities apply where nothing else is said.
  public var isDNAnexus: Bool { provider.lowercased() == "dnanexus" }

  /// Puts a type in the place of the one of its name, or at the end.
  public mutating func set(_ type: InstanceType) { types[type.name] = type }

  /// The price of a type after the contract's discount; nil for an unknown type and for "no price".
  public func price(of type: String, _ model: PriceModel) -> HourlyPrice? {
    guard let price = types[type]?.price(model) else { return nil }
    return price.discounted(by: billing.discount)
  }

  /// The smallest type of the same family with more usable memory: where a job that ran out of memory goes next.
  ///
  /// Ties go to fewer vCPUs, then to the catalog's order. Nil for an unknown type and for the largest of its family.
  /// - Complexity: O(number of types).
  public func nextLarger(than name: String) -> InstanceType? {
    guard let current = types[name] else { return nil }
    return types.values
      .filter { $0.family == current.family && $0.usableMemory > current.usableMemory }
      .min { ($0.usableMemory.count, $0.vcpus) < ($1.usableMemory.count, $1.vcpus) }
  }

  /// The known types whose names are nearest to an unknown one, at most three, nearest first.
  public func namesLike(_ name: String) -> [String] { nearestNames(to: name, among: Array(types.keys), limit: 3) }
}

extension HourlyPrice {
  /// The price with a part taken off; itself for a discount of nought.
  func discounted(by discount: DecimalNumber) -> HourlyPrice {
    guard discount.digits != 0, let rest = DecimalNumber.one.subtracting(discount),
      let price = perHour.multiplied(by: rest)
    else { return self }
    return HourlyPrice(perHour: price) ?? self
  }
}

extension DecimalNumber {
  /// The number one.
  public static let one = DecimalNumber(digits: 1, scale: 0)

  /// The difference, exact; nil on overflow.
  func subtracting(_ other: DecimalNumber) -> DecimalNumber? {
    let common = max(scale, other.scale)
    guard common - scale <= 37, common - other.scale <= 37 else { return nil }
    let (a, overflowA) = digits.multipliedReportingOverflow(by: Self.power(common - scale))
    let (b, overflowB) = other.digits.multipliedReportingOverflow(by: Self.power(common - other.scale))
    let (difference, overflow) = a.subtractingReportingOverflow(b)
    return overflowA || overflowB || overflow ? nil : DecimalNumber(digits: difference, scale: common).trimmed
  }

  /// The product, exact; nil on overflow.
  func multiplied(by other: DecimalNumber) -> DecimalNumber? {
    let (product, overflow) = digits.multipliedReportingOverflow(by: other.digits)
    return overflow || scale + other.scale > 60
      ? nil : DecimalNumber(digits: product, scale: scale + other.scale).trimmed
  }
}
