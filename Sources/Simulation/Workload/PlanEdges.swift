import JobModel

/// Who waits for whom among a plan's jobs: N jobs before M jobs need N + M edges, by way of gates.
///
/// The done-gate of a task opens when all its jobs are done, the start-gate when all it waits for is done. A task
/// without jobs is done when what it waits for is done, so it holds nobody up and nobody passes it by.
struct PlanEdges {
  private let tasks: [PlanTask]
  private let launches: Int
  private var index: [String: Int] = [:]
  private var firstJob: [Int] = []
  private var jobs = 0

  init(_ tasks: [PlanTask], launches: Int) {
    self.tasks = tasks
    self.launches = launches
    for (position, task) in tasks.enumerated() {
      index[task.name] = position
      firstJob.append(jobs)
      jobs += task.jobCount
    }
  }

  /// How many predecessors each node has, and its followers; jobs first, then gates.
  ///
  /// - Complexity: O(launches × (jobs + dependencies between tasks)).
  func adjacency() -> (predecessors: [Int32], followers: Adjacency) {
    var edges: [(from: Int32, to: Int32)] = []
    var nodes = jobs * launches
    let waitsFor = tasks.map { task in Set(task.after.compactMap { index[$0] }).sorted() }
    let each = tasks.map { $0.each.flatMap { index[$0] } }
    let isGathered = gathered(waitsFor)
    let order = order(waitsFor, each)
    for launch in 0..<launches {
      let base = launch * jobs
      // The node whose end is the end of each task; -1 where nothing has to be waited for.
      var done = [Int](repeating: -1, count: tasks.count)
      for task in order {
        let own = (base + firstJob[task])..<(base + firstJob[task] + tasks[task].jobCount)
        var before = waitsFor[task].map { done[$0] }.filter { $0 >= 0 }
        if let other = each[task] {
          for job in 0..<own.count { edges.append((Int32(base + firstJob[other] + job), Int32(own.lowerBound + job))) }
          if own.isEmpty && done[other] >= 0 { before.append(done[other]) }
        }
        if own.count != 1 && before.count > 1 {
          for from in before { edges.append((Int32(from), Int32(nodes))) }
          before = [nodes]
          nodes += 1
        }
        for from in before { for to in own { edges.append((Int32(from), Int32(to))) } }
        if own.isEmpty {
          done[task] = before.first ?? -1
        } else if own.count == 1 {
          done[task] = own.lowerBound
        } else if isGathered[task] {
          for from in own { edges.append((Int32(from), Int32(nodes))) }
          done[task] = nodes
          nodes += 1
        }
      }
    }
    var predecessors = [Int32](repeating: 0, count: nodes)
    for edge in edges { predecessors[Int(edge.to)] += 1 }
    return (predecessors, Adjacency(nodes: nodes, edges: edges))
  }

  /// Whether anybody waits for all jobs of each task.
  private func gathered(_ waitsFor: [[Int]]) -> [Bool] {
    var result = [Bool](repeating: false, count: tasks.count)
    for task in tasks.indices { for other in waitsFor[task] { result[other] = true } }
    return result
  }

  /// The tasks in an order in which each comes after those that it waits for.
  private func order(_ waitsFor: [[Int]], _ each: [Int?]) -> [Int] {
    var left = tasks.indices.map { waitsFor[$0].count + (each[$0] == nil ? 0 : 1) }
    var followers = [[Int]](repeating: [], count: tasks.count)
    for task in tasks.indices {
      for other in waitsFor[task] { followers[other].append(task) }
      if let other = each[task] { followers[other].append(task) }
    }
    var order = tasks.indices.filter { left[$0] == 0 }
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
}
