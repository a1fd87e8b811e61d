import Foundation

/// What a class of jobs has shown: decayed counts on a grid.
struct RuntimeTally {
  /// Empty until the first run.
  private(set) var counts: [Float] = []
  /// The weight of all counts.
  private(set) var weight = 0.0
  /// How much the last run surprised: 0 not, 1 a bit, 2 it came from elsewhere.
  var surprise = 0
  /// The jobs of the class that run now, and since when (seconds).
  private(set) var running: [(id: Int, since: Double)] = []

  mutating func start(_ id: Int, at time: Double) { running.append((id, time)) }

  mutating func end(_ id: Int) {
    if let place = running.firstIndex(where: { $0.id == id }) { running.remove(at: place) }
  }

  /// Adds a run.
  ///
  /// - Parameters:
  ///   - place: where it lies, in steps.
  ///   - weight: how much it counts.
  ///   - halfLife: after so many runs it counts half.
  mutating func add(
    at place: Double, weight added: Double, halfLife: Double, size: Int, kernel: RuntimeKernel
  ) {
    if counts.isEmpty { counts = [Float](repeating: 0, count: size) }
    let decay = exp2(-1 / halfLife)
    let factor = Float(decay)
    counts.withUnsafeMutableBufferPointer { for index in $0.indices { $0[index] *= factor } }
    weight = weight * decay + added
    spread(at: place, weight: added, kernel)
  }

  /// Adds a run that was cut off: its weight goes to what is longer, as the product-limit estimate has it (Kaplan and
  /// Meier 1958; redistribution to the right, Efron 1967). Past the longest, it counts as ended there.
  mutating func addCensored(at place: Double, weight added: Double, kernel: RuntimeKernel) {
    guard weight > 0, added > 0, !counts.isEmpty else { return }
    let cut = min(counts.count - 1, Int(max(0, place)))
    guard cut > 0 else { return }
    var beyond = 0.0
    for index in (cut + 1)..<max(cut + 1, counts.count) { beyond += Double(counts[index]) }
    var total = beyond
    for index in 0...cut { total += Double(counts[index]) }
    guard total > 0 else { return }
    // Only as much as the cut says anything: a run cut off below all others says nothing.
    let moved = added * (1 - beyond / total)
    guard moved > 0 else { return }
    weight += moved
    if beyond > 1e-3 * total {
      let factor = Float(1 + moved / beyond)
      for index in (cut + 1)..<counts.count { counts[index] *= factor }
    } else {
      spread(at: place, weight: moved, kernel)
    }
  }

  private mutating func spread(at place: Double, weight added: Double, _ kernel: RuntimeKernel) {
    let last = counts.count - 1
    let below = place.rounded(.down)
    let upper = Float(added * (place - below))
    let lower = Float(added) - upper
    let first = Int(below) - kernel.radius
    counts.withUnsafeMutableBufferPointer { counts in
      for (offset, share) in kernel.weights.enumerated() {
        let index = first + offset
        counts[min(max(index, 0), last)] += lower * share
        counts[min(max(index + 1, 0), last)] += upper * share
      }
    }
  }
}

/// How often a class' next run is unlike those that it has seen, learned over all classes of one kind, by how much the
/// class has seen and whether its last run was unlike too.
///
/// (Escape estimation of prediction by partial matching: C. Bloom, "Solving the problems of context modeling", 1998.)
struct EscapeTable {
  private struct Cell {
    var escaped = 0.0
    var all = 0.0
  }
  /// By family, level, size of the class and surprise.
  private var cells = [Cell](repeating: Cell(), count: 6 * 8 * 16 * 3)
  private static let prior = 20.0

  /// Where what is known of such a class stands.
  struct Place {
    fileprivate let index: Int
    fileprivate let unlearned: Double
  }

  func place(_ family: Int, _ level: Int, _ tally: RuntimeTally) -> Place {
    let size = min(15, max(0, Int((2 + log2(tally.weight + 0.25)).rounded(.down))))
    let pseudo = level == 0 ? 2.0 : 3.0
    return Place(
      index: ((min(max(family, 0), 5) * 8 + min(level, 7)) * 16 + size) * 3 + min(max(tally.surprise, 0), 2),
      unlearned: pseudo / (tally.weight + pseudo))
  }

  /// The probability that the next run is drawn from the coarser class.
  func probability(_ place: Place) -> Double {
    let cell = cells[place.index]
    return (cell.escaped + Self.prior * place.unlearned) / (cell.all + Self.prior)
  }

  /// The same.
  func probability(_ family: Int, _ level: Int, _ tally: RuntimeTally) -> Double {
    probability(place(family, level, tally))
  }

  /// Learns from a run that came from the coarser class with this probability.
  mutating func learn(_ place: Place, escaped: Double, weight: Double) {
    cells[place.index].escaped += weight * escaped
    cells[place.index].all += weight
  }
}
