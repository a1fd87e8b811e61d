import Foundation
import JobModel

extension TypeChooser {
  /// What is chosen, and what else there is.
  struct Choice {
    var current: Offer
    /// Nil where the machine in use should be kept.
    var chosen: Offer?
    /// The saving in nano-units, from the 5th to the 95th percentile of the draws; nil without prices.
    var saving: (mean: Double, low: Double, high: Double)?
    /// Offers of which none is cheaper and faster than another, by cost.
    var front: [Offer]
    /// A machine that looked better but not certainly so.
    var doubtful: Offer?
  }

  /// Chooses.
  /// - Complexity: O(types), and ``AdviceRules/draws`` for each of the few that look best.
  func choose() -> Choice {
    let now = current
    let offers = offers()
    var choice = Choice(current: now, chosen: nil, saving: nil, front: Self.front([now] + offers.map(\.offer)))
    guard let nowCost = now.cost else { return choice }
    choice.saving = (0, 0, 0)
    for (place, offer) in ranked(offers, now: now, nowCost: nowCost).prefix(8) {
      guard let cost = offer.cost else { continue }
      if isLargeEnough(offer, cost: cost, now: now, nowCost: nowCost) {
        let interval = saving(from: nowCost, at: place)
        if isCertain(offer, now: now, nowCost: nowCost, interval: interval) {
          choice.chosen = offer
          let mean = nowCost - cost
          choice.saving = (mean, min(interval.low, mean), max(interval.high, mean))
          return choice
        }
      }
      if choice.doubtful == nil { choice.doubtful = offer }
    }
    return choice
  }

  /// The offers that are better by what is sought, the best first.
  private func ranked(_ offers: [(place: Int, offer: Offer)], now: Offer, nowCost: Double) -> [(
    place: Int, offer: Offer
  )] {
    func cost(_ offer: Offer) -> Double { offer.cost ?? .infinity }
    let better: [(place: Int, offer: Offer)]
    switch rules.goal {
    case .cheapest:
      better = offers.filter { cost($0.offer) < nowCost }
        .sorted {
          (cost($0.offer), $0.offer.milliseconds, $0.place) < (cost($1.offer), $1.offer.milliseconds, $1.place)
        }
    case .balanced:
      func product(_ offer: Offer) -> Double { cost(offer) * offer.milliseconds }
      better = offers.filter { product($0.offer) < nowCost * now.milliseconds }
        .sorted { (product($0.offer), $0.place) < (product($1.offer), $1.place) }
    case .fastest:
      let faster = offers.filter { $0.offer.milliseconds < now.milliseconds }
      let least = faster.map(\.offer.milliseconds).min() ?? 0
      // Of what is as fast, give or take, the cheapest; then the others, the fastest first.
      let limit = least / (1 - AdviceRules.leastGain)
      better = faster.sorted {
        let (a, b) = ($0.offer.milliseconds <= limit, $1.offer.milliseconds <= limit)
        if a != b { return a }
        return a
          ? (cost($0.offer), $0.offer.milliseconds, $0.place) < (cost($1.offer), $1.offer.milliseconds, $1.place)
          : ($0.offer.milliseconds, $0.place) < ($1.offer.milliseconds, $1.place)
      }
    }
    return better
  }

  /// Whether the gain is large enough to be worth a change.
  private func isLargeEnough(_ offer: Offer, cost: Double, now: Offer, nowCost: Double) -> Bool {
    let rest = 1 - AdviceRules.leastGain
    return switch rules.goal {
    case .cheapest: cost <= nowCost * rest
    case .balanced: cost * offer.milliseconds <= nowCost * now.milliseconds * rest
    case .fastest: offer.milliseconds <= now.milliseconds * rest
    }
  }

  /// Whether it is a gain too if the saving is small and the machine as slow as they well may be.
  private func isCertain(_ offer: Offer, now: Offer, nowCost: Double, interval: (low: Double, high: Double)) -> Bool {
    let slowest = offer.milliseconds * offer.move.highFactor / max(offer.move.expectedFactor, 1e-9)
    return switch rules.goal {
    case .cheapest: interval.low > 0
    case .balanced: (nowCost - interval.low) * slowest < nowCost * now.milliseconds
    case .fastest: slowest < now.milliseconds
    }
  }

  /// The middle 90 % of what a job saves, over what is not known: the mean of runtimes, the machine's speed, and the
  /// chance of failures.
  func saving(from nowCost: Double, at place: Int) -> (low: Double, high: Double) {
    let normals = SeededNormals(seed: rules.seed, name: situation.name + "\u{0}" + market.types[place].name)
    let steps = steps(from: place)
    let samples = Double(max(1, situation.samples))
    let level = situation.scatter / samples.squareRoot()
    let speed = (moves[place]?.ratio.variance ?? 0).squareRoot()
    let chance = steps.first?.failure ?? 0
    let doubt = log(1 + (1 - chance) / (chance * (samples + 1) + 0.5)).squareRoot() / max(1, samples.squareRoot() / 2)
    var savings: [Double] = []
    savings.reserveCapacity(AdviceRules.draws)
    for draw in 0..<AdviceRules.draws {
      func lognormal(_ deviation: Double, _ place: Int) -> Double {
        // With a mean of 1.
        deviation > 0
          ? RuntimeMove.factor(deviation * normals.normal(3 * draw + place) - deviation * deviation / 2) : 1
      }
      let new = expected(steps, shift: lognormal(speed, 0), chances: lognormal(doubt, 1)).cost ?? nowCost
      savings.append(lognormal(level, 2) * (nowCost - new))
    }
    savings.sort()
    return (
      SortedSample.quantile(savings, 0.05) ?? 0, SortedSample.quantile(savings, 0.95) ?? 0
    )
  }

  /// The offers of which none is both cheaper and faster than another, by cost; one that is faster by less than 5 % than a
  /// cheaper one is left out.
  static func front(_ offers: [Offer]) -> [Offer] {
    let sorted = offers.filter { $0.cost != nil }
      .sorted { ($0.cost ?? 0, $0.milliseconds, $0.type.name) < ($1.cost ?? 0, $1.milliseconds, $1.type.name) }
    var front: [Offer] = []
    for offer in sorted {
      if let last = front.last, offer.milliseconds >= last.milliseconds * (1 - AdviceRules.leastGain) { continue }
      front.append(offer)
    }
    return Array(front.prefix(AdviceRules.mostAlternatives))
  }
}
