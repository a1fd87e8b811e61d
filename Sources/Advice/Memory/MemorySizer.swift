/// Sizes the memory of tasks from the history of their executables, by least expected wastage.
///
/// ```swift
/// var sizer = MemorySizer()
/// for (executable, sample) in history { sizer.observe(sample, of: executable) }
/// let ladder = sizer.propose(executable: "align", input: 12.5, request: 64)
/// ```
///
/// Nothing is drawn: equal histories give equal proposals. The order of the samples matters, for each is predicted before
/// it is seen.
public struct MemorySizer: Sendable {
  /// The rules it keeps.
  public let rules: MemoryRules

  private var models: [MemoryModel] = []
  private var numbers: [String: Int] = [:]
  private var peers = PeerSpread()
  private var price: FailurePrice

  /// A sizer that has seen nothing.
  public init(rules: MemoryRules = MemoryRules()) {
    self.rules = rules
    price = FailurePrice(rules)
  }

  /// How many samples of an executable it has seen.
  public func sampleCount(of executable: String) -> Int { numbers[executable].map { models[$0].count } ?? 0 }

  /// Learns from a try.
  ///
  /// - Parameter failed: whether the amount proposed for it was too little, if one had been proposed; it moves the price
  ///   of failures where their share is bounded.
  /// - Complexity: bounded, but for the look-up of the executable and a logarithmic search among its runs.
  public mutating func observe(_ sample: MemorySample, of executable: String, failed: Bool? = nil) {
    guard sample.isUsable else { return }
    let index = number(of: executable)
    price.add(used: sample.peak * sample.hours)
    if let failed { price.add(failed: failed) }
    models[index].observe(sample, failurePrice: price.gigabyteHours, peers: &peers)
  }

  /// Learns from tries of one executable, the oldest first.
  mutating func observe(_ samples: some Sequence<MemorySample>, of executable: String) {
    let index = number(of: executable)
    for sample in samples where sample.isUsable {
      price.add(used: sample.peak * sample.hours)
      models[index].observe(sample, failurePrice: price.gigabyteHours, peers: &peers)
    }
  }

  /// How much memory to ask for; nil if there is neither a history nor a request.
  ///
  /// - Parameters:
  ///   - input: the size of the inputs in GB, if known.
  ///   - request: what would be asked for otherwise, in GB: taken where nothing is known, and never exceeded as long as
  ///     no run needed more.
  /// - Complexity: bounded, whatever the history's length.
  public func propose(executable: String, input: Double?, request: Double?) -> AllocationLadder? {
    let request = request.flatMap { $0.isFinite && $0 > 0 ? $0 : nil }
    let input = input.flatMap { $0.isFinite && $0 >= 0 ? $0 : nil }
    let asRequested = request.map { AllocationLadder(steps: [$0], failureProbability: 0) }
    guard let index = numbers[executable], models[index].count > 0 else { return asRequested }
    let model = models[index]
    if let request, rules.maximalFailureRate != nil, model.count < rules.cautiousBelow,
      request > model.locations.largest
    {
      return asRequested
    }
    return model.ladder(input: input, request: request, failurePrice: price.gigabyteHours, peers: peers) ?? asRequested
  }

  /// What is believed of the peaks of an executable's next runs; nil before the first.
  ///
  /// - Parameter inputs: sizes of inputs in GB that stand for the runs to come; nil stands for one of unknown size.
  /// - Complexity: bounded for each input, whatever the history's length.
  public func outlook(executable: String, inputs: [Double?]) -> PeakOutlook? {
    guard let index = numbers[executable] else { return nil }
    let usable = inputs.map { $0.flatMap { $0.isFinite && $0 >= 0 ? $0 : nil } }
    let parts = usable.compactMap { models[index].believed(input: $0, peers: peers) }
    return parts.isEmpty ? nil : PeakOutlook(parts: parts, largestSeen: models[index].locations.largest)
  }

  /// What to ask for after an amount was too little, in GB.
  public func retry(_ ladder: AllocationLadder, executable: String, after last: Double, request: Double?) -> Double {
    if let step = ladder.steps.first(where: { $0 > last * 1.0001 }) { return step }
    let largest = numbers[executable].map { models[$0].locations.largest } ?? 0
    let next = max(last >= largest ? last * 2 : largest * 1.05, last * 1.5)
    if let request, request > last * 1.0001, request < next { return request }
    return next
  }

  private mutating func number(of executable: String) -> Int {
    if let known = numbers[executable] { return known }
    numbers[executable] = models.count
    models.append(MemoryModel(rules))
    return models.count - 1
  }
}
