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
    /// Never fewer cores than this.
    var leastCores: Double?
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

    /// The chance that so much memory is not enough.
    func chance(_ usable: Bytes) -> Double {
      if let memory { return memory.chance(above: Double(usable.count) / 1e9) }
      // What fails on the machine in use fails on one with as little.
      return usable <= current.usableMemory ? currentFailure : 0
    }
  }

  /// A machine with what a job costs there.
  struct Offer {
    var machine: MarketMachine
    var move: RuntimeMove
    /// In nano-units; nil without a price.
    var cost: Double?
    var milliseconds: Double
    var failure: Double

    var type: InstanceType { machine.type }
  }

  let market: MachineMarket
  let rules: AdviceRules
  let situation: Situation
  /// How runtimes move to the machines of the market, by place.
  let moves: [RuntimeMove?]
  /// The machine in use.
  private let here: MarketMachine
  /// What a millisecond there costs in nano-units; nil is "no price".
  private let hereRate: Double?
  /// The money that a failed try costs beyond its machine, in nano-units.
  private let failureCost: Double
  /// The chance that each of the market's amounts of memory is not enough, by place in ``MachineMarket/memories``.
  private let chances: [Double]
  /// What each place takes: worked out once for each factor, since machines that nothing ran on share theirs.
  private let charges: [Charge]

  init(market: MachineMarket, rules: AdviceRules, situation: Situation, moves: [RuntimeMove?]) {
    self.market = market
    self.rules = rules
    self.situation = situation
    self.moves = moves
    let current = situation.current
    here = market.places[current.name].map { market.machines[$0] } ?? MarketMachine(current, market.catalog)
    hereRate = situation.cost.rate(price: here.price(situation.priceModel), on: current)
    failureCost = rules.failureCostNanos.map(Double.init) ?? 0.1 * (hereRate ?? 0) * situation.cost.meanRuntime
    chances = market.memories.map { situation.chance($0) }
    charges = Self.charges(situation, moves)
  }

  /// The factor of a machine's runtimes, and what is charged for a whole run and for one that fails.
  struct Charge {
    var factor: Double
    var whole: Double
    var lost: Double

    init(_ situation: Situation, factor: Double) {
      self.factor = factor
      whole = situation.cost.chargedMilliseconds(factor: factor)
      lost = situation.cost.chargedMilliseconds(factor: factor * situation.failurePart)
    }
  }

  private static func charges(_ situation: Situation, _ moves: [RuntimeMove?]) -> [Charge] {
    // Equal factors stand beside one another often: a few places find nearly all of them again.
    var known = [Charge](repeating: Charge(situation, factor: 1), count: 64)
    return moves.map { move in
      let factor = move?.expectedFactor ?? 1
      let place = Int(truncatingIfNeeded: (factor.bitPattern &* 0x9e37_79b9_7f4a_7c15) >> 58)
      if known[place].factor != factor { known[place] = Charge(situation, factor: factor) }
      return known[place]
    }
  }

  /// A step of the way a job goes until a machine is large enough: what a run there costs, and the chance to need more.
  struct Step {
    var rate: Double?
    var charge: Charge
    var stretch: Double
    var failure: Double
  }

  /// What the machine in use costs, as the record says: its failures are those seen.
  var current: Offer {
    let cost = situation.cost
    let spot = situation.priceModel == .spot ? cost.onSpot(situation.current, factor: 1).stretch : 1
    let part = situation.failuresPerJob
    let milliseconds = cost.meanRuntime * spot
    let money = hereRate.map { rate in
      rate * cost.chargedMilliseconds(factor: 1) * spot
        + part * (rate * cost.chargedMilliseconds(factor: situation.failurePart) + failureCost)
    }
    return Offer(
      machine: here, move: .none, cost: money,
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
      machine: market.machines[place], move: move, cost: sum.cost, milliseconds: sum.milliseconds,
      failure: steps.first?.failure ?? 0)
  }

  /// The machines that a job passes through as long as memory is not enough, the first one first.
  func steps(from first: Int) -> [Step] {
    var steps: [Step] = []
    var place = first
    var failure = 1.0
    while steps.count < 6 {
      let machine = market.machines[place]
      let charge = charges[moves[place] == nil ? first : place]
      failure = min(failure, chances[market.memoryOf[place]])
      let isSpot = situation.priceModel == .spot
      steps.append(
        Step(
          rate: situation.cost.rate(price: machine.price(situation.priceModel), on: machine.type),
          charge: charge,
          stretch: isSpot ? situation.cost.onSpot(machine.type, factor: charge.factor).stretch : 1,
          failure: failure))
      guard failure > 1e-9, let next = market.next[place] else { break }
      place = next
    }
    return steps
  }

  /// What a job costs and takes on its way, with all runtimes times `shift` and all chances times `chances`.
  func expected(_ steps: [Step], shift: Double, chances: Double) -> (cost: Double?, milliseconds: Double) {
    var cost: Double? = 0
    var time = 0.0
    var reached = 1.0
    for (index, step) in steps.enumerated() {
      let fails = min(reached, step.failure * chances)
      let factor = step.charge.factor * shift
      let isLast = index == steps.count - 1
      // The largest machine is not enough either: whatever is done then costs as much again at least.
      let whole = reached - fails + (isLast ? fails : 0)
      let part = situation.failurePart
      time +=
        situation.cost.meanRuntime * factor * step.stretch * (whole + fails * part)
        + fails * Double(rules.failureDelay.milliseconds)
      if let rate = step.rate, let sum = cost {
        // Another factor than the expected one is a draw's, whose rounding up to whole steps drowns in it.
        let charged = shift == 1 ? step.charge.whole : situation.cost.roughlyCharged(factor: factor)
        let lost = shift == 1 ? step.charge.lost : situation.cost.roughlyCharged(factor: factor * part)
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
    let machine = market.machines[place]
    let type = machine.type
    let current = here.type
    if machine === here { return false }
    if let least = situation.leastMemory, type.usableMemory < least { return false }
    if let least = situation.leastDisk, !hasDisk(type, least) { return false }
    if let least = situation.leastCores, type.vcpus < least { return false }
    // Jobs on GPUs stay on such: no record says that they did without.
    if here.hasAccelerator {
      guard machine.hasAccelerator, type.gpus >= current.gpus, type.gpuModel == current.gpuModel,
        machine.acceleratorFamily == here.acceleratorFamily
      else { return false }
    } else if machine.hasAccelerator {
      return false
    }
    if let a = type.operatingSystem, let b = current.operatingSystem, a != b { return false }
    if machine.isARM && !rules.allowsARM && !here.isARM { return false }
    return machine.hasPrice(situation.priceModel)
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
