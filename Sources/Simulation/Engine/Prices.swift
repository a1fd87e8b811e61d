import JobModel

extension Billing {
  /// What limits count of a worker whose job asked for so many thousandths of a vCPU: who pays for a share holds no more
  /// than it. Nil is the whole worker.
  func heldMilliVCPUs(asked: Int64?) -> Int64? { share == .vcpu ? asked : nil }
}

/// The prices of a workload's machines, and which ends of a try are charged.
struct Prices: Sendable {
  /// By machine × 2 + (spot ? 1 : 0); nil is "no price".
  let perCell: [HourlyPrice?]
  let billing: Billing
  /// The vCPUs that the jobs of each task ask for, where they pay for those; empty where all pay for their workers.
  let vcpusOfTask: [Double?]
  private let vcpusOfMachine: [Double]
  private let isPriced: [Bool]
  private let rates: [Double]
  /// Whether a try is charged for exactly as long as it ran.
  private let chargesExactly: Bool

  /// The prices of a workload's machines in a catalog.
  init(_ workload: Workload, catalog: Catalog) {
    let machines = workload.machines
    vcpusOfMachine = machines.map(\.vcpus)
    var asked = [Double?](repeating: nil, count: workload.tasks.count)
    for jobClass in workload.classes where catalog.billing.share == .vcpu {
      if let vcpus = jobClass.askedMilliVCPUs { asked[Int(jobClass.task)] = Double(vcpus) / 1000 }
    }
    vcpusOfTask = asked.contains { $0 != nil } ? asked : []
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

  /// What a job of a task costs on a machine, near enough to plan by; nought where it has no price.
  func nanosPerMillisecond(task: Int, machine: Int, isSpot: Bool) -> Double {
    guard machine >= 0 else { return 0 }
    let rate = rates[machine * 2 + (isSpot ? 1 : 0)]
    guard !vcpusOfTask.isEmpty, let asked = vcpusOfTask[task] else { return rate }
    return rate * min(1, asked / max(asked, vcpusOfMachine[machine]))
  }

  /// The time charged for a positive time on a machine.
  @inline(__always) func chargedMilliseconds(_ milliseconds: Int64) -> Int64 {
    chargesExactly ? milliseconds : billing.chargedMilliseconds(milliseconds)
  }

  /// What a charged time costs where a job may pay for a part of the machine.
  func cost(_ price: HourlyPrice, milliseconds: Int64, share: Double?, vcpus: Double) -> Int64 {
    guard billing.share == .vcpu, let share, share > 0, share < vcpus,
      let part = checkedInteger(share * 1000), let whole = checkedInteger(vcpus * 1000), part < whole
    else { return price.cost(ofMilliseconds: milliseconds) }
    return price.cost(ofMilliseconds: milliseconds, part: max(1, part), of: whole)
  }

  /// What a charged time of a task's jobs costs in a cell that has a price; nil is "no price".
  func cost(cell: Int, task: Int, milliseconds: Int64) -> Int64? {
    guard let price = perCell[cell] else { return nil }
    guard !vcpusOfTask.isEmpty else { return price.cost(ofMilliseconds: milliseconds) }
    return cost(price, milliseconds: milliseconds, share: vcpusOfTask[task], vcpus: vcpusOfMachine[cell / 2])
  }
}
