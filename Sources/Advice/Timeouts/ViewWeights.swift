/// How much each view counts: Bayes' rule, with a part handed back after each run so that a view may recover (fixed share;
/// M. Herbster, M. Warmuth, "Tracking the best expert", 1998).
struct ViewWeights {
  private var weights = [Double](repeating: 1, count: 6)

  /// The weights of these views, summing to 1.
  func shares(_ views: [Int]) -> [Double] {
    let sum = views.reduce(0) { $0 + weights[$1] }
    return views.map { sum > 0 ? weights[$0] / sum : 1 / Double(views.count) }
  }

  /// Learns how likely each view held what came.
  mutating func learn(_ views: [Int], _ likelihoods: [Double], towards prior: [Double], share: Double) {
    let old = shares(views)
    let total = zip(old, likelihoods).reduce(0) { $0 + $1.0 * $1.1 }
    guard total > 0, total.isFinite else { return }
    let mass = views.reduce(0) { $0 + weights[$1] }
    for (index, view) in views.enumerated() {
      let posterior = old[index] * likelihoods[index] / total
      weights[view] = mass * ((1 - share) * posterior + share * prior[index])
    }
  }
}
