import JobModel
import Simulation

/// The steps of a recorded run: jobs that do the same work at the same place of the workflow.
///
/// The tries of a job are one of its units, and so are failed rows that a later row of the same name made good. Units of
/// one executable (with its entry point) and stage are a step; where steps would wait for each other in a circle, as when
/// one tool runs at two depths, they are split by depth.
struct RecordedSteps {
  /// A job, whatever its tries.
  struct Unit {
    /// The row that tells of its work: the last one that was done, else the last one that had a worker, else the last.
    var row: Int
    var step = 0
    /// The units whose ends it followed.
    var ends: Set<Int> = []
    /// The unit that launched it.
    var parent: Int?
    /// When it began to wait for a worker.
    var ready: Int64
    /// When it and all that it launched had ended.
    var end: Int64
  }

  /// One step.
  struct Step {
    var executable: String
    var stage: String?
    /// How deep it lies in a circle that was taken apart, from 0; nil outside.
    var depth: Int?
    var units: [Int] = []
  }

  let jobs: [Job]
  private(set) var units: [Unit] = []
  private(set) var steps: [Step] = []
  /// Rows that were made good by a later one of the same name.
  private(set) var madeGood = 0

  /// - Parameter isOpen: whether a job had not ended: nothing made it good yet.
  init(_ waits: RecordedWaits, isOpen: (JobKey) -> Bool = { _ in false }) {
    jobs = waits.jobs
    let unitOfRow = makeUnits(isOpen)
    for (row, wait) in waits.waits.enumerated() {
      let unit = unitOfRow[row]
      // What a replay reads off the times of single jobs is left alone: steps are compared as a whole.
      if !jobs[row].dependencies.isEmpty {
        for other in wait.ends where unitOfRow[other] != unit { units[unit].ends.insert(unitOfRow[other]) }
      }
      if let parent = waits.parents[row], unitOfRow[parent] != unit { units[unit].parent = unitOfRow[parent] }
    }
    spreadEnds()
    group()
    splitCircles()
  }

  private struct NameKey: Hashable {
    var run: String
    var executable: String
    var name: String
  }

  /// Makes units of rows; gives each row's unit.
  private mutating func makeUnits(_ isOpen: (JobKey) -> Bool) -> [Int] {
    var unitOfRow = [Int](repeating: 0, count: jobs.count)
    var byID: [JobKey: Int] = [:]
    var done: [NameKey: Int] = [:]
    for (row, job) in jobs.enumerated() where job.state == .done {
      done[NameKey(run: job.key.run, executable: job.executable, name: job.name)] = row
    }
    var rowsOfUnit: [[Int]] = []
    for (row, job) in jobs.enumerated() {
      var key = JobKey(run: job.key.run, id: job.key.id)
      if job.state != .done, !job.key.run.isEmpty,
        let better = done[NameKey(run: job.key.run, executable: job.executable, name: job.name)],
        jobs[better].key.id != job.key.id, !isOpen(job.key)
      {
        key.id = jobs[better].key.id
        madeGood += 1
      }
      if let unit = byID[key] {
        unitOfRow[row] = unit
        rowsOfUnit[unit].append(row)
      } else {
        byID[key] = rowsOfUnit.count
        unitOfRow[row] = rowsOfUnit.count
        rowsOfUnit.append([row])
      }
    }
    units = rowsOfUnit.map { rows in
      let best =
        rows.last { jobs[$0].state == .done } ?? rows.last { jobs[$0].workerTime != nil } ?? rows[rows.count - 1]
      let ready = rows.compactMap { Self.ready(jobs[$0]) }.min() ?? 0
      return Unit(row: best, ready: ready, end: max(ready, rows.compactMap { Self.end(jobs[$0]) }.max() ?? ready))
    }
    return unitOfRow
  }

  /// Makes every unit end with the last of what it launched.
  private mutating func spreadEnds() {
    for unit in units.indices {
      let end = units[unit].end
      var above = units[unit].parent
      // A tree is at most as deep as there are units: parents cannot come back to themselves, but records can.
      var depth = 0
      while let parent = above, depth < 1000 {
        units[parent].end = max(units[parent].end, end)
        above = units[parent].parent
        depth += 1
      }
    }
  }

  private static func ready(_ job: Job) -> Int64? {
    (job.runnable ?? job.submitted ?? job.started ?? job.stopped)?.milliseconds
  }

  private static func end(_ job: Job) -> Int64? { (job.stopped ?? job.ended)?.milliseconds }

  private struct StepKey: Hashable {
    var executable: String
    var stage: String
  }

  private mutating func group() {
    var places: [StepKey: Int] = [:]
    for unit in units.indices {
      let job = jobs[units[unit].row]
      let key = StepKey(executable: job.executable, stage: job.stage ?? "")
      if places[key] == nil {
        places[key] = steps.count
        steps.append(Step(executable: job.executable, stage: job.stage))
      }
      let step = places[key] ?? 0
      units[unit].step = step
      steps[step].units.append(unit)
    }
  }

  /// Splits steps that wait for each other, or for themselves, by how deep their units lie among each other.
  private mutating func splitCircles() {
    let groups = Self.circles(edges(), count: steps.count)
    let isIn = Dictionary(
      uniqueKeysWithValues: groups.enumerated().flatMap { group in group.element.map { ($0, group.offset) } })
    guard !isIn.isEmpty else { return }
    // Longest path within the circle; units come before those that follow them, whatever the order of rows.
    var depth = [Int](repeating: 0, count: units.count)
    for unit in order() {
      guard let circle = isIn[units[unit].step] else { continue }
      for other in units[unit].ends where isIn[units[other].step] == circle {
        depth[unit] = max(depth[unit], depth[other] + 1)
      }
    }
    var split: [Step] = []
    for (index, step) in steps.enumerated() {
      guard isIn[index] != nil else {
        split.append(step)
        continue
      }
      for (level, members) in Dictionary(grouping: step.units, by: { depth[$0] }).sorted(by: { $0.key < $1.key }) {
        var part = step
        part.depth = level
        part.units = members
        split.append(part)
      }
    }
    steps = split
    for (index, step) in steps.enumerated() { for unit in step.units { units[unit].step = index } }
  }

  /// The units in an order in which each comes after those that it followed; what is in a circle comes last.
  private func order() -> [Int] {
    var left = units.map(\.ends.count)
    var followers = [[Int]](repeating: [], count: units.count)
    for unit in units.indices { for other in units[unit].ends { followers[other].append(unit) } }
    var order = units.indices.filter { left[$0] == 0 }
    var next = 0
    while next < order.count {
      for follower in followers[order[next]] {
        left[follower] -= 1
        if left[follower] == 0 { order.append(follower) }
      }
      next += 1
    }
    return order
  }

  /// Which steps each step follows.
  private func edges() -> [Set<Int>] {
    var edges = [Set<Int>](repeating: [], count: steps.count)
    for unit in units { for other in unit.ends { edges[unit.step].insert(units[other].step) } }
    return edges
  }

  /// The groups of steps that can reach each other or themselves (R. Tarjan, 1972, with a stack of its own).
  static func circles(_ edges: [Set<Int>], count: Int) -> [[Int]] {
    var number = [Int](repeating: -1, count: count)
    var low = [Int](repeating: 0, count: count)
    var isOnStack = [Bool](repeating: false, count: count)
    var stack: [Int] = []
    var groups: [[Int]] = []
    var counter = 0
    for root in 0..<count where number[root] < 0 {
      var path: [(node: Int, rest: [Int])] = []
      func enter(_ node: Int) {
        number[node] = counter
        low[node] = counter
        counter += 1
        stack.append(node)
        isOnStack[node] = true
        path.append((node, edges[node].sorted()))
      }
      enter(root)
      while let top = path.last {
        if let next = top.rest.last {
          path[path.count - 1].rest.removeLast()
          if number[next] < 0 {
            enter(next)
          } else if isOnStack[next] {
            low[top.node] = min(low[top.node], number[next])
          }
          continue
        }
        path.removeLast()
        if let above = path.last { low[above.node] = min(low[above.node], low[top.node]) }
        guard low[top.node] == number[top.node] else { continue }
        var group: [Int] = []
        while let node = stack.popLast() {
          isOnStack[node] = false
          group.append(node)
          if node == top.node { break }
        }
        if group.count > 1 || edges[top.node].contains(top.node) { groups.append(group.sorted()) }
      }
    }
    return groups
  }
}
