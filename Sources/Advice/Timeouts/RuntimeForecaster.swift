import Foundation

/// How likely which runtimes are for a job: several views of the past, mixed by how well each foretold the runs so far.
///
/// A view is a chain of classes from coarse to fine, each with counts on a grid of logarithms; what is said of a class
/// is its counts mixed with what is said of the next coarser one, by a learned probability that the next run is unlike
/// those seen (``EscapeTable``). So a class with few runs leans on the coarser, and nothing is ever impossible. Coarser
/// classes learn mostly from runs that were unlike those of their finer ones: they have to tell what happens then.
///
/// The views: runtimes as such; the class' last few runs; the runtime as a part of the limit that the user asked for;
/// and, where input sizes are known, residuals around the class' mean and around two curves by size, whose spread is
/// pooled over all classes.
struct RuntimeForecaster {
  private var tallies: [RuntimeTally] = []
  private var numbers: [ContextKey: Int] = [:]
  private var lines: [Int: SizeLine] = [:]
  private var escapes = EscapeTable()
  private var mixtures: [Int: ViewWeights] = [:]
  private var general = ViewWeights()

  struct ContextKey: Hashable {
    var kind: Int
    var first = 0
    var second = 0
  }

  /// A chain of classes, coarse to fine.
  struct View {
    /// Its number, by which weights and escapes are kept.
    var number: Int
    /// Its classes, by place among the tallies, with how soon each forgets.
    var chain: [(tally: Int, halfLife: Double)]
    /// From which link on running siblings are looked at.
    var siblingsFrom: Int
    /// Where residuals are measured from, in steps; nil if this is about runtimes themselves.
    var location: Double?

    var size: Int { location == nil ? RuntimeGrid.count : RuntimeGrid.residuals }
    var kernel: RuntimeKernel { location == nil ? .ofRuntimes : .ofResiduals }
    /// Where a runtime lies in this view.
    func place(_ seconds: Double) -> Double {
      let place = RuntimeGrid.place(seconds)
      guard let location else { return place }
      return min(Double(size - 1), max(0, place - location + Double(RuntimeGrid.centre)))
    }
  }

  private static let halfLifeOfAll = 2000.0

  /// How many runs of a class have a known runtime.
  func runs(of jobClass: Int) -> Int { lines[jobClass]?.runs ?? 0 }

  /// How many runs of a class have not ended.
  func running(of jobClass: Int) -> Int {
    numbers[ContextKey(kind: 1, first: jobClass)].map { tallies[$0].running.count } ?? 0
  }

  private mutating func tally(_ key: ContextKey) -> Int {
    if let number = numbers[key] { return number }
    tallies.append(RuntimeTally())
    numbers[key] = tallies.count - 1
    return tallies.count - 1
  }

  /// The views of a job.
  mutating func views(_ job: TimeoutJob) -> [View] {
    let classes = job.classes
    guard let coarse = classes.first, let fine = classes.last else { return [] }
    let all = (tally: tally(ContextKey(kind: 0)), halfLife: Self.halfLifeOfAll)
    let depths = [480.0, 240, 120]
    var chain = [all]
    for (depth, jobClass) in classes.enumerated() {
      chain.append((tally(ContextKey(kind: 1, first: jobClass)), depths[min(depth, 2)]))
    }
    var views = [View(number: 0, chain: chain, siblingsFrom: max(1, chain.count - 2), location: nil)]
    if let input = job.input {
      guard let line = lines[coarse], let level = line.level else { return views }
      for (number, location) in [(3, level), (4, line.power(input)), (5, line.affine(input))] {
        guard let location else { continue }
        let steps = min(1e4, max(-1e4, location * Double(RuntimeGrid.perOctave)))
        views.append(
          View(
            number: number,
            chain: [
              (tally(ContextKey(kind: 10 + number)), 500), (tally(ContextKey(kind: 20 + number, first: coarse)), 480),
            ], siblingsFrom: 1, location: steps))
      }
    } else if job.limitSource == .user {
      let request = Int(min(job.limit, 1e15) * 1000)
      views.append(
        View(
          number: 2,
          chain: [
            (tally(ContextKey(kind: 2)), Self.halfLifeOfAll), (tally(ContextKey(kind: 3, first: coarse)), 240),
            (tally(ContextKey(kind: 4, first: coarse, second: request)), 120),
          ], siblingsFrom: 1, location: log2(max(job.limit, 1)) * Double(RuntimeGrid.perOctave)))
    } else if classes.count > 1 {
      views.append(
        View(
          number: 1,
          chain: [
            all, chain[1], (tally(ContextKey(kind: 5, first: coarse)), 6),
            (tally(ContextKey(kind: 6, first: fine)), 4),
          ], siblingsFrom: 2, location: nil))
    }
    return views
  }

  /// A job starts: until it ends, it is a sign that its like may run as long.
  mutating func start(_ job: TimeoutJob, id: Int, at time: Double) {
    for place in own(job) { tallies[place].start(id, at: time) }
  }

  /// A job no longer runs.
  mutating func stop(_ job: TimeoutJob, id: Int) {
    for place in own(job) { tallies[place].end(id) }
  }

  /// The classes in which a job is counted while it runs; they depend on nothing learned, or a job could stay for ever.
  private mutating func own(_ job: TimeoutJob) -> [Int] {
    guard let coarse = job.classes.first, let fine = job.classes.last else { return [] }
    var keys = job.classes.map { ContextKey(kind: 1, first: $0) }
    if job.input != nil {
      keys += [3, 4, 5].map { ContextKey(kind: 20 + $0, first: coarse) }
    } else if job.limitSource == .user {
      let request = Int(min(job.limit, 1e15) * 1000)
      keys += [ContextKey(kind: 3, first: coarse), ContextKey(kind: 4, first: coarse, second: request)]
    } else if job.classes.count > 1 {
      keys += [ContextKey(kind: 5, first: coarse), ContextKey(kind: 6, first: fine)]
    }
    return keys.map { tally($0) }
  }

  /// The probability of each step of ``RuntimeGrid``; it sums to 1.
  ///
  /// - Complexity: O(views × classes × steps).
  mutating func forecast(_ job: TimeoutJob, now: Double) -> [Float] {
    let views = views(job)
    let weights = weights(job, views)
    var mixed = [Float](repeating: 0, count: RuntimeGrid.count)
    for (view, weight) in zip(views, weights) {
      let own = onRuntimes(density(view, now: now), view)
      let factor = Float(weight)
      for index in mixed.indices { mixed[index] += factor * own[index] }
    }
    return mixed
  }

  private func weights(_ job: TimeoutJob, _ views: [View]) -> [Double] {
    let mixture = job.classes.first.flatMap { mixtures[$0] } ?? general
    return mixture.shares(views.map(\.number))
  }

  /// Learns from a run that ended by itself.
  mutating func observe(_ job: TimeoutJob, seconds: Double, now: Double) {
    let views = views(job)
    if views.count > 1 {
      let bucket = Int(RuntimeGrid.place(seconds).rounded())
      let likelihoods = views.map { Double(onRuntimes(density($0, now: now), $0)[bucket]) }
      let kinds = views.map(\.number)
      guard let coarse = job.classes.first else { return }
      // The class learns from what was believed in general before this run.
      var own = mixtures[coarse] ?? general
      own.learn(kinds, likelihoods, towards: general.shares(kinds), share: 0.02)
      mixtures[coarse] = own
      general.learn(kinds, likelihoods, towards: kinds.map { _ in 1 / Double(kinds.count) }, share: 0.01)
    } else if let coarse = job.classes.first, mixtures[coarse] == nil {
      // One view has all the weight, whatever comes.
      mixtures[coarse] = general
    }
    var seen: [Int] = []
    for view in views { learn(view, seconds, &seen) }
    if let coarse = job.classes.first { lines[coarse, default: SizeLine()].add(bytes: job.input, seconds: seconds) }
  }

  private mutating func learn(_ view: View, _ seconds: Double, _ seen: inout [Int]) {
    let place = view.place(seconds)
    let bucket = min(view.size - 1, Int(place.rounded()))
    let base = view.location == nil ? RuntimeGrid.unknownRuntime : RuntimeGrid.unknownResidual
    // A level a link: what the coarser say, what is said with it, and where its escapes stand; nil where it saw nothing.
    var levels: [(coarser: Double, probability: Double, place: EscapeTable.Place?)] = []
    levels.reserveCapacity(view.chain.count)
    var probability = Double(base[bucket])
    for (level, link) in view.chain.enumerated() {
      let coarser = probability
      var place: EscapeTable.Place?
      if tallies[link.tally].weight > 0 {
        let found = escapes.place(view.number, level, tallies[link.tally])
        let escape = escapes.probability(found)
        probability =
          Double(tallies[link.tally].counts[bucket]) * (1 - escape) / tallies[link.tally].weight + escape * probability
        place = found
      }
      levels.append((coarser, probability, place))
    }
    // From fine to coarse: how likely it is that the run came from there decides how much is learned there.
    var weight = 1.0
    for (level, link) in view.chain.enumerated().reversed() {
      var escaped = 1.0
      if let place = levels[level].place {
        escaped = escapes.probability(place) * levels[level].coarser / max(levels[level].probability, 1e-30)
        escapes.learn(place, escaped: escaped, weight: weight)
      }
      if !seen.contains(link.tally) {
        seen.append(link.tally)
        tallies[link.tally].add(
          at: place, weight: weight, halfLife: link.halfLife, size: view.size, kernel: view.kernel)
        tallies[link.tally].surprise = escaped > 0.5 ? 2 : (escaped > 0.1 ? 1 : 0)
      }
      weight = max(0.2, weight * escaped)
    }
  }

  /// Learns from a run that was cut off: it would have taken at least so long, if it was a good one.
  mutating func observeCensored(_ job: TimeoutJob, seconds: Double, weight: Double) {
    guard weight > 0 else { return }
    var seen: Set<Int> = []
    for view in views(job) {
      for link in view.chain.dropFirst() where seen.insert(link.tally).inserted {
        tallies[link.tally].addCensored(at: view.place(seconds), weight: weight, kernel: view.kernel)
      }
    }
  }
}

// MARK: - Densities

extension RuntimeForecaster {
  /// What a view says, on its own grid.
  private func density(_ view: View, now: Double) -> [Float] {
    var result = view.location == nil ? RuntimeGrid.unknownRuntime : RuntimeGrid.unknownResidual
    for (level, link) in view.chain.enumerated() {
      let tally = tallies[link.tally]
      if tally.weight > 0 {
        let escape = escapes.probability(view.number, level, tally)
        let own = Float((1 - escape) / tally.weight)
        let other = Float(escape)
        result.withUnsafeMutableBufferPointer { result in
          tally.counts.withUnsafeBufferPointer { counts in
            for index in result.indices { result[index] = counts[index] * own + other * result[index] }
          }
        }
      }
      if level >= view.siblingsFrom, !tally.running.isEmpty { lengthen(&result, view, tally, now) }
    }
    return result
  }

  /// Takes in the siblings that run still: as in the product-limit estimate each moves its weight beyond the time that it
  /// has run, by how much that surprises.
  private func lengthen(_ density: inout [Float], _ view: View, _ tally: RuntimeTally, _ now: Double) {
    var below: [Double] = []
    below.reserveCapacity(density.count)
    var sum = 0.0
    for value in density {
      sum += Double(value)
      below.append(sum)
    }
    guard sum > 0 else { return }
    var added: [Int: Double] = [:]
    for sibling in tally.running where now - sibling.since > 1 {
      let place = Int(view.place(now - sibling.since).rounded(.down))
      guard place > 0 else { continue }
      let passed = min(0.98, below[place] / sum)
      added[place, default: 0] += passed / (1 - passed)
    }
    guard !added.isEmpty else { return }
    let prior = tally.weight + 3
    var more = 0.0
    var total = 0.0
    for index in density.indices {
      let value = Double(density[index]) * (prior + more)
      density[index] = Float(value)
      total += value
      if let extra = added[index] { more += extra }
    }
    guard total > 0 else { return }
    let factor = Float(1 / total)
    for index in density.indices { density[index] *= factor }
  }

  /// The density of a view's residuals as one of runtimes.
  private func onRuntimes(_ density: [Float], _ view: View) -> [Float] {
    guard let location = view.location else { return density }
    let shift = location - Double(RuntimeGrid.centre)
    let whole = shift.rounded(.down)
    let upper = Float(shift - whole)
    let first = Int(whole)
    let last = RuntimeGrid.count - 1
    var result = [Float](repeating: 0, count: RuntimeGrid.count)
    for (index, value) in density.enumerated() {
      result[min(max(index + first, 0), last)] += value * (1 - upper)
      result[min(max(index + first + 1, 0), last)] += value * upper
    }
    return result
  }
}
