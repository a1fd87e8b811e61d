public import JobModel

/// Learns hourly rates from what past jobs were charged: rate = price / (hours on the worker × nodes).
///
/// A recorded price is rounded, so a job tells an interval rather than a rate; of the intervals that jobs agree on, the
/// decimal number with the fewest digits is the rate, since that is how contracts are written. Where jobs disagree (a
/// price changed, a discount began), the newest rate that at least a fifth of them supports is taken, and the others are
/// counted.
public struct RateLearner: Sendable {
  /// Jobs within this share of a rate agree with it.
  static let tolerance = 0.001
  /// A newer rate replaces an older one when this share of the jobs says so.
  static let supportNeeded = 0.2

  private struct Key: Hashable, Comparable {
    var region: String
    var currency: String
    var type: String
    var model: String

    static func < (a: Key, b: Key) -> Bool {
      (a.region, a.currency, a.type, a.model) < (b.region, b.currency, b.type, b.model)
    }
  }

  /// Jobs that agree on a rate.
  private struct Cluster {
    /// The rates in nano-units an hour that all of them allow.
    var low: Double
    var high: Double
    var jobs: Int
    var first: SimTime?
    var last: SimTime?

    mutating func take(_ job: PricedJob) {
      jobs += 1
      guard let stopped = job.stopped else { return }
      first = min(first ?? stopped, stopped)
      last = max(last ?? stopped, stopped)
    }
  }

  private var clusters: [Key: [Cluster]] = [:]

  /// Nothing learned yet.
  public init() {}

  /// Takes a job into account.
  ///
  /// - Complexity: O(different rates of its type), which is small: distinct rates are held to 1,000 a type.
  public mutating func add(_ job: PricedJob) {
    guard job.workerMilliseconds > 0, job.costNanos > 0 else { return }
    let hours = Double(job.workerMilliseconds) * Double(max(1, job.nodes)) / 3_600_000
    // The price was rounded to nano-units when it was read: half a unit either way.
    let low = (Double(job.costNanos) - 0.5) / hours
    let high = (Double(job.costNanos) + 0.5) / hours
    let key = Key(
      region: job.region ?? "", currency: job.currency.code, type: job.instanceType, model: job.priceModel.rawValue)
    // Taken out and put back, so that the list is changed in place and not copied for each job.
    var known: [Cluster] = []
    swap(&known, &clusters[key, default: []])
    defer { swap(&known, &clusters[key, default: []]) }
    if let index = known.firstIndex(where: { low <= $0.high && high >= $0.low }) {
      known[index].low = max(known[index].low, low)
      known[index].high = min(known[index].high, high)
      known[index].take(job)
    } else if let index = known.firstIndex(where: { abs((low + high) / ($0.low + $0.high) - 1) <= Self.tolerance }) {
      known[index].take(job)
    } else if known.count < 1000 {
      var cluster = Cluster(low: low, high: high, jobs: 0)
      cluster.take(job)
      known.append(cluster)
    } else {
      known[known.count - 1].take(job)
    }
  }

  /// The rates, by region, currency, type and price model.
  public func rates() throws(InputValueError) -> [LearnedRate] {
    var rates: [LearnedRate] = []
    for (key, known) in clusters.sorted(by: { $0.key < $1.key }) {
      let all = known.reduce(0) { $0 + $1.jobs }
      let supported = known.filter { Double($0.jobs) >= Self.supportNeeded * Double(all) }
      let newestFirst = (supported.isEmpty ? known : supported).sorted {
        ($0.last?.milliseconds ?? .min, $0.jobs, $0.low) > ($1.last?.milliseconds ?? .min, $1.jobs, $1.low)
      }
      guard let chosen = newestFirst.first, let model = PriceModel(rawValue: key.model),
        let rate = Self.simplest(from: chosen.low, to: chosen.high)
      else { continue }
      var learned = LearnedRate(
        instanceType: key.type, priceModel: model, region: key.region.isEmpty ? nil : key.region,
        currency: try Currency(key.currency), ratePerHour: rate, jobs: all)
      learned.firstDay = known.compactMap(\.first).min()
      learned.lastDay = known.compactMap(\.last).max()
      learned.disagreements = all - chosen.jobs
      if learned.disagreements > 0 {
        learned.lowest = known.compactMap { Self.simplest(from: $0.low, to: $0.high) }.min {
          $0.approximate < $1.approximate
        }
        learned.highest = known.compactMap { Self.simplest(from: $0.low, to: $0.high) }.max {
          $0.approximate < $1.approximate
        }
      }
      rates.append(learned)
    }
    return rates
  }

  /// The decimal number with the fewest places behind the point in an interval of nano-units, at most twelve.
  static func simplest(from low: Double, to high: Double) -> DecimalNumber? {
    guard low.isFinite, high.isFinite, low <= high, high > 0 else { return nil }
    var unit = 1e9
    for places in 0...12 {
      let middle = (low + high) / 2
      for count in [(middle / unit).rounded(), (low / unit).rounded(.up)] where count >= 1 {
        let value = count * unit
        // Intervals are computed in binary: the last digit gets the benefit of the doubt.
        guard value >= low * (1 - 1e-14), value <= high * (1 + 1e-14), let digits = checkedInteger(count) else {
          continue
        }
        return Self.decimal(digits, places: places)
      }
      unit /= 10
    }
    guard let digits = checkedInteger((low + high) / 2 * 1000) else { return nil }
    return Self.decimal(digits, places: 12)
  }

  private static func decimal(_ digits: Int64, places: Int) -> DecimalNumber? {
    try? DecimalNumber(parsing: "\(digits)e-\(places)")
  }
}
