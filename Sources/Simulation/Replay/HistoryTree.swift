import JobModel

/// What each job of a history waited for: at a fixed time, after another job's end, or after its parent's start.
///
/// A history seldom says it outright, so it is read off the times, by rules that are right where the record is clear:
/// 1. a later try follows the try before it;
/// 2. a job with recorded dependencies follows all of them that had ended when it was ready, and simply all of them if
///    the record has no times;
/// 3. a stage of an analysis that became ready after a sibling's end, having been created before, follows that sibling;
/// 4. a child that was launched after a sibling's end follows that sibling, any other child its parent's start;
/// 5. all others stand at their recorded time.
struct HistoryTree {
  /// What a job hangs on, with the time from there to its readiness.
  enum Anchor: Equatable {
    case time(Int64)
    case end(of: Int, gap: Int64)
    case start(of: Int, gap: Int64)
  }

  private(set) var anchors: [Anchor] = []
  /// What else a job waits for, besides the last end that its anchor names.
  private(set) var moreEnds: [(from: Int32, to: Int32)] = []
  /// The job that launched each, or -1.
  private(set) var parents: [Int]
  /// For a job that waits for its children: how long it ran on after the last of them; -1 for all others.
  private(set) var tails: [Int64]
  /// When each job and all its descendants had ended, as recorded.
  private(set) var finals: [Int64]
  /// The root of each job's tree.
  private(set) var roots: [Int]

  private let jobs: [Job]
  /// The recorded times, with `origin` for jobs without any.
  private let ready: [Int64]
  private let stops: [Int64]

  /// - Parameter origin: the time of jobs whose own is not recorded.
  /// - Complexity: O(n log n).
  init(_ jobs: [Job], origin: Int64) {
    self.jobs = jobs
    ready = jobs.map { $0.isCached ? origin : $0.recordedReady ?? origin }
    stops = zip(jobs, ready).map { job, ready in
      job.isCached ? origin : job.recordedStop ?? saturatingSum(ready, job.recordedRun)
    }
    parents = [Int](repeating: -1, count: jobs.count)
    tails = [Int64](repeating: -1, count: jobs.count)
    finals = stops
    roots = Array(jobs.indices)
    let rows = Self.rows(jobs)
    findParents(rows)
    findFinals()
    findAnchors(rows)
    cutCircles()
  }

  private typealias Rows = [JobID: [Int]]

  /// The rows of each job id, by try.
  private static func rows(_ jobs: [Job]) -> Rows {
    var rows: Rows = [:]
    for (index, job) in jobs.enumerated() { rows[JobID(job.key), default: []].append(index) }
    for (key, indices) in rows where indices.count > 1 {
      rows[key] = indices.sorted { (jobs[$0].key.tryNumber, $0) < (jobs[$1].key.tryNumber, $1) }
    }
    return rows
  }

  private mutating func findParents(_ rows: Rows) {
    for (index, job) in jobs.enumerated() {
      guard let parent = job.parent, job.detachedFrom == nil,
        let candidates = rows[JobID(run: job.key.run, id: parent)]
      else { continue }
      // The try that says it launched the child, else the last one that had started by then.
      let match =
        candidates.last { jobs[$0].key.tryNumber == job.parentTry }
        ?? candidates.last { (jobs[$0].started?.milliseconds ?? .max) <= ready[index] } ?? candidates.last
      guard let match, match != index, let start = jobs[match].started?.milliseconds, start <= ready[index] else {
        continue
      }
      parents[index] = match
    }
  }

  /// How deep each job lies below its root; cuts chains of parents that come back to themselves, a fault of the record.
  private mutating func measureDepths() -> [Int] {
    var depth = [Int](repeating: -1, count: jobs.count)
    var isOnPath = [Bool](repeating: false, count: jobs.count)
    for start in jobs.indices where depth[start] < 0 {
      var path = [start]
      isOnPath[start] = true
      while let top = path.last {
        let parent = parents[top]
        if parent < 0 || depth[parent] >= 0 {
          depth[top] = parent < 0 ? 0 : depth[parent] + 1
          roots[top] = parent < 0 ? top : roots[parent]
          path.removeLast()
        } else if isOnPath[parent] {
          parents[top] = -1
        } else {
          isOnPath[parent] = true
          path.append(parent)
        }
      }
    }
    return depth
  }

  private mutating func findFinals() {
    // Children before parents: by depth, deepest first.
    let depth = measureDepths()
    for index in jobs.indices.sorted(by: { depth[$0] > depth[$1] }) where parents[index] >= 0 {
      finals[parents[index]] = max(finals[parents[index]], finals[index])
    }
    var lastChild = [Int64](repeating: .min, count: jobs.count)
    for index in jobs.indices where parents[index] >= 0 {
      lastChild[parents[index]] = max(lastChild[parents[index]], finals[index])
    }
    for index in jobs.indices where lastChild[index] > .min && stops[index] >= lastChild[index] {
      tails[index] = saturatingDifference(stops[index], lastChild[index])
    }
  }

  private mutating func findAnchors(_ rows: Rows) {
    anchors = ready.map { .time($0) }
    let siblings = groups()
    for (index, job) in jobs.enumerated() where !job.isCached {
      if let earlier = earlierTry(index, rows), canFollow(earlier, index) {
        anchors[index] = follow(earlier, index)
        continue
      }
      // Where no time is recorded, none can contradict a dependency.
      let isTimeless = job.recordedReady == nil
      let known = job.dependencies
        .compactMap { rows[JobID(run: job.key.run, id: $0)]?.last }
        .filter { isTimeless ? $0 != index : canFollow($0, index) }
      if let last = known.max(by: { (finals[$0], $1) < (finals[$1], $0) }) {
        anchors[index] = isTimeless ? .end(of: last, gap: 0) : follow(last, index)
        for other in Set(known).sorted() where other != last { moreEnds.append((Int32(other), Int32(index))) }
        continue
      }
      let parent = parents[index]
      let created = job.submitted?.milliseconds ?? ready[index]
      guard parent >= 0 || (job.analysis != nil && job.stage != nil && created < ready[index]) else { continue }
      let group = siblings[Group(parent: parent, analysis: parent >= 0 ? nil : job.analysis)] ?? []
      if let sibling = Self.lastEnding(by: ready[index], in: group, finals),
        canFollow(sibling, index), parent >= 0 || finals[sibling] >= created
      {
        anchors[index] = follow(sibling, index)
      } else if parent >= 0, let start = jobs[parent].started?.milliseconds {
        anchors[index] = .start(of: parent, gap: saturatingDifference(ready[index], start))
      }
    }
  }

  private struct Group: Hashable {
    var parent: Int
    var analysis: String?
  }

  /// The children of each parent and the stages of each analysis, by the time of their end.
  private func groups() -> [Group: [Int]] {
    var groups: [Group: [Int]] = [:]
    for (index, job) in jobs.enumerated() where !job.isCached {
      if parents[index] >= 0 {
        groups[Group(parent: parents[index]), default: []].append(index)
      } else if job.analysis != nil && job.stage != nil {
        groups[Group(parent: -1, analysis: job.analysis), default: []].append(index)
      }
    }
    for (key, members) in groups { groups[key] = members.sorted { (finals[$0], $0) < (finals[$1], $1) } }
    return groups
  }

  /// The member of a group, sorted by end, that ends last by `time`; of equal ends the first in the history.
  private static func lastEnding(by time: Int64, in group: [Int], _ finals: [Int64]) -> Int? {
    let behind = firstEnding(after: time, in: group, finals)
    guard behind > 0 else { return nil }
    // The end before is less by a millisecond at least; at the end of the scale there is none before.
    let first = firstEnding(after: saturatingDifference(finals[group[behind - 1]], 1), in: group, finals)
    return group[min(first, behind - 1)]
  }

  private static func firstEnding(after time: Int64, in group: [Int], _ finals: [Int64]) -> Int {
    var low = 0
    var high = group.count
    while low < high {
      let middle = (low + high) / 2
      if finals[group[middle]] <= time { low = middle + 1 } else { high = middle }
    }
    return low
  }

  private func earlierTry(_ index: Int, _ rows: Rows) -> Int? {
    let job = jobs[index]
    guard job.key.tryNumber > 0, let tries = rows[JobID(job.key)] else { return nil }
    var low = 0
    var high = tries.count
    while low < high {
      let middle = (low + high) / 2
      if jobs[tries[middle]].key.tryNumber < job.key.tryNumber { low = middle + 1 } else { high = middle }
    }
    return low > 0 ? tries[low - 1] : nil
  }

  private func follow(_ other: Int, _ index: Int) -> Anchor {
    .end(of: other, gap: saturatingDifference(ready[index], finals[other]))
  }

  /// Whether a job can have waited for another's end: time orders all but what happens at one instant.
  private func canFollow(_ other: Int, _ index: Int) -> Bool { other != index && finals[other] <= ready[index] }

  /// Gives their recorded time back to jobs that would wait for each other at one instant, where time orders nothing.
  ///
  /// Two things can be waited for: that a job starts, and that it and all its descendants have ended.
  /// - Complexity: O(n).
  private mutating func cutCircles() {
    var startsLeft = [Int32](repeating: 0, count: jobs.count)
    var endsLeft = [Int32](repeating: 1, count: jobs.count)
    var ends: [(from: Int32, to: Int32)] = moreEnds
    var starts: [(from: Int32, to: Int32)] = []
    for index in jobs.indices {
      if parents[index] >= 0 { endsLeft[parents[index]] += 1 }
      switch anchors[index] {
      case .time: break
      case .end(let other, _): ends.append((Int32(other), Int32(index)))
      case .start(let other, _): starts.append((Int32(other), Int32(index)))
      }
    }
    for edge in ends { startsLeft[Int(edge.to)] += 1 }
    for edge in starts { startsLeft[Int(edge.to)] += 1 }
    let followers = Adjacency(nodes: jobs.count, edges: ends)
    let children = Adjacency(nodes: jobs.count, edges: starts)
    var open = jobs.indices.filter { startsLeft[$0] == 0 }
    var started = [Bool](repeating: false, count: jobs.count)
    func release(_ targets: Adjacency, _ node: Int) {
      for place in targets.range(node) {
        let target = Int(targets.targets[place])
        startsLeft[target] -= 1
        if startsLeft[target] == 0 { open.append(target) }
      }
    }
    while let index = open.popLast() {
      started[index] = true
      release(children, index)
      var ending = index
      endsLeft[ending] -= 1
      while endsLeft[ending] == 0 {
        release(followers, ending)
        guard parents[ending] >= 0 else { break }
        ending = parents[ending]
        endsLeft[ending] -= 1
      }
    }
    // In every circle there is an end that is followed at its own instant.
    for index in jobs.indices where !started[index] {
      if case .end(_, let gap) = anchors[index], gap == 0 { anchors[index] = .time(ready[index]) }
    }
    moreEnds.removeAll { edge in
      let index = Int(edge.to)
      if case .end = anchors[index] { return false }
      return true
    }
  }
}
