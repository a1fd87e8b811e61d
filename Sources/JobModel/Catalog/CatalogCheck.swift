/// What is doubtful about a catalog that can be read: old prices, missing ones, ones that do not fit their neighbours.
///
///     for finding in CatalogCheck(catalog, on: today).findings { … }
public struct CatalogCheck: Sendable, Equatable {
  /// How much a finding matters.
  public enum Severity: String, Sendable, Hashable, CaseIterable {
    /// Good to know.
    case note
    /// Probably a fault, or a reason for a wrong estimate.
    case warning
  }

  /// What a finding is about.
  public enum Kind: String, Sendable, Hashable, CaseIterable {
    /// Prices older than ``CatalogCheck/oldAge``.
    case oldPrices = "old-prices"
    /// A price without a day.
    case missingDate = "missing-date"
    /// A price from a day after the one of the check.
    case futureDate = "future-date"
    /// Prices whose days are more than ``CatalogCheck/oldAge`` apart.
    case mixedAges = "mixed-ages"
    /// Types without any price: they are never chosen.
    case missingPrice = "missing-price"
    /// A price of nought.
    case freeMachine = "free-machine"
    /// A spot price above the price on demand.
    case spotAboveOnDemand = "spot-above-on-demand"
    /// A larger type that costs less than a smaller one of its family.
    case priceFallsWithSize = "price-falls-with-size"
    /// A price per vCPU far from what the rest of the family costs.
    case priceOutlier = "price-outlier"
    /// Usable memory of less than ``CatalogCheck/leastUsableShare`` of the nominal.
    case lowUsableMemory = "low-usable-memory"
    /// No source is named for any price.
    case missingSource = "missing-source"
  }

  /// One thing that is doubtful.
  public struct Finding: Sendable, Equatable {
    /// What it is about.
    public let kind: Kind
    /// How much it matters.
    public let severity: Severity
    /// The type; nil for the catalog as a whole.
    public let type: String?
    /// What was found, in one sentence with its numbers.
    public let message: String

    /// Something doubtful.
    public init(kind: Kind, severity: Severity, type: String? = nil, message: String) {
      self.kind = kind
      self.severity = severity
      self.type = type
      self.message = message
    }
  }

  /// Prices older than this are worth a warning.
  public static let oldAge = SimDuration.hours(180 * 24)
  /// Less usable memory than this share of the nominal is unusual.
  public static let leastUsableShare = 0.8
  /// A price per vCPU this many times above or below its family's median is unusual.
  public static let outlierFactor = 2.0

  /// What is doubtful: the catalog as a whole first, then the types in the catalog's order.
  public private(set) var findings: [Finding] = []

  /// Checks a catalog.
  ///
  /// - Parameter day: The day to judge ages by.
  /// - Complexity: O(n log n) in the number of types.
  public init(_ catalog: Catalog, on day: SimTime) {
    let types = catalog.typeList
    checkDates(catalog, types, day)
    checkPrices(catalog, types)
    for type in types { check(type) }
    let families = Dictionary(grouping: types) { "\($0.family)\u{0}\($0.gpus > 0)" }
    var byType: [String: [Finding]] = [:]
    for family in families.values {
      for finding in Self.familyFindings(family) { byType[finding.type ?? "", default: []].append(finding) }
    }
    for type in types { findings += byType[type.name] ?? [] }
  }

  private mutating func add(_ kind: Kind, _ severity: Severity, _ type: String? = nil, _ message: String) {
    findings.append(Finding(kind: kind, severity: severity, type: type, message: message))
  }

  private mutating func checkDates(_ catalog: Catalog, _ types: [InstanceType], _ today: SimTime) {
    let priced = types.filter { $0.onDemand != nil || $0.spot != nil }
    var days: [SimTime] = []
    var undated = 0
    for type in priced {
      if let day = type.priceDate ?? catalog.pricesAsOf { days.append(day) } else { undated += 1 }
    }
    if undated > 0 {
      add(.missingDate, .warning, nil, "\(undated) priced \(Self.types(undated)) without a day: give `prices_as_of`")
    }
    let old = days.filter { today - $0 > Self.oldAge }
    if let oldest = old.min() {
      // The date, not the age: the check says the same on the next day.
      add(
        .oldPrices, .warning, nil,
        "\(old.count) of \(priced.count) priced types have prices older than 180 days, "
          + "the oldest of \(oldest.dateText)")
    }
    if let latest = days.max(), latest > today {
      add(.futureDate, .warning, nil, "there are prices of \(latest.dateText), a day that is still to come")
    }
    if let first = days.min(), let last = days.max(), last - first > Self.oldAge {
      add(.mixedAges, .warning, nil, "prices of \(first.dateText) stand beside prices of \(last.dateText)")
    }
  }

  private mutating func checkPrices(_ catalog: Catalog, _ types: [InstanceType]) {
    let missing = types.filter { $0.onDemand == nil && $0.spot == nil }.count
    if missing > 0 {
      add(
        .missingPrice, missing == types.count ? .warning : .note, nil,
        "\(missing) of \(types.count) types have no price and are never chosen")
    }
    if missing < types.count && catalog.sources.isEmpty && types.allSatisfy({ $0.priceSource == nil }) {
      add(.missingSource, .note, nil, "nothing says where the prices come from: give `sources`")
    }
  }

  private mutating func check(_ type: InstanceType) {
    if let spot = type.spot, let onDemand = type.onDemand,
      spot.perHour.approximate > onDemand.perHour.approximate
    {
      add(
        .spotAboveOnDemand, .warning, type.name,
        "spot costs \(spot.perHour) an hour, more than \(onDemand.perHour) on demand")
    }
    if type.onDemand?.perHour == .zero || type.spot?.perHour == .zero {
      add(.freeMachine, .warning, type.name, "a price of 0 makes it free; leave the key out where there is no price")
    }
    let share = Double(type.usableMemory.count) / Double(max(1, type.memory.count))
    if share < Self.leastUsableShare {
      add(
        .lowUsableMemory, .note, type.name,
        "only \(type.usableMemory) of \(type.memory) are usable (\(Int((share * 100).rounded())) %)")
    }
  }

  /// Prices that do not fit those of the same family. Types with and without GPUs are never compared.
  private static func familyFindings(_ family: [InstanceType]) -> [Finding] {
    var findings: [Finding] = []
    for model in PriceModel.allCases {
      // Spot prices move on their own: there a smaller type may well cost more for a while.
      let severity: Severity = model == .spot ? .note : .warning
      let priced = family.compactMap { type -> (type: InstanceType, price: Double)? in
        type.price(model).map { (type, $0.perHour.approximate) }
      }
      .filter { $0.price > 0 && $0.type.vcpus > 0 }
      .sorted { ($0.type.vcpus, $0.type.name) < ($1.type.vcpus, $1.type.name) }
      var dearest: (type: InstanceType, price: Double)?
      for entry in priced {
        if let other = dearest, other.type.vcpus < entry.type.vcpus, other.type.gpus <= entry.type.gpus,
          other.price > entry.price
        {
          let text = "\(words(model)) it costs \(entry.price) an hour, the smaller \(other.type.name) \(other.price)"
          findings.append(
            Finding(kind: .priceFallsWithSize, severity: severity, type: entry.type.name, message: text))
        }
        if entry.price >= dearest?.price ?? 0 { dearest = entry }
      }
      // GPUs, not vCPUs, make the price of a machine that has some.
      guard priced.count >= 3, family.allSatisfy({ $0.gpus == 0 }) else { continue }
      let rates = priced.map { $0.price / $0.type.vcpus }
      let median = rates.sorted()[rates.count / 2]
      for (entry, rate) in zip(priced, rates) where rate > median * outlierFactor || rate * outlierFactor < median {
        let times = (rate / median * 100).rounded() / 100
        let text = "\(words(model)) it costs \(times) times as much a vCPU as the family's median"
        findings.append(Finding(kind: .priceOutlier, severity: severity, type: entry.type.name, message: text))
      }
    }
    return findings
  }

  private static func words(_ model: PriceModel) -> String { model == .spot ? "on spot" : "on demand" }

  private static func types(_ count: Int) -> String { count == 1 ? "type" : "types" }
}
