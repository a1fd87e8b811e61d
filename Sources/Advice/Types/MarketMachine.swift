import JobModel

/// A machine of a catalog with all that choices ask of it again and again, worked out once.
final class MarketMachine: Sendable {
  /// Its figures.
  let type: InstanceType
  /// The part of its name that tells an accelerator.
  let acceleratorFamily: String?
  let hasAccelerator: Bool
  let isARM: Bool
  /// The generation of processors that its family tells.
  let generation: String?
  /// What an hour costs after the discount; nil is "no price".
  private let onDemand: Double?
  private let spot: Double?
  private let hasOnDemand: Bool
  private let hasSpot: Bool

  init(_ type: InstanceType, _ catalog: Catalog) {
    self.type = type
    acceleratorFamily = type.acceleratorFamily
    hasAccelerator = type.hasAccelerator
    isARM = (type.architecture ?? MachineKinship.usualArchitecture).hasPrefix("arm")
    generation = MachineKinship.generation(of: type.family)
    let prices = [PriceModel.onDemand, .spot].map { catalog.price(of: type.name, $0) }
    hasOnDemand = prices[0] != nil
    hasSpot = prices[1] != nil
    onDemand = prices[0]?.perHour.approximate
    spot = prices[1]?.perHour.approximate
  }

  /// What an hour costs, in whole units; nil is "no price".
  func price(_ model: PriceModel) -> Double? { model == .spot ? spot : onDemand }

  /// Whether there is a price.
  func hasPrice(_ model: PriceModel) -> Bool { model == .spot ? hasSpot : hasOnDemand }
}
