import JobModel

/// The prices of a workload's machines, and which ends of a try are charged.
struct Prices: Sendable {
  /// By machine × 2 + (spot ? 1 : 0); nil is "no price".
  let perCell: [HourlyPrice?]
  let billing: Billing
  private let isPriced: [Bool]
  private let rates: [Double]
  /// Whether a try is charged for exactly as long as it ran.
  private let chargesExactly: Bool

  /// The prices of these machines in a catalog.
  init(machines: [Workload.Machine], catalog: Catalog) {
    perCell = machines.flatMap { machine in
      [PriceModel.onDemand, .spot].map { catalog.price(of: machine.name, $0) }
    }
    isPriced = perCell.map { $0 != nil }
    rates = perCell.map { ($0?.perHour.approximate ?? 0) * 1e9 / 3_600_000 }
    billing = catalog.billing
    chargesExactly = billing.minimum.milliseconds <= 1 && billing.granularity.milliseconds <= 1
  }

  /// The price of a cell; nil is "no price", also for a job whose machine is not known.
  func price(machine: Int, isSpot: Bool) -> HourlyPrice? {
    machine < 0 ? nil : perCell[machine * 2 + (isSpot ? 1 : 0)]
  }

  /// Whether a cell has a price.
  @inline(__always) func hasPrice(machine: Int, isSpot: Bool) -> Bool {
    machine >= 0 && isPriced[machine * 2 + (isSpot ? 1 : 0)]
  }

  /// What a machine costs, near enough to plan by; nought where it has no price.
  func nanosPerMillisecond(machine: Int, isSpot: Bool) -> Double {
    machine < 0 ? 0 : rates[machine * 2 + (isSpot ? 1 : 0)]
  }

  /// The time charged for a positive time on a machine.
  @inline(__always) func chargedMilliseconds(_ milliseconds: Int64) -> Int64 {
    chargesExactly ? milliseconds : billing.chargedMilliseconds(milliseconds)
  }

  /// What a charged time costs where a job may pay for a part of the machine.
  func cost(_ price: HourlyPrice, milliseconds: Int64, share: Double?, vcpus: Double) -> Int64 {
    let whole = price.cost(ofMilliseconds: milliseconds)
    guard billing.share == .vcpu, let share, vcpus > 0, share < vcpus else { return whole }
    return checkedInteger(Double(whole) * (share / vcpus)) ?? .max
  }
}
