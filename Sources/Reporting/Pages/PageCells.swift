import JobModel

extension HTMLTable.Cell {
  /// An amount without its currency, for columns that name it.
  static func amount(_ nanos: Int64?) -> Self {
    Self(Figures.amount(nanos), key: nanos.map { Double($0) / 1e9 } ?? -.infinity)
  }

  /// A time.
  static func duration(_ milliseconds: Int64?) -> Self {
    Self(Figures.duration(milliseconds), key: milliseconds.map(Double.init) ?? -.infinity)
  }

  /// A number of things.
  static func count(_ value: Int64?) -> Self {
    Self(value.map { Figures.count($0) } ?? Figures.none, key: value.map(Double.init) ?? -.infinity)
  }

  /// A number of things.
  static func count(_ value: Int) -> Self { .count(Int64(value)) }

  /// A count that is a mean.
  static func mean(_ value: Double) -> Self { Self(Figures.mean(value), key: value) }

  /// A part of a whole.
  static func share(_ value: Double?) -> Self { Self(Figures.share(value), key: value ?? -.infinity) }

  /// A difference of amounts; blank where it is not known.
  static func amountChange(_ nanos: Int64?) -> Self {
    Self(nanos.map(Figures.signedAmount) ?? "", key: nanos.map { Double($0) / 1e9 } ?? -.infinity)
  }

  /// A difference of times; blank where it is not known.
  static func durationChange(_ milliseconds: Int64?) -> Self {
    Self(milliseconds.map(Figures.signedDuration) ?? "", key: milliseconds.map(Double.init) ?? -.infinity)
  }

  /// A change in percent; blank where it is not known.
  static func change(_ percent: Double?) -> Self { Self(percent.map(Figures.change) ?? "", key: percent ?? -.infinity) }
}

extension HTMLTable.Column {
  /// A column of figures.
  static func number(_ name: String) -> Self { Self(name, .number) }

  /// A column of amounts, which names their currency.
  static func money(_ name: String, _ currency: Currency?) -> Self {
    Self(currency.map { "\(name), \($0)" } ?? name, .number)
  }
}

/// Bars by name, the greatest first; beyond some number what is left is one bar.
struct PageBars {
  /// How many bars a plot has.
  static let limit = 25

  /// What has no bar, since one of all of it would press the others into a line: how many, and their sum.
  private(set) var rest: (count: Int, value: Double)?
  private(set) var names: [String] = []
  private(set) var values: [Double?] = []

  /// - Parameters:
  ///   - items: names and values; nil is "not known", and such items are left out.
  ///   - keepsOrder: whether few items stay in their own order.
  ///   - sumsRest: whether what has no bar of its own is added up to one; means cannot be.
  init(_ items: [(name: String, value: Double?)], keepsOrder: Bool = false, sumsRest: Bool = true) {
    let known = items.compactMap { item in item.value.map { (name: item.name, value: $0) } }
    var order = Array(known.indices)
    if !keepsOrder || known.count > Self.limit {
      order.sort {
        let (a, b) = (abs(known[$0].value), abs(known[$1].value))
        return a == b ? $0 < $1 : a > b
      }
    }
    names = order.prefix(Self.limit).map { known[$0].name }
    values = order.prefix(Self.limit).map { known[$0].value }
    let rest = order.dropFirst(Self.limit)
    guard !rest.isEmpty, sumsRest else { return }
    let sum = rest.reduce(0) { $0 + known[$1].value }
    let most = values.compactMap { $0.map(abs) }.max() ?? 0
    guard abs(sum) <= 2 * most else {
      self.rest = (rest.count, sum)
      return
    }
    names.append("\(Figures.count(rest.count)) others")
    values.append(sum)
  }

  /// What a caption says of what has no bar; empty where all have one.
  func restText(_ unit: PlotUnit) -> String {
    rest.map { " \(Figures.count($0.count)) others, \(unit.text($0.value)) together, have no bar." } ?? ""
  }

  /// Whether any bar has a length.
  var isTelling: Bool { values.contains { ($0 ?? 0) != 0 } }
}
