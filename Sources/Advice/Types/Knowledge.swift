import JobModel

/// What all executables together teach: peaks, runtimes on machines, interruptions.
struct Knowledge {
  private let market: MachineMarket?
  var memory = MemorySizer()
  var runtimes = RuntimeModel()
  private var factors: [Pair: MachineFactors] = [:]
  private(set) var spot = SpotExperience()
  /// Whether anything ran on each place of the market; empty until all is learned.
  private var seen: [Bool] = []

  private struct Pair: Hashable {
    var from: String
    var to: String
  }

  init(market: MachineMarket?) {
    self.market = market
    runtimes.cores = market?.cores ?? [:]
    var rules = MemoryRules()
    // Judging experts is most of the work: a quarter of the usual is as good where there are hundreds of executables.
    rules.judgedParts = 4
    // Each lends of its first guesses: what is believed of a newcomer is known from far fewer than all of theirs.
    rules.lendsUntil = 24
    memory = MemorySizer(rules: rules)
  }

  /// All is learned: questions follow.
  mutating func prepare() {
    runtimes.prepare()
    seen = (market?.types ?? []).map { runtimes.machinesSeen.contains($0.name) }
  }

  /// The machine of a try that names none: one of as many cores as it asked for.
  static func machine(cores: Double) -> String { "\(cores) cores" }

  /// The machine whose runtimes a try belongs to.
  static func machine(_ one: ExecutableProfile.Try) -> String? { one.instanceType ?? one.vcpus.map(machine(cores:)) }

  mutating func learn(_ profile: ExecutableProfile) {
    let task = RuntimeTask(group: "", name: profile.label)
    // There are few machines: looking through them is faster than hashing their names for each run.
    var byMachine: [(name: String, runs: [RuntimeModel.Observed])] = []
    for place in profile.latest.indices.reversed() {
      let one = profile.latest[place]
      guard let milliseconds = one.milliseconds, let machine = Self.machine(one) else { continue }
      if one.priceModel == .spot, one.outcome == .done || one.outcome == .interrupted {
        spot.observe(
          SimDuration(milliseconds: milliseconds), on: machine, wasInterrupted: one.outcome == .interrupted)
      }
      guard one.outcome == .done else { continue }
      let known = byMachine.firstIndex { $0.name == machine }
      if known == nil {
        byMachine.append((machine, []))
        if runtimes.cores[machine] == nil, let cores = one.vcpus { runtimes.cores[machine] = cores }
      }
      let index = known ?? byMachine.count - 1
      guard byMachine[index].runs.count < AdviceRules.curveRuns else { continue }
      byMachine[index].runs.append(
        RuntimeModel.Observed(
          inputBytes: one.input.map { Double($0.count) }, seconds: Double(milliseconds) / 1000,
          busyCores: one.busyCores))
    }
    for (machine, runs) in byMachine { runtimes.observe(runs, of: task, on: machine) }
    let samples = profile.latest.compactMap { sample($0) }
    memory.observe(samples.suffix(AdviceRules.memoryRuns), of: profile.label)
  }

  /// What a try tells of memory.
  private func sample(_ one: ExecutableProfile.Try) -> MemorySample? {
    let kind: MemorySample.Kind
    var peak = one.peakMemory
    switch one.outcome {
    case .done:
      // Also where it is at its limit: a job that ended well did with it, whatever else it would have taken.
      kind = one.peaksAreLowerBounds ? .sampled : .measured
    case .outOfResources where !isOutOfDisk(one):
      kind = .atLeast
      peak = peak ?? limit(one)
    default: return nil
    }
    guard let peak else { return nil }
    return MemorySample(
      input: one.input.map { Double($0.count) / 1e9 }, peak: Double(peak.count) / 1e9,
      hours: Double(one.milliseconds ?? 0) / 3.6e6, kind: kind)
  }

  /// The memory that a try could use at most, as far as known.
  func limit(_ one: ExecutableProfile.Try) -> Bytes? {
    let machine = one.instanceType.flatMap { market?.usableMemory[$0] }
    guard let asked = one.memoryRequested else { return machine }
    return machine.map { min($0, asked) } ?? asked
  }

  /// Whether a try's peak is so near its limit that it may have needed more.
  func isAtLimit(_ one: ExecutableProfile.Try) -> Bool {
    guard let peak = one.peakMemory, let limit = limit(one) else { return false }
    return Self.isAtLimit(peak, limit)
  }

  /// Whether a peak is so near a limit.
  static func isAtLimit(_ peak: Bytes, _ limit: Bytes) -> Bool {
    let share = Double(peak.count) / Double(max(1, limit.count))
    // A peak far above what was asked for is no limit: nobody kept it.
    return share >= AdviceRules.atLimit && share < 1.05
  }

  /// Whether a lack of resources was one of disk.
  func isOutOfDisk(_ one: ExecutableProfile.Try) -> Bool {
    guard let disk = one.peakDisk, let type = one.instanceType.flatMap({ market?.catalog.type(named: $0) }),
      let usable = type.usableDisk
    else { return false }
    return Double(disk.count) >= 0.95 * Double(usable.count)
  }

  /// The places of the market as where a task may go.
  ///
  /// - Parameters:
  ///   - there: the machine in use, whose runs stand under the name `here`.
  ///   - asksForCores: whether jobs name no machines. Then runs on as many cores tell of a type, where there are any.
  func targets(
    of task: RuntimeTask, from there: MarketMachine, as here: String, of market: MachineMarket, asksForCores: Bool
  ) -> [RuntimeModel.Target] {
    market.machines.enumerated().map { place, machine in
      let prior = MachineKinship.prior(there, machine)
      if machine === there { return runtimes.target(here, prior) }
      if asksForCores {
        let asked = Self.machine(cores: machine.type.vcpus)
        if asked != here, runtimes.hasRuns(task, on: asked) { return runtimes.target(asked, prior) }
      }
      guard place < seen.count else { return runtimes.target(machine.type.name, prior) }
      return RuntimeModel.Target(
        name: machine.type.name, prior: prior, cores: machine.type.vcpus, isSeen: seen[place])
    }
  }

  /// What tasks that ran on both machines say, learned once for each pair.
  mutating func moves(
    of task: RuntimeTask, from: String, to machines: [RuntimeModel.Target]
  ) -> [RuntimeMove?] {
    for machine in machines where machine.isSeen && machine.name != from {
      let pair = Pair(from: from, to: machine.name)
      if factors[pair] == nil { factors[pair] = runtimes.sharedFactors(from: from, to: machine.name) }
    }
    let known = factors
    return runtimes.moves(of: task, from: from, to: machines) { from, to in
      known[Pair(from: from, to: to)] ?? MachineFactors([])
    }
  }
}
