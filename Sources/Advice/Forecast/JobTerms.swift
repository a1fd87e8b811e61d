import Foundation
public import JobModel
public import Simulation

/// What a job meets on one type of machine: prices, waits, interruptions, failures, and how often it may start again.
///
/// Prices per hour for all its machines, times in hours, rates per hour of its running.
public struct JobTerms: Sendable {
  /// The price on demand; nil is "no price".
  public var onDemandPrice: Double?
  /// The price on the spot market; nil is "no price".
  public var spotPrice: Double?
  /// What is charged for a time.
  public var billing = Billing()
  /// How often a spot machine is taken back; nil is "not known".
  public var interruptionRate: Double?
  /// Until a worker comes that is asked for on demand.
  public var onDemandWait = 0.0
  /// Until a spot worker comes, in a try that gets one.
  public var spotWait = 0.0
  /// Until a try of priority normal is given a worker on demand because spot took too long.
  public var lateWait = 0.0
  /// The chance of that.
  public var lateProbability = 0.0
  /// After so many spot tries priority normal asks on demand; infinite is never.
  public var spotTries = Double.infinity
  /// How many tries may follow the first, whatever the reason.
  public var restarts = Double.infinity
  /// How many tries may follow an interruption.
  public var restartsAfterInterruption = Double.infinity
  /// How many tries may follow a failure of its own.
  public var restartsAfterFailure = Double.infinity
  /// How many tries may follow a timeout.
  public var restartsAfterTimeout = 0.0
  /// The longest a try may run.
  public var timeout = Double.infinity
  /// How often a try fails by itself.
  public var failureRate = 0.0
  /// The share of ``failureRate`` that is not charged.
  public var freeFailures = 0.0
  /// The chance that a try fails at a uniform part of its time.
  public var failurePerTry = 0.0
  /// The chance that the job needs more memory or disk than the machine has.
  public var tooSmall = 0.0

  /// Terms without prices, waits and failures.
  public init() {}

  /// The terms of a plan's task on a type of a catalog under the rules of a world.
  public init(_ task: PlanTask, on type: InstanceType, catalog: Catalog, rules: Rules) {
    billing = catalog.billing
    let share = Self.share(task, type, catalog.billing)
    let machines = Double(max(1, task.nodes)) * share
    onDemandPrice = catalog.price(of: type.name, .onDemand).map { $0.perHour.approximate * machines }
    spotPrice = catalog.price(of: type.name, .spot).map { $0.perHour.approximate * machines }
    let conditions = rules.spotConditions(of: type.name)
    interruptionRate = conditions.interruptionsPerHour
    onDemandWait = Self.hours(rules.provisioning(type: type.name, .high))
    let delay = Self.hours(rules.provisioning(type: type.name, .low))
    let patience = rules.fallbackToOnDemandAfter
    let waits = (conditions.wait ?? .constant(0)).equallyLikelyValues(WorkSample.points) ?? [0]
    let inTime = waits.filter { $0 <= patience.milliseconds }
    lateProbability = 1 - Double(inTime.count) / Double(waits.count)
    lateWait = onDemandWait + patience.inHours
    spotWait = delay + waits.reduce(0.0) { $0 + Double($1) } / Double(waits.count) / 3_600_000
    let restart = task.restart ?? .platformDefault
    spotTries = (restart.maxSpotTries ?? rules.spot.maxTries).map { Double(max(0, $0)) } ?? .infinity
    restarts = Double(max(0, restart.maxRestarts))
    restartsAfterInterruption = Double(restart.restarts(on: .spotInstanceInterruption))
    restartsAfterTimeout = Double(restart.restarts(on: .jobTimeoutExceeded))
    timeout = (task.timeout ?? rules.defaultTimeout)?.inHours ?? .infinity
    addFailures(task, restart, rules)
    let memory = task.memory?.probability(above: type.usableMemory.count) ?? 0
    let disk = type.usableDisk ?? type.disk
    let lacksDisk = task.disk.map { wanted in disk.map { wanted > $0 } ?? false } ?? false
    tooSmall = lacksDisk ? 1 : memory
  }

  private mutating func addFailures(_ task: PlanTask, _ restart: RestartPolicy, _ rules: Rules) {
    var free = 0.0
    var least = Double.infinity
    for reason in FailureReason.spontaneous {
      guard let rate = task.failures[reason] ?? rules.failures[reason] else { continue }
      let perHour = max(0, rate.perHour ?? 0)
      failureRate += perHour
      if !billing.isCharged(reason) { free += perHour }
      failurePerTry = 1 - (1 - failurePerTry) * (1 - min(1, max(0, rate.perTry ?? 0)))
      if perHour > 0 || (rate.perTry ?? 0) > 0 { least = min(least, Double(restart.restarts(on: reason))) }
    }
    freeFailures = failureRate > 0 ? free / failureRate : 0
    restartsAfterFailure = least
  }

  /// What part of a machine a job pays for.
  private static func share(_ task: PlanTask, _ type: InstanceType, _ billing: Billing) -> Double {
    guard billing.share == .vcpu, let asked = task.vcpus, asked > 0, asked < type.vcpus else { return 1 }
    return asked / type.vcpus
  }

  private static func hours(_ distribution: Distribution) -> Double {
    Double(distribution.expectedValue ?? 0) / 3_600_000
  }

  /// The hours charged for a try that something ends at a constant rate, or else after `time`: the expected value.
  ///
  /// With a granularity g and a minimum m it is g·(J_m + Σ e^−hgj for j from J_m = ⌈m/g⌉ to ⌈time/g⌉ − 1), a geometric sum.
  func chargedTime(_ time: Double, endingAt rate: Double) -> Double {
    guard time > 0 else { return 0 }
    let step = Double(max(1, billing.granularity.milliseconds)) / 3_600_000
    let isExact = billing.granularity.milliseconds <= 1 && billing.minimum.milliseconds <= 1
    if isExact { return rate > 0 ? -expm1(-rate * time) / rate : time }
    let least = (Double(max(0, billing.minimum.milliseconds)) / 3_600_000 / step - 1e-9).rounded(.up)
    let most = max(least, (time / step - 1e-9).rounded(.up))
    guard rate > 0 else { return step * most }
    let decay = rate * step
    let sum = exp(-decay * least) * expm1(-decay * (most - least)) / expm1(-decay)
    return step * (least + sum)
  }
}
