import Foundation
import JobModel

/// Chooses the machine for the jobs of one executable by the least expected cost, or whatever else is sought.
///
/// What a machine costs: the price of the runtime there, as the catalog charges it; with the chance that its memory is
/// not enough a part of that again, the price of a failure, and the same on the next larger machine; on the spot market,
/// as many times more as interruptions make of it.
struct TypeChooser {
  /// What is known of the executable.
  struct Situation {
    /// What its jobs run on now.
    var current: InstanceType
    /// Which price they pay.
    var priceModel: PriceModel
    /// Their runtimes.
    var cost: JobCost
    /// What their peaks will be; nil where nobody measured them.
    var memory: PeakOutlook?
    /// Never less memory than this.
    var leastMemory: Bytes?
    /// Never less disk than this.
    var leastDisk: Bytes?
    /// How many of the jobs that ended well stand behind all this.
    var samples: Int
    /// Tries that failed for lack of memory, for each job.
    var failuresPerJob: Double
    /// The chance that a first try fails on the machine in use.
    var currentFailure: Double
    /// At which part of the runtime such tries fail.
    var failurePart: Double
    /// The standard deviation of the logarithms of runtimes.
    var scatter: Double
    /// Its name, for the draws.
    var name: String
  }

  /// A machine with what a job costs there.
  struct Offer {
    var type: InstanceType
    var move: RuntimeMove
    /// In nano-units; nil without a price.
    var cost: Double?
    var milliseconds: Double
    var failure: Double
  }

  let market: MachineMarket
  let rules: AdviceRules
  let situation: Situation
  /// How runtimes move to the machines of the market, by place.
  let moves: [RuntimeMove?]

  /// A step of the way a job goes until a machine is large enough: what a run there costs, and the chance to need more.
  struct Step {
    var rate: Double?
    var factor: Double
    var stretch: Double
    var failure: Double
  }

  /// The money that a failed try costs beyond its machine, in nano-units.
  var failureCost: Double {
    if let given = rules.failureCostNanos { return Double(given) }
    let rate = situation.cost.rate(situation.current, situation.priceModel, catalog: market.catalog) ?? 0
    return 0.1 * rate * situation.cost.meanRuntime
  }

  /// What the machine in use costs, as the record says: its failures are those seen.
  var current: Offer {
    let cost = situation.cost
    let spot = situation.priceModel == .spot ? cost.onSpot(situation.current, factor: 1).stretch : 1
    let part = situation.failuresPerJob
    let milliseconds = cost.meanRuntime * spot
    let money = cost.rate(situation.current, situation.priceModel, catalog: market.catalog).map { rate in
      rate * cost.chargedMilliseconds(factor: 1) * spot
        + part * (rate * cost.chargedMilliseconds(factor: situation.failurePart) + failureCost)
    }
    return Offer(
      type: situation.current, move: .none, cost: money,
      milliseconds: milliseconds + part
        * (situation.failurePart * milliseconds + Double(rules.failureDelay.milliseconds)),
      failure: situation.currentFailure)
  }

  /// What a place of the market costs; nil where it cannot be said.
  func offer(_ place: Int) -> Offer? {
    guard let move = moves[place] else { return nil }
    let steps = steps(from: place)
    let sum = expected(steps, shift: 1, chances: 1)
    guard sum.milliseconds.isFinite else { return nil }
    return Offer(
      type: market.types[place], move: move, cost: sum.cost, milliseconds: sum.milliseconds,
      failure: steps.first?.failure ?? 0)
  }

  /// The machines that a job passes through as long as memory is not enough, the first one first.
  func steps(from first: Int) -> [Step] {
    var steps: [Step] = []
    var place = first
    var failure = 1.0
    let fallback = moves[first]?.expectedFactor ?? 1
    while steps.count < 6 {
      let type = market.types[place]
      let factor = moves[place]?.expectedFactor ?? fallback
      failure = min(failure, chance(type))
      steps.append(
        Step(
          rate: situation.cost.rate(type, situation.priceModel, catalog: market.catalog), factor: factor,
          stretch: situation.priceModel == .spot ? situation.cost.onSpot(type, factor: factor).stretch : 1,
          failure: failure))
      guard failure > 1e-9, let next = market.next[place] else { break }
      place = next
    }
    return steps
  }

  /// The chance that a machine's memory is not enough.
  private func chance(_ type: InstanceType) -> Double {
    if let memory = situation.memory { return memory.chance(above: Double(type.usableMemory.count) / 1e9) }
    // What fails on the machine in use fails on one with as little.
    return type.usableMemory <= situation.current.usableMemory ? situation.currentFailure : 0
  }

  /// What a job costs and takes on its way, with all runtimes times `shift` and all chances times `chances`.
  func expected(_ steps: [Step], shift: Double, chances: Double) -> (cost: Double?, milliseconds: Double) {
    var cost: Double? = 0
    var time = 0.0
    var reached = 1.0
    for (index, step) in steps.enumerated() {
      let fails = min(reached, step.failure * chances)
      let factor = step.factor * shift
      let isLast = index == steps.count - 1
      // The largest machine is not enough either: whatever is done then costs as much again at least.
      let whole = reached - fails + (isLast ? fails : 0)
      let part = situation.failurePart
      time +=
        situation.cost.meanRuntime * factor * step.stretch * (whole + fails * part)
        + fails * Double(rules.failureDelay.milliseconds)
      if let rate = step.rate, let sum = cost {
        let charged = situation.cost.chargedMilliseconds(factor: factor)
        let lost = fails > 0 ? situation.cost.chargedMilliseconds(factor: factor * part) : 0
        cost = sum + rate * step.stretch * (whole * charged + fails * lost) + fails * failureCost
      } else if reached > 0 {
        cost = nil
      }
      reached = fails
      if reached <= 0 { break }
    }
    return (cost, time)
  }

  /// Whether a machine can be offered at all.
  func isFit(_ place: Int) -> Bool {
    let type = market.types[place]
    let current = situation.current
    if type.name == current.name { return false }
    if let least = situation.leastMemory, type.usableMemory < least { return false }
    if let least = situation.leastDisk, !hasDisk(type, least) { return false }
    // Jobs on GPUs stay on such: no record says that they did without.
    if current.hasAccelerator {
      guard type.hasAccelerator, type.gpus >= current.gpus, type.gpuModel == current.gpuModel,
        type.acceleratorFamily == current.acceleratorFamily
      else { return false }
    } else if type.hasAccelerator {
      return false
    }
    if let a = type.operatingSystem, let b = current.operatingSystem, a != b { return false }
    let isARM = (type.architecture ?? "x86_64").hasPrefix("arm")
    if isARM && !rules.allowsARM && !(current.architecture ?? "x86_64").hasPrefix("arm") { return false }
    return market.catalog.price(of: type.name, situation.priceModel) != nil
  }

  private func hasDisk(_ type: InstanceType, _ wanted: Bytes) -> Bool {
    guard let disk = type.usableDisk else { return !market.catalog.isDNAnexus }
    return disk >= wanted
  }

  /// All machines that are fit, with what they cost.
  func offers() -> [(place: Int, offer: Offer)] {
    market.types.indices.compactMap { place in
      guard isFit(place), let offer = offer(place), offer.cost != nil else { return nil }
      guard offer.failure <= max(AdviceRules.mostFailures, situation.currentFailure) else { return nil }
      return (place, offer)
    }
  }
}
