import Foundation
import JobModel

/// The advice on the timeout of one executable.
struct ProfileTimeout {
  let profile: ExecutableProfile
  let habits: Habits
  let market: MachineMarket?
  let rules: TimeoutRules
  /// Whether limits by the size of inputs are sought, where runtimes follow it.
  let seeksSizes: Bool

  /// From this rank correlation on runtimes follow the size of inputs.
  private static let followsSize = 0.5

  /// Adds the timeout to the other advice.
  func complete(_ recommendation: inout Recommendation) {
    let ratio = recommendation.changesMore ? recommendation.runtimeRatio ?? .none : .none
    let advice = Self.moved(advice(), by: ratio)
    let words = words(advice, ratio, recommendation.recommended.setting)
    if case .set(let limit) = advice {
      recommendation.recommended.setting.timeout = limit.limit
      recommendation.falseKillProbability = limit.expectedFalseKillShare
    }
    recommendation.timeLimit = Recommendation.TimeLimit(
      advice: advice, hungCost: hungCost(recommendation.recommended.setting),
      hungCostNow: hungCost(recommendation.current.setting), words: words)
    recommendation.reason += recommendation.reason.isEmpty ? words : "; " + words
  }

  /// Advice on the timeout alone; nil where there is none.
  ///
  /// - Parameter lack: why nothing else is advised.
  func alone(_ lack: String) -> Recommendation? {
    guard case .set(let limit) = advice() else { return nil }
    let runs = profile.done.compactMap(\.milliseconds).map(Double.init)
    let mean = runs.reduce(0, +) / Double(max(1, runs.count))
    let now = Recommendation.Option(
      setting: habits.setting, cost: nil,
      time: SimDuration(milliseconds: min(checkedInteger(mean) ?? .max, SimDuration.limit.milliseconds)),
      failureProbability: 0)
    var result = Recommendation(
      executable: profile.executable, jobs: max(profile.doneJobs, runs.count), current: now, recommended: now,
      saving: nil, confidence: limit.isExtrapolated ? .low : .medium, reason: "only the timeout: \(lack)")
    result.executableID = profile.executableID
    result.function = profile.function
    result.stage = profile.stage
    complete(&result)
    return result
  }

  // MARK: - The runs

  private func advice() -> TimeoutAdvice {
    let samples = samples()
    let chooser = TimeoutChooser(rules: rules)
    let advice = chooser.advise(samples, current: habits.timeout)
    let most = Self.farthest(samples)
    guard case .set(var limit) = advice, limit.isExtrapolated else { return advice }
    guard limit.limit.inSeconds <= most else {
      return .notEnoughData(
        have: samples.count { $0.ending == .finished && $0.runtime > .zero }, need: runsNeeded(samples, chooser))
    }
    if limit.bySize.contains(where: { $0.limit.inSeconds > most }) { limit.bySize = [] }
    return .set(limit)
  }

  /// A limit that lies farther beyond the data says how little is known, not how long jobs may run.
  ///
  /// Twenty is a judgement: a tail may well hold ten times the longest of few runs, and twice that leaves room. What lies
  /// beyond comes of the model's belief about tails, and hardly of the jobs.
  private static let farthestFactor = 20.0

  /// The longest limit that may be extrapolated from runs, in seconds: from the longest of all, also of those that were
  /// stopped, since a limit below a run that hung would have been of use.
  private static func farthest(_ samples: [TimeoutSample]) -> Double {
    let longest = samples.map(\.runtime.inSeconds).max() ?? 0
    return farthestFactor * max(longest, TimeoutRules.least)
  }

  /// How many runs give a limit that is not too far off, if those to come are like those on record; at most as many as
  /// bound the next one without extrapolation.
  private func runsNeeded(_ samples: [TimeoutSample], _ chooser: TimeoutChooser) -> Int {
    let known = samples.filter { $0.runtime > .zero }.map { sample in
      var sample = sample
      // Of no use here, and limits by size are slow.
      sample.input = nil
      return sample
    }
    let finished = known.filter { $0.ending == .finished }
    guard !finished.isEmpty else { return rules.leastRuns }
    let most = Self.farthest(known)
    func isEnough(_ count: Int) -> Bool {
      let more = (finished.count..<max(count, finished.count)).map { finished[$0 % finished.count] }
      guard case .set(let limit) = chooser.advise(known + more, current: habits.timeout) else { return true }
      return limit.limit.inSeconds <= most
    }
    let last = max(finished.count + 1, Int(checkedInteger((1 / max(rules.falseKill, 1e-4)).rounded(.up)) ?? 10_000) - 1)
    // A few more mostly do, and few are fast to judge: steps that double, then halves between.
    var low = finished.count
    var step = 4
    var high = min(last, low + step)
    while high < last, !isEnough(high) {
      low = high
      step *= 2
      high = min(last, low + step)
    }
    while high - low > 1 {
      let middle = low + (high - low) / 2
      if isEnough(middle) { high = middle } else { low = middle }
    }
    return high
  }

  /// The runs on the machine in use, or all where too few ended well there.
  private func samples() -> [TimeoutSample] {
    var tries = profile.latest
    if let machine = habits.instanceType {
      func isOwn(_ one: ExecutableProfile.Try) -> Bool { one.instanceType == machine }
      if tries.count(where: { isOwn($0) && $0.isDone }) >= rules.leastRuns, !tries.allSatisfy(isOwn) {
        tries = tries.filter(isOwn)
      }
    }
    let sizes = seeksSizes && Self.followSize(tries)
    return tries.compactMap { one in
      guard let milliseconds = one.milliseconds else { return nil }
      return TimeoutSample(
        runtime: SimDuration(milliseconds: milliseconds), ending: Self.ending(one.outcome),
        input: sizes ? one.input : nil, limit: one.timeLimit)
    }
  }

  private static func ending(_ outcome: ExecutableProfile.Outcome) -> TimeoutEnding {
    switch outcome {
    case .done: .finished
    case .timedOut: .stoppedByLimit
    // Nothing is wrong with the job: it would have run on.
    case .interrupted: .running
    case .outOfResources, .other: .failed
    }
  }

  private static func followSize(_ tries: [ExecutableProfile.Try]) -> Bool {
    let done = tries.filter(\.isDone)
    let sizes = done.compactMap { $0.input.map { Double($0.count) } }
    guard sizes.count == done.count else { return false }
    let times = done.compactMap { $0.milliseconds.map(Double.init) }
    return (Correlation.spearman(sizes, times) ?? 0) >= followsSize
  }

  // MARK: - On another machine

  /// Advice for jobs that take longer or shorter by a ratio; a limit that stays grows with what may take longer.
  static func moved(_ advice: TimeoutAdvice, by ratio: Recommendation.RuntimeRatio) -> TimeoutAdvice {
    guard ratio != .none, ratio.high.isFinite, ratio.high > 0 else { return advice }
    switch advice {
    case .set(var limit):
      limit.limit = scaled(limit.limit, ratio.high)
      limit.bySize = limit.bySize.map { .init(upTo: $0.upTo, limit: scaled($0.limit, ratio.high)) }
      limit.usualRuntime =
        SimDuration(seconds: min(TimeoutRules.most, limit.usualRuntime.inSeconds * max(0, ratio.expected)))
        ?? limit.usualRuntime
      guard limit.limit != limit.current else {
        return .keep(.init(reason: .tight, current: limit.limit, jobs: limit.jobs))
      }
      return .set(limit)
    case .keep(let kept):
      let needed = scaled(kept.current, ratio.high)
      guard needed > kept.current else { return advice }
      return .set(
        .init(
          limit: needed, jobs: kept.jobs, expectedFalseKillShare: 0, falseKillLevel: 0, isExtrapolated: false,
          current: kept.current, usualRuntime: kept.current))
    case .notEnoughData: return advice
    }
  }

  /// In whole minutes, at least one and at most 30 days.
  private static func scaled(_ limit: SimDuration, _ factor: Double) -> SimDuration {
    let minutes = (limit.inSeconds * factor / 60 - 1e-9).rounded(.up)
    let seconds = min(TimeoutRules.most, max(TimeoutRules.least, minutes * 60))
    return SimDuration(seconds: seconds) ?? limit
  }

  // MARK: - What a job that hangs costs

  /// What a job burns that runs until its timeout ends it; nil without a timeout or a price.
  private func hungCost(_ setting: Recommendation.Setting) -> Money? {
    guard let timeout = setting.timeout, let market, let currency = market.catalog.currency,
      let type = setting.instanceType.flatMap({ market.catalog.type(named: $0) })
    else { return nil }
    let cost = JobCost(
      runtimes: [Double(timeout.milliseconds)], catalog: market.catalog, nodes: habits.nodes,
      asked: setting.vcpus, memory: habits.memory, interruptions: [:])
    guard let rate = cost.rate(type, priceModel(setting), catalog: market.catalog) else { return nil }
    return checkedInteger(rate * cost.chargedMilliseconds(factor: 1)).map { Money(nanos: $0, currency: currency) }
  }

  /// Which price jobs pay under a setting.
  private func priceModel(_ setting: Recommendation.Setting) -> PriceModel {
    guard let priority = setting.priority, priority != habits.priority else { return habits.priceModel }
    return priority == .high ? .onDemand : .spot
  }

  // MARK: - In words

  private func words(
    _ advice: TimeoutAdvice, _ ratio: Recommendation.RuntimeRatio, _ setting: Recommendation.Setting
  ) -> String {
    switch advice {
    case .notEnoughData(let have, let need): return "not enough data for a timeout (\(have) of \(need))"
    case .keep(let kept): return "keep the timeout of \(kept.current): \(why(kept.reason))"
    case .set(let limit):
      let old = limit.current.map { " instead of \($0)" } ?? " where there is none"
      var text = "timeout \(limit.limit)\(old): "
      let more = (checkedInteger(ratio.high * 100) ?? 100) - 100
      let there = setting.instanceType.map { " on \($0)" } ?? ""
      guard limit.falseKillLevel > 0 else { return text + "jobs may take \(more) % longer\(there)" }
      text += "ends at most \(Self.oneIn(limit.falseKillLevel)) good jobs"
      if limit.isExtrapolated { text += " (extrapolated from \(limit.jobs) runs)" }
      if ratio != .none, more > 0 { text += ", also if they take \(more) % longer\(there)" }
      var then = setting
      then.timeout = limit.limit
      if let cost = hungCost(then) {
        text += "; a job that hangs burns \(cost)"
        if let now = hungCost(habits.setting) { text += " instead of \(now)" }
      }
      return text
    }
  }

  private func why(_ reason: TimeoutAdvice.Kept.Reason) -> String {
    switch reason {
    case .tight: "a tighter one would cost more in good jobs than it saves"
    case .level: "any tighter one may end more than \(Self.oneIn(rules.falseKill)) good jobs"
    case .reached(let share): "it ends \(Wording.percent(share)) of the jobs, and is too low if anything"
    }
  }

  /// `1 in 200`.
  private static func oneIn(_ share: Double) -> String { "1 in \(checkedInteger((1 / share).rounded()) ?? 1)" }
}
