import Foundation

/// How long something usually takes among peers, and from where on it is none of them any more.
///
/// Lengths are logarithms. What is typical follows the input's size where it is known (``TypicalCurve``) and the machine;
/// what is left over, the residuals, goes into a ``CensoredSample``, so that what was ended early or still goes on counts
/// as at least so long. The limit is the residual that one of a thousand peers passes.
struct UsualLength {
  /// One length among peers.
  struct Item {
    /// Milliseconds; above nought.
    var length: Double
    /// Bytes of input, where known.
    var input: Double?
    /// What else sets peers apart, such as the machine; nil where not known.
    var kind: String?
    /// Whether it was ended early, or goes on.
    var isCensored: Bool
  }

  /// How many that ended well it takes to judge any.
  static let fewest = 5
  /// How many it takes to learn the tail from them.
  static let enough = 20
  /// One of a thousand peers passes the limit.
  static let falseRate = 0.001
  /// Nothing shorter than this many times the typical length is beyond the limit.
  static let leastFactor = 2.5
  /// The spread of logarithms that a small group is drawn towards, and with how many jobs' weight: half of all jobs
  /// within a factor of 1.6 of what is typical.
  static let priorSpread = 0.7
  static let priorWeight = 10.0

  /// How often what lies beyond the limit is left out and the limit found anew, and how much may go in all: more than one
  /// of ten is a tail, and no accident.
  static let mostRounds = 5
  static let mostTrimmed = 0.1

  private let curve: TypicalCurve
  private let offsets: [String: Double]
  /// The residual above which nothing usual lies; nil where too few ended well, or too much is censored to say.
  let limit: Double?
  /// The residual that one in ten passes; nil as for ``limit``.
  let slow: Double?
  /// The mean of the lengths over what is typical, of those that are usual.
  let meanFactor: Double
  /// How many ended well.
  let events: Int
  /// Whether what is typical follows the input.
  var usesInput: Bool { curve.usesInput }

  /// Learns from peers.
  ///
  /// - Complexity: O(n log n).
  init(_ items: [Item]) {
    let done = items.filter { !$0.isCensored }
    events = done.count
    let curve = TypicalCurve(done.map { ($0.input.map { log(max(1, $0)) }, log(max(1, $0.length))) })
    self.curve = curve
    var offsets: [String: Double] = [:]
    // A machine's own offset, where enough ran on it and on others.
    let byKind = Dictionary(grouping: done.indices, by: { done[$0].kind ?? "" })
    if byKind.count > 1 {
      for (kind, places) in byKind where places.count >= Self.enough {
        offsets[kind] = SortedSample.median(
          places.lazy.map { log(max(1, done[$0].length)) - curve.value(of: done[$0]) })
      }
    }
    self.offsets = offsets
    let residual = { [offsets] (item: Item) -> Double in
      log(max(1, item.length)) - curve.value(of: item) - (offsets[item.kind ?? ""] ?? 0)
    }
    let known = done.map(residual).sorted()
    guard done.count >= Self.fewest else {
      (limit, slow, meanFactor) = (nil, nil, 1)
      return
    }
    if done.count < Self.enough {
      let spread = SortedSample.median(known.map { abs($0) }) ?? 0
      let n = Double(done.count)
      let own = spread / 0.6745
      let drawn = ((n * own * own + Self.priorWeight * Self.priorSpread * Self.priorSpread) / (n + Self.priorWeight))
        .squareRoot()
      // The quantile that a normal distribution passes once in 20,000 times leaves room for a heavier tail.
      limit = max(log(Self.leastFactor), 4 * drawn * (1 + 1 / n).squareRoot())
      slow = 1.2816 * drawn
    } else {
      let (limit, sample) = Self.trimmed(items.map { (residual($0), $0.isCensored) })
      self.limit = limit
      slow = sample.quantile(0.9)
    }
    let most = limit ?? .infinity
    let usual = known.filter { $0 <= most }
    meanFactor = usual.isEmpty ? 1 : usual.reduce(0) { $0 + exp($1) } / Double(usual.count)
  }

  /// The limit of a sample, and the sample without what lies beyond it.
  ///
  /// What lies beyond the limit is none of the peers, so it must not stretch their tail: it is left out and the limit
  /// found anew, until nothing changes. Where a tail is so heavy that each limit cuts off more of it, this stops before
  /// more than ``mostTrimmed`` of the sample would go.
  /// - Complexity: O(n log n).
  private static func trimmed(_ all: [(value: Double, isCensored: Bool)]) -> (limit: Double?, sample: CensoredSample) {
    var kept = all
    var sample = CensoredSample(kept)
    var limit = Self.limit(sample, kept.lazy.filter { !$0.isCensored }.map(\.value).sorted())
    for _ in 0..<mostRounds {
      guard let most = limit else { break }
      let fewer = kept.filter { $0.value <= most }
      guard fewer.count < kept.count, Double(all.count - fewer.count) <= mostTrimmed * Double(all.count) else { break }
      let next = CensoredSample(fewer)
      guard next.events >= fewest,
        let lower = Self.limit(next, fewer.lazy.filter { !$0.isCensored }.map(\.value).sorted())
      else { break }
      (kept, sample, limit) = (fewer, next, min(most, lower))
    }
    return (limit, sample)
  }

  /// The limit of a sample whose tail it can tell.
  ///
  /// Residuals beyond the 80 % point are taken to fall off exponentially (a Pareto tail of the lengths; peaks over
  /// threshold): at half of the rest, the 90 % point, they have gone down by ln 2 scales. Two quantiles are not moved by
  /// a few runaways, as a mean excess is. A second mode of the executable, such as another kind of input, is not a tail: if
  /// 5 % or more ended well far beyond the lower mode (its median and six times its distance to the nearer quartile, which is
  /// 4.2 standard deviations of a normal distribution), each mode has its own tail, and the limit is the longest.
  private static func limit(_ sample: CensoredSample, _ known: [Double]) -> Double? {
    guard let u = sample.quantile(0.8), let v = sample.quantile(0.9) else { return nil }
    func tail(_ u: Double, _ v: Double) -> Double { u + (v - u) / log(2) * log(0.2 / falseRate) }
    var limit = log(leastFactor)
    var mode = known
    // No executable has more kinds of work that differ so much.
    for level in 0..<4 {
      guard let lower = SortedSample.quantile(mode, 0.25), let middle = SortedSample.quantile(mode, 0.5),
        let upper = SortedSample.quantile(mode, 0.75)
      else { break }
      let edge = middle + max(log(leastFactor), 4.2 * min(upper - middle, middle - lower) / 0.6745)
      let beyond = mode.filter { $0 > edge }
      let isMode = beyond.count >= 6 && Double(beyond.count) >= 0.05 * Double(known.count)
      let own = isMode ? mode.filter { $0 <= edge } : mode
      // Of the whole, what was ended early counts; it says little of which mode it belonged to.
      let isWhole = level == 0 && !isMode
      let a = isWhole ? u : SortedSample.quantile(own, 0.8) ?? u
      let b = isWhole ? v : SortedSample.quantile(own, 0.9) ?? v
      limit = max(limit, tail(a, b))
      guard isMode else { break }
      mode = beyond
    }
    return limit
  }

  /// What is typical for one, in milliseconds.
  func typical(_ item: Item) -> Double { exp(curve.value(of: item) + (offsets[item.kind ?? ""] ?? 0)) }

  /// The mean of its usual peers, in milliseconds.
  func expected(_ item: Item) -> Double { typical(item) * meanFactor }

  /// From where on it is not usual, in milliseconds; nil where that cannot be said.
  func longest(_ item: Item) -> Double? { limit.map { typical(item) * exp($0) } }

  /// From where on it is among the slowest tenth, in milliseconds.
  func slowest(_ item: Item) -> Double? { slow.map { typical(item) * exp($0) } }
}

extension TypicalCurve {
  fileprivate func value(of item: UsualLength.Item) -> Double { value(at: item.input.map { log(max(1, $0)) }) }
}
