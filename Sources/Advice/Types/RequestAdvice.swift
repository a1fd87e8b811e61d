import Foundation
import JobModel

/// The advice for one executable whose jobs ask for cores and memory, and name no machine.
struct RequestAdvice {
  let advisor: ResourceAdvisor
  let profile: ExecutableProfile
  let habits: Habits

  private var rules: AdviceRules { advisor.rules }

  func make(_ knowledge: inout Knowledge) -> Result<Recommendation, ResourceAdvisor.Lack> {
    guard habits.vcpus != nil || habits.memory != nil else {
      return .failure(lack("its jobs name neither a machine nor cores nor memory"))
    }
    if advisor.choosesMachines, let market = advisor.market {
      var needs = PlanDraft.Needs()
      needs.vcpus = habits.vcpus
      needs.memory = habits.memory
      guard let machine = market.catalog.cheapest(fitting: needs) else {
        return .failure(lack("no machine of \(market.catalog.name) has what its jobs ask for"))
      }
      var advice = TypeAdvice(advisor: advisor, profile: profile, habits: habits)
      advice.standIn = machine
      return advice.make(&knowledge)
    }
    return .success(requests(&knowledge))
  }

  private func lack(_ reason: String) -> ResourceAdvisor.Lack {
    ResourceAdvisor.Lack(
      lack: NotEnoughData(
        executable: profile.label, jobs: profile.done.count, needed: rules.minimumSamples, reason: reason))
  }

  private func requests(_ knowledge: inout Knowledge) -> Recommendation {
    let done = profile.done
    let runs = done.compactMap(\.milliseconds).map(Double.init)
    let mean = runs.reduce(0, +) / Double(max(1, runs.count))
    let failed = profile.latest.count { $0.outcome == .outOfResources }
    let (cores, factor, high, coreWords) = cores(&knowledge)
    let memory = memory(knowledge)
    var setting = habits.setting
    setting.vcpus = cores
    setting.memory = memory.amount
    func time(_ factor: Double) -> SimDuration {
      SimDuration(milliseconds: min(checkedInteger(mean * factor) ?? .max, SimDuration.limit.milliseconds))
    }
    let seen = min(1, Double(failed) / Double(max(1, done.count + failed)))
    var result = Recommendation(
      executable: profile.executable, jobs: max(profile.doneJobs, done.count),
      current: .init(setting: habits.setting, cost: nil, time: time(1), failureProbability: seen),
      recommended: .init(
        setting: setting, cost: nil, time: time(factor + memory.chance * AdviceRules.failurePart),
        failureProbability: setting.memory == habits.memory ? seen : memory.chance),
      saving: nil, confidence: confidence(memory.isKnown), reason: "")
    let words = [coreWords, memory.words].compactMap { $0 }
    result.reason = words.isEmpty ? "kept: what is asked for is what jobs use" : words.joined(separator: "; ")
    result.executableID = profile.executableID
    result.function = profile.function
    result.stage = profile.stage
    if cores != habits.vcpus { result.runtimeRatio = .init(expected: factor, high: high) }
    result.warnings = memory.warnings
    if let current = habits.vcpus, current > 1, !knowsCores(knowledge) {
      result.warnings.append(
        "no processor use was recorded, so no fewer cores than have sufficed are proposed; "
          + Needs.howToMeasureProcessors(isDNAnexus: false))
    }
    return result
  }

  /// Whether anything tells what fewer cores would do: the processor's use, or runs on several numbers of cores.
  ///
  /// Without any word on the processor and with one number of cores seen the curve is a guess.
  private func knowsCores(_ knowledge: Knowledge) -> Bool {
    let task = RuntimeTask(group: "", name: profile.label)
    if knowledge.runtimes.busyCores(task, on: Knowledge.machine(cores: habits.vcpus ?? 1)) != nil { return true }
    return (knowledge.runtimes.coresCurve(task)?.coreCounts.count ?? 0) > 1
  }

  private func confidence(_ knowsMemory: Bool) -> Recommendation.Confidence {
    if profile.done.count < AdviceRules.usualSamples { return .low }
    return knowsMemory ? .high : .medium
  }

  /// How many cores to ask for, how many times as long that takes, and why; the same as now where nothing else is better.
  ///
  /// Fewer are proposed as long as jobs take at most 10 % longer; more only for the sake of time, and never more than were
  /// seen.
  private func cores(_ knowledge: inout Knowledge) -> (Double?, Double, Double, String?) {
    guard let current = habits.vcpus else { return (nil, 1, 1, nil) }
    let task = RuntimeTask(group: "", name: profile.label)
    let here = Knowledge.machine(cores: current)
    guard let curve = knowledge.runtimes.coresCurve(task), knowsCores(knowledge) else { return (current, 1, 1, nil) }
    let busy = knowledge.runtimes.busyCores(task, on: here)
    let most = rules.goal == .cheapest ? current : max(current, curve.coreCounts.last ?? current)
    let counts = Set(curve.coreCounts + (0...10).map { Double(1 << $0) } + (busy.map { [$0.rounded(.up)] } ?? []))
      .filter { $0 >= 1 && $0 <= most }.sorted()
    // Where runs on so many cores are known they say more than the curve.
    let prior = LogEstimate(log: 0, variance: MachineKinship.sameFamily * MachineKinship.sameFamily)
    let seen = counts.map { count -> RuntimeMove? in
      let machine = Knowledge.machine(cores: count)
      guard knowledge.runtimes.hasRuns(task, on: machine) else { return nil }
      return knowledge.moves(of: task, from: here, to: [knowledge.runtimes.target(machine, prior)]).first ?? nil
    }
    let ratios = zip(seen, curve.ratios(from: current, to: counts)).map { $0?.ratio ?? $1 }
    let options = zip(counts, ratios).map { count, ratio -> (cores: Double, factor: Double, high: Double) in
      var log = ratio.log
      if let busy, count < current, busy > count { log = max(log, Foundation.log(busy / count)) }
      let move = RuntimeMove(ratio: LogEstimate(log: log, variance: ratio.variance), runsThere: 0, peers: 0)
      return (count, RuntimeMove.factor(log), move.highFactor)
    }
    let chosen: (cores: Double, factor: Double, high: Double)?
    switch rules.goal {
    case .cheapest:
      chosen = options.first { $0.factor <= AdviceRules.longestForCores }
    case .balanced:
      // Cores stand for cost: cores × time².
      chosen = options.filter { $0.cores <= current || $0.high < 1 }
        .min { ($0.cores * $0.factor * $0.factor, $0.cores) < ($1.cores * $1.factor * $1.factor, $1.cores) }
    case .fastest:
      let least = options.map(\.factor).min() ?? 1
      chosen = options.first {
        $0.factor <= least / (1 - AdviceRules.leastGain) && ($0.cores <= current || $0.high < 1)
      }
    }
    guard let chosen, chosen.cores != current else { return (current, 1, 1, nil) }
    let why =
      busy.map { "jobs keep \(TypeReason.number($0)) of \(TypeReason.number(current)) cores busy" }
      ?? "the curve of runs on \(curve.coreCounts.map(TypeReason.number).joined(separator: ", ")) cores is flat"
    return (
      chosen.cores, chosen.factor, chosen.high,
      "\(why), so \(TypeReason.number(chosen.cores)) \(chosen.cores == 1 ? "is" : "are") enough"
    )
  }

  private struct Memory {
    var amount: Bytes?
    var chance = 0.0
    var isKnown = false
    var words: String?
    var warnings: [String] = []
  }

  /// How much memory to ask for.
  private func memory(_ knowledge: Knowledge) -> Memory {
    var result = Memory(amount: habits.memory)
    let done = profile.done
    let peaks = done.compactMap(\.peakMemory)
    guard peaks.count >= min(rules.minimumSamples, AdviceRules.usualSamples), let largest = peaks.max() else {
      result.warnings.append(
        "no memory use was recorded\(peaks.isEmpty ? "" : " of most jobs"): let the workflow system record peak memory "
          + "(Nextflow: trace.fields with peak_rss; Slurm: sacct with MaxRSS), and import that")
      return result
    }
    result.isKnown = true
    let known = done.filter { $0.peakMemory != nil && knowledge.limit($0) != nil }
    let atLimit = known.filter { knowledge.isAtLimit($0) }
    if atLimit.count * 2 > known.count {
      result.warnings.append(
        "\(atLimit.count) of \(known.count) peaks are at the memory limit, which hides the need: "
          + "give one job more memory to see it; until then no less is proposed")
      result.words = "memory kept: its limit hides the need"
      return result
    }
    let inputs = done.compactMap(\.input).map { Double($0.count) / 1e9 }
    let request = habits.memory.map { Double($0.count) / 1e9 }
    // For the largest of the usual inputs: a request holds for all jobs.
    let input = inputs.count * 2 >= done.count ? SortedSample.quantile(inputs.sorted(), 0.95) : nil
    guard let outlook = knowledge.memory.outlook(executable: profile.label, inputs: [input]) else { return result }
    // The least amount with a small chance of failure: from half the largest peak, in steps of 2 %, to a hundred times.
    let step =
      (0...270).lazy.map { outlook.largestSeen * 0.5 * Foundation.pow(1.02, Double($0)) }
      .first { outlook.chance(above: $0) <= AdviceRules.mostFailures / 5 } ?? outlook.largestSeen * 100
    let rounded = Self.rounded(step)
    result.chance = outlook.chance(above: rounded)
    guard let amount = Bytes(gigabytes: rounded) else { return result }
    if let request {
      let isLower = rounded <= request * (1 - AdviceRules.leastGain)
      let chanceNow = outlook.chance(above: request)
      // What never failed is enough, however near the peaks are: counters of memory take in caches that fill what there is.
      let hasFailed = profile.latest.contains { $0.outcome == .outOfResources }
      let isRaised = rounded > request && hasFailed && chanceNow > AdviceRules.mostFailures
      guard isLower || isRaised else {
        result.chance = hasFailed ? chanceNow : 0
        return result
      }
    }
    result.amount = amount
    let asked = habits.memory.map { " of \(TypeReason.gibibytes($0))" } ?? ""
    result.words =
      "jobs peak at \(TypeReason.gibibytes(largest))\(asked), so \(TypeReason.gibibytes(amount)) are enough"
    return result
  }

  /// A request that people would write, in GB: whole steps of 128 MiB below 4 GiB, of 1 GiB above.
  private static func rounded(_ gigabytes: Double) -> Double {
    let gibibyte = 1.073741824
    let unit = gigabytes < 4 * gibibyte ? gibibyte / 8 : gibibyte
    return (gigabytes / unit).rounded(.up) * unit
  }
}
