import Foundation
public import JobModel

/// Spot or on demand, in the platform's terms: which priority jobs of a kind should ask for.
///
/// Each priority is forecast over the distribution of run times, not over their mean: long jobs pay for interruptions out
/// of proportion. The forecast of one run time is the closed form of ``SpotTheory``.
public struct SpotAdvisor: Sendable {
  /// What is known of how often spot machines are taken back.
  public enum Rate: Sendable, Equatable {
    /// Nothing: no priority is advised, only the rate at which the advice flips is said.
    case unknown
    /// Somebody says so, per hour.
    case stated(Double)
    /// Past jobs say so.
    case learned(InterruptionRate)

    /// The expected rate per hour; nil where nothing is known.
    public var mean: Double? {
      switch self {
      case .unknown: nil
      case .stated(let rate): max(0, rate)
      case .learned(let rate): rate.mean
      }
    }
  }

  /// One priority and what comes of it.
  public struct Option: Sendable, Equatable {
    /// The priority.
    public var priority: Priority
    /// What a job then costs and takes.
    public var forecast: JobForecast
  }

  /// What is advised.
  public struct Advice: Sendable, Equatable {
    /// The priority to ask for; nil where nothing is known of interruptions.
    public var priority: Priority?
    /// The tries on spot after which the next is on demand, to keep a deadline; nil without a deadline: by cost alone
    /// either every spot try pays or none.
    public var spotTries: Int?
    /// The interruptions per hour up to which spot is cheaper; nil without both prices, infinite for a free machine.
    public var breakEvenRate: Double?
    /// The chance that a job of mean length ends by the deadline on spot alone; nil without a deadline or a rate.
    public var deadlineProbability: Double?
    /// Every priority that was weighed: low, normal, high.
    public var options: [Option]
    /// Whether the advice is the same at both ends of the rate's 90 % interval.
    public var isCertain: Bool
    /// Why, in one sentence.
    public var reason: String
  }

  /// How long the jobs run.
  public let work: WorkSample
  /// What they meet.
  public let terms: JobTerms
  /// How often machines are taken back.
  public let rate: Rate
  /// How finely the break-even rate is looked for, as a part of it.
  var precision = 1e-12

  /// An advisor for jobs of a kind.
  ///
  /// - Parameter rate: nil takes the one of the terms.
  public init(work: WorkSample, terms: JobTerms, rate: Rate? = nil) {
    self.work = work
    self.rate = rate ?? terms.interruptionRate.map { .stated($0) } ?? .unknown
    var terms = terms
    terms.interruptionRate = self.rate.mean
    self.terms = terms
  }

  /// The interruptions per hour at which spot alone costs what on demand does; nil without both prices.
  ///
  /// For one run time T it is x/T with the root x of (e^x − 1)/x = price ratio, whatever the number of tries; for a
  /// distribution it lies between those of its shortest and its longest, and is found by halving.
  public var breakEvenRate: Double? {
    guard let spot = terms.spotPrice, let onDemand = terms.onDemandPrice else { return nil }
    guard spot > 0 else { return .infinity }
    let x = SpotTheory.breakEven(priceRatio: onDemand / spot)
    let timeout = terms.timeout
    let times = work.hours.filter { $0 > 0 }.map { min($0, timeout) }
    guard x > 0, let longest = times.max(), let shortest = times.min() else { return 0 }
    var market = terms
    market.tooSmall = 0
    let reference = JobForecast(work, market, .high).cost ?? .infinity
    func isCheaper(_ rate: Double) -> Bool {
      market.interruptionRate = rate
      return JobForecast(work, market, .low).cost ?? .infinity < reference
    }
    // Rounding of what is charged moves the point a little.
    var (low, high) = (x / longest / 64, x / shortest * 64)
    guard isCheaper(low) else { return 0 }
    if isCheaper(high) { return high }
    for _ in 0..<200 where high - low > precision * high {
      // By their ratio: the ends may be many powers of ten apart.
      let middle = (low * high).squareRoot()
      if isCheaper(middle) { low = middle } else { high = middle }
    }
    return low
  }

  /// What is advised.
  ///
  /// - Parameter deadline: hours in which a job should end.
  public func advice(deadline: Double? = nil) -> Advice {
    let breakEven = breakEvenRate
    let options = Self.options(work, terms)
    var advice = Advice(
      priority: nil, spotTries: nil, breakEvenRate: breakEven, deadlineProbability: nil, options: options,
      isCertain: false, reason: "")
    guard terms.spotPrice != nil else {
      advice.priority = .high
      advice.isCertain = true
      advice.reason = "the machine has no spot price"
      return advice
    }
    guard let rate = rate.mean else {
      advice.reason = Self.unknown(breakEven)
      return advice
    }
    advice.priority = Self.cheapest(options)
    if let deadline { keep(deadline, rate, &advice) }
    advice.isCertain = isCertain(advice.priority)
    advice.reason = reason(advice, rate)
    return advice
  }

  private static func options(_ work: WorkSample, _ terms: JobTerms) -> [Option] {
    [Priority.low, .normal, .high].map { Option(priority: $0, forecast: JobForecast(work, terms, $0)) }
  }

  /// The cheapest; of equals normal, which ends in any case, then low.
  private static func cheapest(_ options: [Option]) -> Priority? {
    let priced = options.compactMap { option in option.forecast.cost.map { (option.priority, $0) } }
    guard let least = priced.map(\.1).min() else { return nil }
    let equal = priced.filter { $0.1 <= least * (1 + 1e-9) }.map(\.0)
    return equal.contains(.normal) ? .normal : equal.first
  }

  /// Bounds the spot tries so that a last try on demand still ends in time.
  private func keep(_ deadline: Double, _ rate: Double, _ advice: inout Advice) {
    let longest = work.hours.max() ?? 0
    advice.deadlineProbability = SpotTheory(rate: rate, work: work.mean)
      .probability(endingBy: deadline - terms.spotWait, delay: terms.spotWait)
    guard advice.priority != .high else { return }
    let each = longest + terms.spotWait
    let tries = each > 0 ? ((deadline - longest - terms.onDemandWait) / each).rounded(.down) : .infinity
    if tries >= 1 {
      advice.priority = .normal
      advice.spotTries = Int(min(tries, 100))
    } else {
      advice.priority = .high
    }
  }

  private func isCertain(_ priority: Priority?) -> Bool {
    guard case .learned(let rate) = rate else { return true }
    return [0.05, 0.95].allSatisfy { probability in
      var market = terms
      market.interruptionRate = rate.quantile(probability)
      return (Self.cheapest(Self.options(work, market)) == .high) == (priority == .high)
    }
  }

  /// What a priority comes to at quantiles of what is believed of the rate; at the rate itself where it was stated.
  func forecasts(of priority: Priority, atRates quantiles: [Double]) -> [JobForecast] {
    quantiles.map { probability in
      var market = terms
      if case .learned(let rate) = rate { market.interruptionRate = rate.quantile(probability) }
      return JobForecast(work, market, priority)
    }
  }

  private static func unknown(_ breakEven: Double?) -> String {
    let remedy = "how often that is, nobody said: give spot.interruptions_per_hour, or import past spot jobs"
    guard let breakEven, breakEven > 0 else { return "spot is not cheaper, however seldom a worker is taken back" }
    guard breakEven < .infinity else { return "spot is free" }
    return "spot is cheaper if a worker is taken back less than once in \(span(1 / breakEven)); " + remedy
  }

  private func reason(_ advice: Advice, _ rate: Double) -> String {
    let often = rate > 0 ? "a worker is taken back once in \(Self.span(1 / rate))" : "no worker is ever taken back"
    let source = if case .learned(let known) = self.rate { " (\(known.evidence))" } else { "" }
    var text = often + source
    if let breakEven = advice.breakEvenRate {
      if breakEven <= 0 {
        text += ", and spot is not cheaper in any case"
      } else if breakEven < .infinity {
        text += "; spot is cheaper up to once in \(Self.span(1 / breakEven))"
      }
    }
    if let tries = advice.spotTries {
      text += "; \(tries) spot \(tries == 1 ? "try leaves" : "tries leave") time for one on demand"
    }
    if !advice.isCertain { text += "; too few hours were seen to be sure" }
    return text
  }

  /// Hours for people.
  static func span(_ hours: Double) -> String {
    // A rate that is nearly nought: more than people plan for.
    guard hours < 1e6 else { return "a hundred years" }
    return SimDuration(seconds: hours * 3600).map(\.description) ?? "\(hours) h"
  }
}
