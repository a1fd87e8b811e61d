/// A kind of machine that a job can run on, with what it offers and what it costs.
public struct InstanceType: Sendable, Hashable {
  /// The provider's name for it, such as `mem1_ssd1_v2_x4` or `c5d.xlarge`.
  public var name: String
  /// The types that differ from it in size only, such as `mem1_ssd1_v2`.
  public var family: String
  /// Virtual CPUs.
  public var vcpus: Double
  /// Nominal memory.
  public var memory: Bytes
  /// Memory that a job gets; the nominal where it was never observed.
  public var usableMemory: Bytes
  /// Nominal local disk; nil where unknown or without.
  public var disk: Bytes?
  /// Local disk that a job gets; the nominal where it was never observed.
  public var usableDisk: Bytes?
  /// The number of GPUs.
  public var gpus = 0
  /// What GPU it has.
  public var gpuModel: String?
  /// `x86_64` or `arm64`.
  public var architecture: String?
  /// The price on demand; nil is "no price", never nought.
  public var onDemand: HourlyPrice?
  /// The price on the spot market; nil is "no price".
  public var spot: HourlyPrice?
  /// Where the prices come from.
  public var priceSource: String?
  /// The day of the prices, if it is another than the catalog's.
  public var priceDate: SimTime?
  /// Whether it is known to have no spot market, though no price says so.
  public var isOnDemandOnly = false
  /// The operating system, where the provider ties it to the type.
  public var operatingSystem: String?

  /// A type of which only the required figures are known.
  public init(name: String, family: String? = nil, vcpus: Double, memory: Bytes) {
    self.name = name
    self.family = family ?? Self.family(of: name)
    self.vcpus = vcpus
    self.memory = memory
    usableMemory = memory
  }

  /// The family that a name tells: `mem1_ssd1_v2_x4` is of `mem1_ssd1_v2`, `c5d.xlarge` of `c5d`.
  ///
  /// The size is the part `_xN` of a DNAnexus name (what follows it stays), or all after the first point elsewhere.
  public static func family(of name: String) -> String {
    let parts = name.split(separator: "_", omittingEmptySubsequences: false)
    if let size = parts.lastIndex(where: { $0.count > 1 && $0.first == "x" && $0.dropFirst().allSatisfy(\.isNumber) }) {
      return (parts[..<size] + parts[(size + 1)...]).joined(separator: "_")
    }
    if let point = name.firstIndex(of: ".") { return String(name[..<point]) }
    return name
  }

  /// Whether it can be had on the spot market, for all that is known: a type with a price on demand and none for spot
  /// cannot.
  public var hasSpotMarket: Bool { !isOnDemandOnly && (spot != nil || onDemand == nil) }

  /// The price of a kind of machine, before any discount.
  public func price(_ model: PriceModel) -> HourlyPrice? { model == .spot ? spot : onDemand }
}
