import Foundation

/// The memory of one executable: what its past peaks tell about the next.
///
/// Several experts guess a peak from the input size. How far off each was, always before the peak was known, gives its
/// predictive distribution; how much its choices would have wasted gives its weight. This is the reference method of
/// expected-wastage minimisation with its gaps closed: few samples borrow the spread of other executables, near input
/// sizes count more, the oldest guesses are left out, several experts are mixed, and failures have a price.
struct MemoryModel {
  /// How many runs with a known peak there are.
  private(set) var count = 0
  /// What the experts know.
  private(set) var locations = PeakLocations()

  private var residuals: [ResidualWindow] = Array(repeating: ResidualWindow(), count: PeakExpert.allCases.count)
  /// What each expert's choices wasted, discounted; nil before one was judged.
  private var losses: [Double?] = Array(repeating: nil, count: PeakExpert.allCases.count)
  private var hours = 0.0
  private var sampled = 0
  private let rules: MemoryRules

  init(_ rules: MemoryRules) { self.rules = rules }

  /// The mean runtime, in hours.
  private var meanHours: Double { count > 0 ? hours / Double(count) : 0 }

  /// How long a task of this input size runs, in hours.
  func expectedHours(input: Double?) -> Double { (locations.hours(input: input) ?? meanHours) + 2e-7 }

  /// The ladder for the next task; nil before the first run.
  /// - Complexity: O(kept residuals × log), whatever the history's length.
  func ladder(input: Double?, request: Double?, failurePrice: Double, peers: PeerSpread) -> AllocationLadder? {
    guard let mixture = believed(input: input, peers: peers) else { return nil }
    var ladder = mixture.ladder(costs(input, request, failurePrice))
    if let request, request > locations.largest { ladder.steps = ladder.steps.map { min($0, request) } }
    return ladder
  }

  /// What is believed of the next peak: the experts' beliefs, mixed by how well each did; nil before the first run.
  /// - Complexity: as ``ladder(input:request:failurePrice:peers:)``.
  func believed(input: Double?, peers: PeerSpread) -> PeakDistribution? {
    guard count > 0 else { return nil }
    let nearness = nearness(to: input)
    // Experts that cannot speak of this input have no part; one that was never judged has one only if nobody was.
    let speaking = PeakExpert.allCases.filter { locations.location($0, input: input) != nil }
    let judged = speaking.filter { losses[$0.rawValue] != nil }
    let least = judged.reduce(Double.infinity) { min($0, losses[$1.rawValue] ?? .infinity) }
    var parts: [(share: Double, distribution: PeakDistribution)] = []
    for expert in judged.isEmpty ? speaking : judged {
      let loss = losses[expert.rawValue] ?? 0
      let weight = loss > 0 ? Foundation.pow(least / loss, rules.sharpness) : 1
      guard weight > rules.smallestWeight, let distribution = distribution(expert, input, nearness, peers) else {
        continue
      }
      parts.append((weight, distribution))
    }
    let sum = parts.reduce(0) { $0 + $1.share }
    guard sum > 0 else { return nil }
    return PeakDistribution(mixing: parts.map { ($0.share / sum, $0.distribution) })
  }

  private func costs(_ input: Double?, _ request: Double?, _ failurePrice: Double) -> AllocationCosts {
    AllocationCosts(
      hours: expectedHours(input: input), failure: failurePrice,
      knownToDo: request.flatMap { $0 > locations.largest ? $0 : nil })
  }

  /// Adds a run: first judges what the experts would have said, then lets them see it.
  ///
  /// While there are few runs each judges the experts; later so many that each doubling of the history judges
  /// them equally often.
  mutating func observe(_ sample: MemorySample, failurePrice: Double, peers: inout PeerSpread) {
    if count > 0 { judge(sample, failurePrice, &peers) }
    if sample.kind == .atLeast {
      // A lower bound tells where the peak is not. Only what is above all that was seen tells an expert something.
      locations.raise(to: sample.peak)
    } else {
      locations.add(input: sample.input, peak: sample.peak, hours: sample.hours)
    }
    if sample.kind == .sampled { sampled += 1 }
    count += 1
    hours += sample.hours
  }

  private mutating func judge(_ sample: MemorySample, _ failurePrice: Double, _ peers: inout PeerSpread) {
    let stride = max(1, count / rules.judgedParts)
    let isJudged = sample.kind != .atLeast && count % stride == 0
    let nearness = isJudged ? nearness(to: sample.input) : nil
    let costs = isJudged ? costs(sample.input, sample.request, failurePrice) : nil
    // Wastage grows with the runtime, but a few long runs must not decide alone: its root.
    let weight = (sample.hours + 1e-9).squareRoot()
    let input = sample.input.map(PeakLocations.logarithm) ?? .nan
    let discount = stride == 1 ? rules.discount : Foundation.pow(rules.discount, Double(stride))
    for expert in PeakExpert.allCases {
      guard let location = locations.location(expert, input: sample.input), location > 0 else { continue }
      let index = expert.rawValue
      if let costs, let distribution = distribution(expert, sample.input, nearness, peers) {
        let wasted = distribution.ladder(costs).wastage(peak: sample.peak).gigabytes
        losses[index] = discount * (losses[index] ?? 0) + wasted * weight * Double(stride)
      }
      let ratio = sample.peak / location
      let isLowerBound = sample.kind == .atLeast
      let residual = ResidualWindow.Residual(
        ratio: ratio, sample: count, weight: weight, input: input, isLowerBound: isLowerBound)
      residuals[index].add(residual, rules: rules)
      if !isLowerBound && count <= rules.lendsUntil { peers.add(expert, history: count, ratio: ratio) }
    }
  }

  /// How much samples count by the distance of their input sizes' logarithms.
  private struct Nearness {
    var place: Double
    /// Reaches a share of the window's samples.
    var reach: Double

    /// 1/(1 + (distance/reach)⁴); a half where the distance is not known.
    func weight(_ input: Double) -> Double {
      let ratio = (input - place) / reach
      let square = ratio * ratio
      return square.isFinite ? 1 / (1 + square * square) : 0.5
    }
  }

  /// Nil where all samples count the same: too few, or without input sizes.
  private func nearness(to input: Double?) -> Nearness? {
    guard let input else { return nil }
    let window = residuals[PeakExpert.line.rawValue].sorted
    guard window.count >= 8 else { return nil }
    let place = PeakLocations.logarithm(input)
    var distances: [Double] = []
    distances.reserveCapacity(window.count)
    for residual in window { distances.append(abs(residual.input - place)) }
    distances.sort()
    let rank = min(distances.count - 1, max(6, Int(rules.neighbourhood * Double(distances.count))))
    return Nearness(place: place, reach: distances[rank] + 1e-4)
  }

  /// What one expert believes of the next peak.
  private func distribution(
    _ expert: PeakExpert, _ input: Double?, _ nearness: Nearness?, _ peers: PeerSpread
  ) -> PeakDistribution? {
    guard let location = locations.location(expert, input: input) else { return nil }
    let own = residuals[expert.rawValue].sorted
    var points: [PeakDistribution.Point] = []
    points.reserveCapacity(own.count + 16)
    var hasBounds = false
    var sum = 0.0
    for residual in own {
      let weight = residual.weight * (nearness?.weight(residual.input) ?? 1)
      points.append(PeakDistribution.Point(value: residual.ratio * location, weight: weight))
      sum += weight
      hasBounds = hasBounds || residual.isLowerBound
    }
    var censored = hasBounds ? own.map(\.isLowerBound) : nil
    let share = rules.peerWeight / (rules.peerWeight + Double(own.count))
    if share > 0.02 {
      let weight = own.isEmpty || sum <= 0 ? 1 : sum * share / (1 - share)
      let borrowed = peers.believed(expert, history: count, rules: rules).map {
        PeakDistribution.Point(value: $0.ratio * location, weight: $0.weight * weight)
      }
      if let flags = censored {
        let merged = zip(points, flags).map { ($0, $1) } + borrowed.map { ($0, false) }
        let ordered = merged.enumerated().sorted {
          ($0.element.0.value, $0.offset) < ($1.element.0.value, $1.offset)
        }
        points = ordered.map(\.element.0)
        censored = ordered.map(\.element.1)
      } else {
        points = Self.merged(points, borrowed)
      }
    }
    let isSampled = sampled * 2 > count
    return PeakDistribution(
      ascending: points, censored: censored,
      assumedTailScale: isSampled ? rules.sampledTailScale : rules.tailScale, rules: rules)
  }

  private static func merged(_ a: [PeakDistribution.Point], _ b: [PeakDistribution.Point]) -> [PeakDistribution.Point] {
    var result: [PeakDistribution.Point] = []
    result.reserveCapacity(a.count + b.count)
    var next = 0
    for point in a {
      while next < b.count && b[next].value < point.value {
        result.append(b[next])
        next += 1
      }
      result.append(point)
    }
    result += b[next...]
    return result
  }
}
