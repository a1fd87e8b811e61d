import JobModel

/// How the steps of a recorded run wait for each other.
struct StepRelations {
  /// What a step waits for of another one.
  enum Kind: Int, Comparable {
    /// Its job i for the other's job i.
    case each
    /// For all jobs of the other.
    case all
    /// Its jobs for some of the other's: a plan can only say all.
    case some

    static func < (a: Kind, b: Kind) -> Bool { a.rawValue < b.rawValue }
  }

  /// What each step waits for, by the other step.
  private(set) var relations: [[Int: Kind]]
  /// Steps whose relations were read off times alone.
  private(set) var isInferred: [Bool]

  private let steps: RecordedSteps

  /// - Parameter infersFromTimes: whether roots that belong to no analysis may follow what ended before them.
  /// - Complexity: O(steps² × jobs) at worst where times are looked at, O(dependencies) else.
  init(_ steps: RecordedSteps, infersFromTimes: Bool) {
    self.steps = steps
    relations = [[Int: Kind]](repeating: [:], count: steps.steps.count)
    isInferred = [Bool](repeating: false, count: steps.steps.count)
    readRecord()
    infer(roots: infersFromTimes)
    addLaunched()
    cutCircles()
    reduce()
  }

  private var units: [RecordedSteps.Unit] { steps.units }

  private mutating func relate(_ step: Int, to other: Int, _ kind: Kind) {
    guard step != other else { return }
    relations[step][other] = max(relations[step][other] ?? .each, kind)
  }

  private mutating func readRecord() {
    for step in steps.steps.indices {
      let members = steps.steps[step].units
      var ends: [Int: [Set<Int>]] = [:]
      for (place, unit) in members.enumerated() {
        for other in units[unit].ends where units[other].step != step {
          ends[units[other].step, default: [Set<Int>](repeating: [], count: members.count)][place].insert(other)
        }
      }
      for (other, sets) in ends { relate(step, to: other, kind(sets, members, of: other)) }
    }
  }

  /// Where a step stands among others that can have waited for each other: below a launcher, in analyses, or in a run.
  private enum Scope: Hashable {
    case launched(by: Int)
    case analyses
    case run
  }

  private func scope(_ step: Int) -> Scope {
    guard let first = steps.steps[step].units.first else { return .run }
    if let parent = units[first].parent { return .launched(by: units[parent].step) }
    let job = steps.jobs[units[first].row]
    return job.analysis != nil && job.stage != nil ? .analyses : .run
  }

  /// Adds what follows from launching, of which a plan knows nothing: who follows a job follows what that job launched,
  /// and what was launched waits for what its launcher waited for.
  private mutating func addLaunched() {
    var launchers = [Int?](repeating: nil, count: relations.count)
    for step in relations.indices { if case .launched(let by) = scope(step), by != step { launchers[step] = by } }
    let recorded = relations
    for step in relations.indices {
      for other in recorded[step].keys.sorted() {
        for launched in relations.indices where launched != step && isBelow(launched, other, launchers) {
          if relations[step][launched] == nil && !isBelow(step, other, launchers) {
            relate(step, to: launched, steps.steps[other].units.count == 1 ? .all : .some)
          }
        }
      }
    }
    for step in relations.indices where recorded[step].isEmpty {
      var above = launchers[step]
      var depth = 0
      while let launcher = above, depth < relations.count {
        for (other, kind) in recorded[launcher].sorted(by: { $0.key < $1.key }) where other != step {
          let isSame = steps.steps[step].units.count == steps.steps[launcher].units.count
          relate(step, to: other, kind == .each && !isSame ? .some : kind)
        }
        above = launchers[launcher]
        depth += 1
      }
    }
  }

  private func isBelow(_ step: Int, _ launcher: Int, _ launchers: [Int?]) -> Bool {
    var above = launchers[step]
    var depth = 0
    while let next = above, depth < launchers.count {
      if next == launcher { return true }
      above = launchers[next]
      depth += 1
    }
    return false
  }

  /// Takes relations away until no step waits for itself; a record of many runs at once can say so.
  private mutating func cutCircles() {
    while true {
      let order = Set(topological())
      guard order.count < relations.count else { return }
      let left = relations.indices.filter { !order.contains($0) }
      guard let first = left.min(by: { (ready($0), $0) < (ready($1), $1) }) else { return }
      relations[first] = relations[first].filter { order.contains($0.key) }
    }
  }

  private func ready(_ step: Int) -> Int64 { steps.steps[step].units.map { units[$0].ready }.min() ?? 0 }

  private func kind(_ sets: [Set<Int>], _ members: [Int], of other: Int) -> Kind {
    let others = steps.steps[other].units
    if others.count == 1 { return sets.allSatisfy { !$0.isEmpty } ? .all : .some }
    let single = sets.compactMap { $0.count == 1 ? $0.first : nil }
    if others.count == members.count, single.count == members.count, Set(single).count == members.count { return .each }
    if sets.allSatisfy({ $0.count == others.count }) { return .all }
    // A record that names only the last end: all, if all had ended by then.
    let last = others.map { units[$0].end }.max() ?? 0
    if members.allSatisfy({ units[$0].ready >= last }), last > 0 { return .all }
    return .some
  }

  /// For steps that record no dependencies: each follows the one whose end is nearest before its jobs became ready.
  private mutating func infer(roots: Bool) {
    let first = steps.steps.indices.map(ready)
    let scopes = steps.steps.indices.map(scope)
    let tags = steps.steps.indices.map { tagged($0, scopes[$0]) }
    // What never ran was no condition for what did.
    let ran = steps.steps.map { $0.units.contains { steps.jobs[units[$0].row].workerTime != nil } }
    for step in steps.steps.indices where relations[step].isEmpty && (roots || scopes[step] != .run) {
      let members = steps.steps[step].units
      guard members.allSatisfy({ units[$0].ends.isEmpty }) else { continue }
      var best: (kind: Kind, gap: Int64, other: Int)?
      for other in steps.steps.indices
      where ran[other] && first[other] < first[step] && scopes[other] == scopes[step] {
        guard let (kind, gap) = relation(members, tags[step], steps.steps[other].units, tags[other]) else { continue }
        let isBetter =
          best.map { old in
            let (newRank, oldRank) = (kind == .some ? 1 : 0, old.kind == .some ? 1 : 0)
            return (newRank, gap, other) < (oldRank, old.gap, old.other)
          } ?? true
        if isBetter { best = (kind, gap, other) }
      }
      if let best {
        relations[step][best.other] = best.kind
        isInferred[step] = true
      }
    }
  }

  /// The units of a step by their analysis, or by the tag of their names, `sample1` of `ALIGN (sample1)`; nil unless each
  /// has one of its own.
  private func tagged(_ step: Int, _ scope: Scope) -> [String: Int]? {
    var result: [String: Int] = [:]
    for unit in steps.steps[step].units {
      let job = steps.jobs[units[unit].row]
      let name = scope == .analyses ? "(\(job.analysis ?? ""))" : job.name
      guard name.hasSuffix(")"), let open = name.firstIndex(of: "(") else { return nil }
      guard result.updateValue(unit, forKey: String(name[open...])) == nil else { return nil }
    }
    return result
  }

  /// How one step can have waited for another by the times, and the median time from the release to readiness.
  private func relation(
    _ members: [Int], _ tags: [String: Int]?, _ others: [Int], _ otherTags: [String: Int]?
  ) -> (Kind, Int64)? {
    let readies = members.map { units[$0].ready }.sorted()
    let ends = others.map { units[$0].end }.sorted()
    guard let firstReady = readies.first, let firstEnd = ends.first, let lastEnd = ends.last, firstEnd <= firstReady
    else { return nil }
    func median(_ gaps: [Int64]) -> Int64 { gaps.sorted()[gaps.count / 2] }
    var found: (Kind, Int64)?
    if lastEnd <= firstReady { found = (.all, median(readies.map { saturatingDifference($0, lastEnd) })) }
    if members.count == others.count, members.count > 1 {
      var gaps: [Int64]?
      if let tags, let otherTags {
        if Set(tags.keys) == Set(otherTags.keys) {
          gaps = tags.map { saturatingDifference(units[$0.value].ready, units[otherTags[$0.key] ?? 0].end) }
        }
      } else {
        gaps = zip(readies, ends).map { saturatingDifference($0, $1) }
      }
      if let gaps, gaps.allSatisfy({ $0 >= 0 }), found.map({ median(gaps) < $0.1 }) ?? true {
        found = (.each, median(gaps))
      }
    }
    if found != nil { return found }
    let gaps = readies.map { ready in saturatingDifference(ready, ends.last { $0 <= ready } ?? firstEnd) }
    return (.some, median(gaps))
  }

  /// Takes away what follows from the rest: who waits for all of B, which waits for A, need not name A.
  private mutating func reduce() {
    guard relations.count <= 2000 else { return }
    let order = topological()
    // What each step waits for in all: true where for every job of the other one.
    var implied = [[Int: Bool]](repeating: [:], count: relations.count)
    for step in order {
      let direct = relations[step]
      for (other, kind) in direct.sorted(by: { $0.key < $1.key }) {
        let isAll = kind != .each
        let isImplied = direct.contains { via, viaKind in
          guard via != other, relations[step][via] != nil, let wide = implied[via][other] else { return false }
          return !isAll || wide || viaKind != .each
        }
        if isImplied { relations[step][other] = nil }
      }
      for (other, kind) in direct {
        implied[step][other] = (implied[step][other] ?? false) || kind != .each
        for (far, wide) in implied[other] {
          implied[step][far] = (implied[step][far] ?? false) || wide || kind != .each
        }
      }
    }
  }

  /// The relations without some steps: who waited for one of them waits for what that one waited for.
  ///
  /// What the steps that are left out wait for is kept, as far as it is not left out itself.
  func leavingOut(_ gone: Set<Int>) -> StepRelations {
    var copy = self
    for step in topological() {
      for other in relations[step].keys.sorted() where gone.contains(other) {
        guard let kind = copy.relations[step].removeValue(forKey: other) else { continue }
        copy.isInferred[step] = copy.isInferred[step] || copy.isInferred[other]
        // Those before were seen to already: nothing that is left out is among what they wait for.
        for (before, own) in copy.relations[other] { copy.relate(step, to: before, max(kind, own)) }
      }
    }
    copy.reduce()
    return copy
  }

  /// The steps in an order in which each comes after those that it waits for, else by their first job.
  func topological() -> [Int] {
    var left = relations.map(\.count)
    var followers = [[Int]](repeating: [], count: relations.count)
    for step in relations.indices { for other in relations[step].keys.sorted() { followers[other].append(step) } }
    let first = steps.steps.indices.map(ready)
    var open = relations.indices.filter { left[$0] == 0 }
    var order: [Int] = []
    while let next = open.min(by: { (first[$0], $0) < (first[$1], $1) }) {
      open.removeAll { $0 == next }
      order.append(next)
      for follower in followers[next] {
        left[follower] -= 1
        if left[follower] == 0 { open.append(follower) }
      }
    }
    return order
  }
}
