import JobModel

/// What all executables together teach: peaks, runtimes on machines, interruptions.
struct Knowledge {
  private let market: MachineMarket?
  var memory = MemorySizer()
  var runtimes = RuntimeModel()
  private var factors: [Pair: MachineFactors] = [:]
  private var spot: [String: (interruptions: Double, hours: Double)] = [:]

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
    memory = MemorySizer(rules: rules)
  }

  /// The machine of a try that names none: one of as many cores as it asked for.
  static func machine(cores: Double) -> String { "\(cores) cores" }

  /// The machine whose runtimes a try belongs to.
  static func machine(_ one: ExecutableProfile.Try) -> String? { one.instanceType ?? one.vcpus.map(machine(cores:)) }

  mutating func learn(_ profile: ExecutableProfile) {
    let task = RuntimeTask(group: "", name: profile.label)
    var counts: [String: Int] = [:]
    for one in profile.latest.reversed() {
      guard let milliseconds = one.milliseconds, let machine = Self.machine(one) else { continue }
      if one.priceModel == .spot, one.outcome == .done || one.outcome == .interrupted {
        spot[machine, default: (0, 0)].hours += Double(milliseconds) / 3_600_000
        if one.outcome == .interrupted { spot[machine, default: (0, 0)].interruptions += 1 }
      }
      guard one.outcome == .done, counts[machine, default: 0] < AdviceRules.curveRuns else { continue }
      counts[machine, default: 0] += 1
      if runtimes.cores[machine] == nil, let cores = one.vcpus { runtimes.cores[machine] = cores }
      runtimes.observe(
        RuntimeModel.Run(
          task: task, machine: machine, inputBytes: one.input.map { Double($0.count) },
          seconds: Double(milliseconds) / 1000, busyCores: one.busyCores))
    }
    let samples = profile.latest.compactMap { sample($0) }
    for sample in samples.suffix(AdviceRules.memoryRuns) { memory.observe(sample, of: profile.label) }
  }

  /// What a try tells of memory.
  private func sample(_ one: ExecutableProfile.Try) -> MemorySample? {
    let limit = limit(one)
    let kind: MemorySample.Kind
    var peak = one.peakMemory
    switch one.outcome {
    case .done:
      // Also where it is at its limit: a job that ended well did with it, whatever else it would have taken.
      kind = one.peaksAreLowerBounds ? .sampled : .measured
    case .outOfResources where !isOutOfDisk(one):
      kind = .atLeast
      peak = peak ?? limit
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

  /// How often the spot market takes machines back an hour, by type; the rate over all types stands under
  /// ``JobCost/anyType``, and each type's own is drawn towards it as if one interruption at that rate had been seen.
  func interruptions() -> [String: Double] {
    let all = spot.values.reduce(into: (interruptions: 0.0, hours: 0.0)) {
      $0.interruptions += $1.interruptions
      $0.hours += $1.hours
    }
    guard all.interruptions > 0, all.hours > 0 else { return [:] }
    let rate = all.interruptions / all.hours
    var rates = spot.mapValues { ($0.interruptions + 1) / ($0.hours + 1 / rate) }
    rates[JobCost.anyType] = rate
    return rates
  }

  /// What tasks that ran on both machines say, learned once for each pair.
  mutating func moves(
    of task: RuntimeTask, from: String, to machines: [(name: String, prior: LogEstimate)]
  ) -> [RuntimeMove?] {
    for machine in machines where machine.name != from && runtimes.machinesSeen.contains(machine.name) {
      let pair = Pair(from: from, to: machine.name)
      if factors[pair] == nil { factors[pair] = runtimes.sharedFactors(from: from, to: machine.name) }
    }
    let known = factors
    return runtimes.moves(of: task, from: from, to: machines) { from, to in
      known[Pair(from: from, to: to)] ?? MachineFactors([])
    }
  }
}
