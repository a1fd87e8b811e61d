import JobModel

/// What one try cost, in money and in core-time, cut up by cause.
struct TryCharge {
  /// Nano-units; nil is "no price".
  var nanos: Int64?
  /// Whether the price is the catalog's and not the record's.
  var isByCatalog = false
  /// Milliseconds on workers, times their number.
  var time: Int64 = 0
  /// The same times cores, unknown cores as one.
  var coreTime: Int64 = 0
  /// By which its cost and its time are cut up.
  var weights: [(cause: ReviewAccounts.Cause, weight: Double)] = []

  /// The cost of a part of the try; nil is "no price".
  func nanos(part: Double) -> Int64? { nanos.map { Self.part($0, part) } }
  /// The time of a part of the try.
  func time(part: Double) -> Int64 { Self.part(time, part) }
  /// The core-time of a part of the try.
  func coreTime(part: Double) -> Int64 { Self.part(coreTime, part) }

  private static func part(_ value: Int64, _ part: Double) -> Int64 {
    part >= 1 ? value : checkedInteger(Double(value) * max(0, part)) ?? value
  }

  /// The account of the try.
  func account(_ row: ReviewRow, isFirstOfJob: Bool) -> ReviewAccounts.Account {
    var account = ReviewAccounts.Account()
    account.jobs = isFirstOfJob ? 1 : 0
    account.tries = 1
    account.cached = row.isCached ? 1 : 0
    if let nanos {
      account.priced = 1
      account.cost = ReviewAccounts.Split(nanos, by: weights)
    } else if time > 0 {
      account.unpriced = 1
    }
    account.coreTime = ReviewAccounts.Split(coreTime, by: weights)
    account.time = time
    if let wait = row.wait {
      account.wait = wait.milliseconds
      account.waited = 1
    }
    return account
  }
}

/// Prices tries and says what their cost was spent on.
struct Charging {
  let machines: ReviewMachines
  /// What amounts are in; a record in another currency has no price here.
  let currency: Currency?
  /// A try that keeps less of its cores busy is idle.
  static let idleShare = 0.05
  /// A smaller machine would not be fuller than this, of cores on average and of memory at the peak.
  static let fullest = 0.8

  /// The charge of a try.
  ///
  /// - Parameter isRetried: whether the same work was tried again later.
  func charge(_ row: ReviewRow, use: MachineUse, isRetried: Bool) -> TryCharge {
    var charge = TryCharge()
    let milliseconds = row.workerTime?.milliseconds ?? 0
    charge.time = saturatingProduct(milliseconds, Int64(max(1, row.nodes)))
    let cores = use.vcpus ?? 1
    charge.coreTime = cores == 1 ? charge.time : checkedInteger(Double(charge.time) * cores) ?? .max
    if let cost = row.cost, cost.currency == currency {
      charge.nanos = max(0, cost.nanos)
    } else if row.isCached, currency != nil {
      charge.nanos = 0
    } else if row.cost == nil, let nanos = catalogPrice(row, milliseconds, row.priceModel) {
      charge.nanos = nanos
      charge.isByCatalog = true
    }
    if row.isCached { charge.nanos = charge.nanos.map { _ in 0 } }
    charge.weights = weights(row, use, milliseconds: Double(milliseconds), isRetried: isRetried)
    return charge
  }

  /// What the catalog charges for a try of this length under a price model, in nano-units; nil is "no price".
  func catalogPrice(_ row: ReviewRow, _ milliseconds: Int64, _ model: PriceModel) -> Int64? {
    guard let catalog = machines.catalog, catalog.currency == currency, let type = row.instanceType,
      row.workerTime != nil
    else { return nil }
    guard let price = catalog.price(of: type, model) else { return nil }
    guard catalog.billing.isCharged(row.failureReason) else { return 0 }
    let charged = catalog.billing.chargedMilliseconds(milliseconds)
    if let machine = catalog.type(named: type),
      let paid = catalog.billing.paidVCPUs(asked: row.vcpus, memory: row.memoryRequested, on: machine),
      paid < machine.vcpus, let part = checkedInteger(paid * 1000), let all = checkedInteger(machine.vcpus * 1000)
    {
      return price.cost(ofMilliseconds: charged, part: max(1, part), of: all)
    }
    return price.cost(ofMilliseconds: charged, nodes: Int64(max(1, row.nodes)))
  }

  /// The whole of a try that did not end well goes to the cause of its end; one that did is cut up.
  private func weights(
    _ row: ReviewRow, _ use: MachineUse, milliseconds: Double, isRetried: Bool
  ) -> [(cause: ReviewAccounts.Cause, weight: Double)] {
    switch row.state {
    case .done: break
    case .failed, .restarted, .terminated, .restartable:
      if row.failureReason == .jobTimeoutExceeded { return [(.timedOut, 1)] }
      if row.failureReason == .spotInstanceInterruption { return [(.interrupted, 1)] }
      if row.state == .terminated { return [(.terminated, 1)] }
      return [(row.state == .failed && !isRetried ? .failed : .retried, 1)]
    default: return [(.unfinished, 1)]
    }
    let start = milliseconds > 0 ? min(1, max(0, Double(use.startUp?.milliseconds ?? 0) / milliseconds)) : 0
    let work = 1 - start
    if let share = use.cpuShare, share < Self.idleShare { return [(.startUp, start), (.idle, work)] }
    let unused = use.unusedShare
    return [(.startUp, start), (.overProvisioned, work * unused), (.useful, work * (1 - unused))]
  }
}

/// What a try had of a machine and what it used of it; nil is not known.
struct MachineUse {
  /// Cores it could use.
  var vcpus: Double?
  /// Memory it could use.
  var memory: Bytes?
  /// Disk it could use.
  var disk: Bytes?
  /// The number of GPUs.
  var gpus = 0
  /// The part of its cores that was busy, on average.
  var cpuShare: Double?
  /// The part of its memory that was in use at the peak.
  var memoryShare: Double?
  /// The same of its disk.
  var diskShare: Double?
  /// The time between the start of its worker and its own work, where the record tells both.
  var startUp: SimDuration?

  /// The use of a try on a machine; what it asked for counts before what the machine has.
  init(_ row: ReviewRow, machines: ReviewMachines) {
    let type = machines.type(row.instanceType)
    vcpus = (row.vcpus ?? type?.vcpus).flatMap { $0.isFinite && $0 > 0 ? $0 : nil }
    memory = row.memoryRequested ?? type?.usableMemory
    disk = row.diskRequested ?? type?.usableDisk
    gpus = type?.gpus ?? 0
    if let cpu = row.usage.cpuPercent, let vcpus, cpu.isFinite, cpu >= 0 { cpuShare = cpu / 100 / vcpus }
    memoryShare = Self.share(row.usage.peakMemory, of: memory)
    diskShare = Self.share(row.usage.peakDisk, of: disk)
    guard !row.isCached, let worker = row.workerTime, worker > .zero else { return }
    if let runtime = row.runtime, row.started != nil, runtime >= .zero, runtime < worker {
      startUp = worker - runtime
    } else if let running = row.running, let started = row.started, running > started {
      startUp = min(worker, running - started)
    }
  }

  private static func share(_ used: Bytes?, of whole: Bytes?) -> Double? {
    guard let used, let whole, whole.count > 0, used.count >= 0 else { return nil }
    return Double(used.count) / Double(whole.count)
  }

  /// The part of the machine that its job had no use for: what halving it once or more would have saved.
  ///
  /// Half a machine would do if its cores would be at most 80 % busy on average and its memory (and disk, where known)
  /// at most 80 % full at the peak. Nought unless processor and memory use are both known.
  var unusedShare: Double {
    guard let cpuShare, let memoryShare, let vcpus else { return 0 }
    let need = max(cpuShare, memoryShare, diskShare ?? 0) / Charging.fullest
    var part = 1.0
    var cores = vcpus
    while need <= part / 2, cores >= 2 {
      part /= 2
      cores /= 2
    }
    return 1 - part
  }
}
