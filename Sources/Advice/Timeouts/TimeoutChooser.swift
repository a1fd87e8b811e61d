public import JobModel

/// A past run, as the choice of a time limit sees it.
public struct TimeoutSample: Sendable, Equatable {
  /// How long it ran, or has run until now.
  public var runtime: SimDuration
  /// How it came to its end.
  public var ending: TimeoutEnding
  /// The size of its inputs, if known.
  public var input: Bytes?
  /// The limit that it had, if any.
  public var limit: SimDuration?
  /// Who launched it, if that matters.
  public var user: String?

  /// A run of its parts.
  public init(
    runtime: SimDuration, ending: TimeoutEnding = .finished, input: Bytes? = nil, limit: SimDuration? = nil,
    user: String? = nil
  ) {
    self.runtime = runtime
    self.ending = ending
    self.input = input
    self.limit = limit
    self.user = user
  }
}

/// Chooses the time limit of an executable's next job from its past runs.
///
///     let runs = [31, 29, 35, 30, 33, 28, 34, 30, 32, 36].map { TimeoutSample(runtime: .minutes($0)) }
///     switch TimeoutChooser().advise(runs, current: .hours(72)) {
///     case .set(let limit): print(limit.limit, limit.expectedFalseKillShare, limit.bySize)
///     case .keep(let kept): print("leave it at", kept.current)
///     case .notEnoughData(let have, let need): print("\(have) of \(need) runs")
///     }
///
/// The engine is the one that `validate timeouts` tries (``TimeoutStream``); the level of false kills holds for each
/// limit here, not on average over many. What lies beyond the data is judged by how often, in all classes, a run was
/// unlike those before it, so that few runs give wide limits.
public struct TimeoutChooser: Sendable {
  private let rules: TimeoutRules
  /// Older runs are left out.
  private static let mostRuns = 5000

  /// A chooser under rules.
  public init(rules: TimeoutRules = TimeoutRules()) { self.rules = rules }

  /// Advises on the next job.
  ///
  /// - Parameters:
  ///   - samples: the past runs of one executable, the oldest first.
  ///   - current: the limit that it has; nil for none.
  ///   - input: the size of its inputs, if known.
  ///   - user: who will launch it; that user's runs count more.
  /// - Complexity: O(samples), the last 5,000 of which are looked at.
  public func advise(
    _ samples: [TimeoutSample], current: SimDuration?, input: Bytes? = nil, user: String? = nil
  ) -> TimeoutAdvice {
    let runs = samples.filter { $0.runtime > .zero }.suffix(Self.mostRuns)
    let finished = runs.filter { $0.ending == .finished }
    guard finished.count >= max(1, rules.leastRuns) else {
      return .notEnoughData(have: finished.count, need: max(1, rules.leastRuns))
    }
    let sizes = finished.compactMap(\.input).sorted()
    let knowsSizes = sizes.count == finished.count
    var history = Learned(runs, rules, withSizes: knowsSizes && input != nil)
    let job = history.job(input: input, user: user, limit: current)
    guard let decision = history.decide(job) else {
      return .notEnoughData(have: finished.count, need: max(1, rules.leastRuns))
    }
    if let reason = decision.kept, let current {
      return .keep(.init(reason: self.reason(reason, runs, current), current: current, jobs: runs.count))
    }
    return .set(
      .init(
        limit: duration(decision.limit), jobs: runs.count, expectedFalseKillShare: decision.kill,
        falseKillLevel: rules.falseKill,
        isExtrapolated: rules.falseKill * Double(finished.count + 1) < 1, current: current,
        usualRuntime: duration(history.meanRuntime(job)),
        bySize: knowsSizes && input == nil ? steps(runs, sizes, current, user) : []))
  }

  /// Whether runs that the limit stopped are why it stays.
  private func reason(
    _ reason: TimeoutAdvice.Kept.Reason, _ runs: ArraySlice<TimeoutSample>, _ current: SimDuration
  ) -> TimeoutAdvice.Kept.Reason {
    let estimate = KaplanMeier(
      ended: runs.filter { $0.ending == .finished }.map(\.runtime.inSeconds),
      censored: runs.filter { $0.ending == .stoppedByLimit }.map(\.runtime.inSeconds))
    let share = estimate.survival(current.inSeconds * 0.98)
    return !estimate.censored.isEmpty && share > rules.falseKill ? .reached(share: share) : reason
  }

  /// Limits at the tenth, the half, nine tenths and the whole of the sizes seen; none if they differ by less than half.
  private func steps(
    _ runs: ArraySlice<TimeoutSample>, _ sizes: [Bytes], _ current: SimDuration?, _ user: String?
  ) -> [TimeoutAdvice.SizeStep] {
    guard let first = sizes.first, let last = sizes.last, first < last else { return [] }
    var history = Learned(runs, rules, withSizes: true)
    var result: [TimeoutAdvice.SizeStep] = []
    for share in [0.1, 0.5, 0.9, 1] {
      let size = sizes[Int(share * Double(sizes.count - 1))]
      guard result.last?.upTo != size,
        let decision = history.decide(history.job(input: size, user: user, limit: current))
      else { continue }
      // More input never gets less time.
      let limit = max(duration(decision.limit), result.last?.limit ?? .zero)
      result.append(.init(upTo: size, limit: limit))
    }
    guard let least = result.first, let most = result.last, most.limit.inSeconds >= 1.5 * least.limit.inSeconds else {
      return []
    }
    return result
  }

  private func duration(_ seconds: Double) -> SimDuration {
    SimDuration(seconds: min(seconds, TimeoutRules.most)) ?? .seconds(Int64(TimeoutRules.most))
  }

  /// The runs of one executable, learned one after the other.
  private struct Learned {
    private var stream: TimeoutStream
    private let withSizes: Bool
    private var users: [String: Int] = [:]
    private var time = 0.0

    init(_ runs: ArraySlice<TimeoutSample>, _ rules: TimeoutRules, withSizes: Bool) {
      stream = TimeoutStream(rules: rules)
      self.withSizes = withSizes
      // A limit is set now and then: one an eighth of the runs later tells as well how many kills come of it.
      var set: (job: TimeoutJob, decision: TimeoutStream.Decision?, until: Int)?
      for (index, run) in runs.enumerated() {
        let job = job(input: run.input, user: run.user, limit: run.limit)
        let decision: TimeoutStream.Decision?
        if let set, index < set.until, set.job == job {
          decision = set.decision
        } else {
          decision = stream.decide(job, now: time, evidence: nil, isSteady: true)
          set = (job, decision, index + max(1, index / 8))
        }
        // One after the other: nobody looks while a run is under way, so its start need not be told.
        time += run.runtime.inSeconds
        stream.learn(job, seconds: run.runtime.inSeconds, ending: run.ending, decision: decision, at: time)
      }
    }

    /// The executable is class 0; its users have the further numbers.
    mutating func job(input: Bytes?, user: String?, limit: SimDuration?) -> TimeoutJob {
      var classes = [0]
      if let user {
        let number = users[user] ?? users.count + 1
        users[user] = number
        classes.append(number)
      }
      return TimeoutJob(
        classes: classes, input: withSizes ? input.map { Double($0.count) } ?? 0 : nil,
        limit: limit.flatMap { $0 > .zero ? $0.inSeconds : nil } ?? .infinity,
        limitSource: limit == nil ? .none : .author)
    }

    mutating func decide(_ job: TimeoutJob) -> TimeoutStream.Decision? {
      stream.decide(job, now: time, evidence: nil, isSteady: true)
    }

    mutating func meanRuntime(_ job: TimeoutJob) -> Double { stream.meanRuntime(job, now: time) }
  }
}
