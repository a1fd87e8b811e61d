/// What an hour of an instance type costs by the bills of past jobs, for users without a published price.
public struct LearnedRate: Sendable, Hashable {
  /// The instance type.
  public var instanceType: String
  /// On demand or spot.
  public var priceModel: PriceModel
  /// Where the jobs ran, if recorded.
  public var region: String?
  /// What the rate is in.
  public var currency: Currency
  /// Currency units per hour.
  public var ratePerHour: DecimalNumber
  /// How many jobs it rests on.
  public var jobs: Int
  /// The day of the first of them.
  public var firstDay: SimTime?
  /// The day of the last of them.
  public var lastDay: SimTime?
  /// How many jobs say otherwise by more than 0.1 %.
  public var disagreements = 0
  /// The lowest rate that a job says; nil where all agree.
  public var lowest: DecimalNumber?
  /// The highest rate that a job says; nil where all agree.
  public var highest: DecimalNumber?

  /// A rate on which all jobs agree.
  public init(
    instanceType: String, priceModel: PriceModel, region: String? = nil, currency: Currency,
    ratePerHour: DecimalNumber, jobs: Int
  ) {
    self.instanceType = instanceType
    self.priceModel = priceModel
    self.region = region
    self.currency = currency
    self.ratePerHour = ratePerHour
    self.jobs = jobs
  }
}
