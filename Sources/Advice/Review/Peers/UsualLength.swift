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
      let sample = CensoredSample(items.map { (residual($0), $0.isCensored) })
      limit = Self.limit(sample, known)
      slow = sample.quantile(0.9)
    }
    let most = limit ?? .infinity
    let usual = known.filter { $0 <= most }
    meanFactor = usual.isEmpty ? 1 : usual.reduce(0) { $0 + exp($1) } / Double(usual.count)
  }

  /// The limit of a sample whose tail it can tell.
  ///
  /// Residuals beyond the 80 % point are taken to fall off exponentially (a Pareto tail of the lengths; peaks over
  /// threshold): at half of the rest, the 90 % point, they have gone down by ln 2 scales. Two quantiles are not moved by
  /// a few runaways, as a mean excess is. A second mode of the executable, such as another kind of input, is not a tail:
  /// if at least 5 % ended well beyond the limit, as close together as the others, or 12 % however far apart, the limit is
  /// that of those.
  private static func limit(_ sample: CensoredSample, _ known: [Double]) -> Double? {
    guard let u = sample.quantile(0.8), let v = sample.quantile(0.9) else { return nil }
    var scale = (v - u) / log(2)
    var limit = max(log(leastFactor), u + scale * log(0.2 / falseRate))
    for _ in 0..<4 {
      let beyond = known.filter { $0 > limit }
      let share = Double(beyond.count) / Double(known.count)
      guard beyond.count >= 6, share >= 0.05 else { break }
      let usual = known.filter { $0 <= limit }
      if share < 0.12, width(beyond) > 1.5 * width(usual) { break }
      guard let high = SortedSample.quantile(beyond, 0.8), let higher = SortedSample.quantile(beyond, 0.9) else {
        break
      }
      scale = max(scale, (higher - high) / log(2))
      limit = max(limit, high + scale * log(0.2 / falseRate))
    }
    return limit
  }

  private static func width(_ sorted: [Double]) -> Double {
    (SortedSample.quantile(sorted, 0.8) ?? 0) - (SortedSample.quantile(sorted, 0.2) ?? 0)
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
