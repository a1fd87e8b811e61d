/// A finished try with a recorded price: what hourly rates are learned from.
public struct PricedJob: Sendable, Hashable {
  /// What it ran on.
  public var instanceType: String
  /// Which of the type's prices it paid.
  public var priceModel: PriceModel
  /// Where it ran, if that is known.
  public var region: String?
  /// What ``costNanos`` is in.
  public var currency: Currency
  /// The recorded price in nano-units; above nought.
  public var costNanos: Int64
  /// How long it held its worker; above nought.
  public var workerMilliseconds: Int64
  /// The number of machines.
  public var nodes: Int
  /// When it let its worker go.
  public var stopped: SimTime?

  /// A priced try.
  public init(
    instanceType: String, priceModel: PriceModel, region: String?, currency: Currency, costNanos: Int64,
    workerMilliseconds: Int64, nodes: Int, stopped: SimTime?
  ) {
    self.instanceType = instanceType
    self.priceModel = priceModel
    self.region = region
    self.currency = currency
    self.costNanos = costNanos
    self.workerMilliseconds = workerMilliseconds
    self.nodes = nodes
    self.stopped = stopped
  }
}
