import JobModel

/// The prices of a workload's machines, and which ends of a try are charged.
struct Prices: Sendable {
  /// By machine × 2 + (spot ? 1 : 0); nil is "no price".
  var perCell: [HourlyPrice?]
  var billing: Billing

  /// The prices of these machines in a catalog.
  init(machines: [Workload.Machine], catalog: Catalog) {
    perCell = machines.flatMap { machine in
      [PriceModel.onDemand, .spot].map { catalog.price(of: machine.name, $0) }
    }
    billing = catalog.billing
  }

  /// The price of a cell; nil is "no price", also for a job whose machine is not known.
  func price(machine: Int, isSpot: Bool) -> HourlyPrice? {
    machine < 0 ? nil : perCell[machine * 2 + (isSpot ? 1 : 0)]
  }

  /// What a charged time costs where a job may pay for a part of the machine.
  func cost(_ price: HourlyPrice, milliseconds: Int64, share: Double?, vcpus: Double) -> Int64 {
    let whole = price.cost(ofMilliseconds: milliseconds)
    guard billing.share == .vcpu, let share, vcpus > 0, share < vcpus else { return whole }
    return checkedInteger(Double(whole) * (share / vcpus)) ?? .max
  }
}
