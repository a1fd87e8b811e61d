import JobModel

/// What the jobs of an executable need of a machine, and what is not known of it.
struct Needs {
  /// What their peaks will be; nil where nobody measured them, or a limit hides them.
  private(set) var memory: PeakOutlook?
  /// The largest peak seen.
  private(set) var largestPeak: Bytes?
  /// How many jobs that ended well have a peak.
  private(set) var measured = 0
  /// Never less memory than this.
  private(set) var leastMemory: Bytes?
  /// Never less disk than this.
  private(set) var leastDisk: Bytes?
  /// Never fewer cores than this; nil where the record tells how many are kept busy, or what fewer do to runtimes.
  private(set) var leastCores: Double?
  /// Whether most peaks are at the limit.
  private(set) var isHidden = false
  /// Tries that failed for lack of memory, for each job that ended well.
  private(set) var failuresPerJob = 0.0
  /// At which part of the runtime they failed.
  private(set) var failurePart = AdviceRules.failurePart
  /// What the reader must know.
  private(set) var warnings: [String] = []

  init(
    profile: ExecutableProfile, done: [ExecutableProfile.Try], current: InstanceType, market: MachineMarket,
    rules: AdviceRules, knowledge: Knowledge
  ) {
    let peaks = done.compactMap(\.peakMemory)
    largestPeak = peaks.max()
    measured = peaks.count
    let failed = profile.latest.filter { $0.outcome == .outOfResources && !knowledge.isOutOfDisk($0) }
    failuresPerJob = Double(failed.count) / Double(max(1, done.count))
    learnFailurePart(failed, done)
    lookAtLimits(done, current, knowledge)
    if measured >= min(rules.minimumSamples, AdviceRules.usualSamples) {
      memory = knowledge.memory.outlook(
        executable: profile.label, inputs: Self.typicalInputs(done))
    } else {
      leastMemory = Self.leastProven(done, market, rules) { $0.usableMemory } ?? current.usableMemory
      warnings.append(
        measured == 0
          ? "no memory use was recorded, so no machine with less than has sufficed is proposed; \(Self.howToMeasure(market))"
          : "memory use is known of \(measured) of \(done.count) jobs, of \(rules.minimumSamples) needed; "
            + Self.howToMeasure(market))
    }
    let disks = done.compactMap(\.peakDisk)
    if let most = disks.max() {
      leastDisk = Bytes(checkedInteger(Double(most.count) * AdviceRules.diskMargin) ?? .max)
    } else {
      leastDisk = Self.leastProven(done, market, rules) { $0.usableDisk }
    }
    if let asked = profile.latest.last?.diskRequested, disks.isEmpty { leastDisk = max(leastDisk ?? asked, asked) }
    lookAtCores(profile, done, current, market, rules, knowledge)
  }

  /// Without a word on the processor and with one number of cores seen, the curve of cores is a guess, which other
  /// executables do not mend: they tell how machines differ, not how many cores these jobs keep busy.
  private mutating func lookAtCores(
    _ profile: ExecutableProfile, _ done: [ExecutableProfile.Try], _ current: InstanceType, _ market: MachineMarket,
    _ rules: AdviceRules, _ knowledge: Knowledge
  ) {
    let known = done.count { $0.busyCores != nil }
    let enough = max(1, min(AdviceRules.provenJobs, rules.minimumSamples))
    let seen = knowledge.runtimes.coresCurve(RuntimeTask(group: "", name: profile.label))?.coreCounts ?? []
    let least = seen.first ?? current.vcpus
    guard known < enough, seen.count < 2, least > 1 else { return }
    leastCores = least
    let how = Self.howToMeasureProcessors(isDNAnexus: market.catalog.isDNAnexus)
    // The same advice twice says no more than once.
    let isSaid = warnings.contains { $0.hasSuffix(how) }
    warnings.append(
      known == 0
        ? "no processor use was recorded, so no machine with fewer cores than have sufficed is proposed"
          + (isSaid ? "" : "; \(how)")
        : "processor use is known of \(known) of \(done.count) jobs, of \(enough) needed; \(how)")
  }

  /// How processor use comes on record.
  static func howToMeasureProcessors(isDNAnexus: Bool) -> String {
    isDNAnexus
      ? "run with --detailed-job-metrics, and import the jobs' logs or metrics"
      : "let the workflow system record processor use (Nextflow: trace.fields with %cpu), and import that"
  }

  private static func howToMeasure(_ market: MachineMarket) -> String {
    market.catalog.isDNAnexus
      ? "run with --detailed-job-metrics, and import the jobs' logs or metrics"
      : "let the workflow system record peak memory (Nextflow: trace.fields with peak_rss), and import that"
  }

  /// The least that a machine had on which jobs were seen to end well; nil where nothing is known of any.
  private static func leastProven(
    _ done: [ExecutableProfile.Try], _ market: MachineMarket, _ rules: AdviceRules,
    _ amount: (InstanceType) -> Bytes?
  ) -> Bytes? {
    var counts: [String: Int] = [:]
    for one in done { if let type = one.instanceType { counts[type, default: 0] += 1 } }
    let enough = max(1, min(AdviceRules.provenJobs, rules.minimumSamples))
    return counts.filter { $0.value >= enough }.keys
      .compactMap { market.catalog.type(named: $0).flatMap(amount) }.min()
  }

  /// Peaks at the limit say that the limit was reached, not that it was needed.
  private mutating func lookAtLimits(
    _ done: [ExecutableProfile.Try], _ current: InstanceType, _ knowledge: Knowledge
  ) {
    var known = 0
    var atLimit = 0
    var least: Bytes?
    for one in done {
      guard let peak = one.peakMemory, let limit = knowledge.limit(one) else { continue }
      known += 1
      guard Knowledge.isAtLimit(peak, limit) else { continue }
      atLimit += 1
      least = min(least ?? limit, limit)
    }
    guard known > 0, atLimit * 2 > known else { return }
    isHidden = true
    leastMemory = least.map { min($0, current.usableMemory) }
    warnings.append(
      "\(atLimit) of \(known) peaks are at the memory limit, which hides the need: "
        + "give one job more memory to see it; until then no less is proposed")
  }

  private mutating func learnFailurePart(_ failed: [ExecutableProfile.Try], _ done: [ExecutableProfile.Try]) {
    let times = failed.compactMap(\.milliseconds).map(Double.init)
    guard times.count >= 3, let failing = SortedSample.median(times),
      let whole = SortedSample.median(done.compactMap(\.milliseconds).map(Double.init)), whole > 0
    else { return }
    failurePart = min(1, max(0.01, failing / whole))
  }

  /// Sizes of inputs that stand for all, in GB: the middles of equally many; one unknown size where none is known.
  private static func typicalInputs(_ done: [ExecutableProfile.Try]) -> [Double?] {
    let sizes = done.compactMap(\.input).map { Double($0.count) / 1e9 }.sorted()
    guard sizes.count * 2 >= done.count, let first = sizes.first, let last = sizes.last else { return [nil] }
    if first == last { return [first] }
    let count = min(sizes.count, AdviceRules.inputSizes)
    return (0..<count).map { sizes[(2 * $0 + 1) * sizes.count / (2 * count)] }
  }
}
