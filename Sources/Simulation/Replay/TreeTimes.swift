import JobModel

/// When the time of each tree of a history is over.
///
/// A tree is what the platform counts as one: all jobs under one root execution, which may be an analysis and so none of
/// the jobs, with all their tries. Its clock starts with the first submission in it.
struct TreeTimes {
  /// `Int64.max` is never.
  private(set) var deadlines: [Int64] = []
  /// The jobs of each tree.
  let members: Adjacency

  /// - Parameter most: milliseconds that a tree has.
  /// - Parameter sparesOutrun: whether a tree that took longer in the record did so, and may again.
  /// - Complexity: O(n) on average.
  init(_ jobs: [Job], tree: HistoryTree, origin: Int64, most: Int64, sparesOutrun: Bool) {
    var known: [JobID: Int32] = [:]
    var launches: [Int64] = []
    var ends: [Int64] = []
    var edges: [(from: Int32, to: Int32)] = []
    for (index, job) in jobs.enumerated() {
      // Of its root, so that a parent and its children are never in two trees.
      let root = jobs[tree.roots[index]]
      let id = root.detachedFrom == nil ? root.root ?? root.analysis ?? root.key.id : root.key.id
      let key = JobID(run: root.key.run, id: id)
      let group = known[key] ?? Int32(launches.count)
      if known.updateValue(group, forKey: key) == nil {
        launches.append(.max)
        ends.append(.min)
      }
      edges.append((group, Int32(index)))
      if job.isCached { continue }
      let launch = job.submitted?.milliseconds ?? job.recordedReady ?? origin
      launches[Int(group)] = min(launches[Int(group)], launch)
      ends[Int(group)] = max(ends[Int(group)], tree.finals[index])
    }
    members = Adjacency(nodes: launches.count, edges: edges)
    for (launch, end) in zip(launches, ends) {
      let deadline = saturatingSum(launch, most)
      deadlines.append(launch == .max || (sparesOutrun && end > deadline) ? .max : deadline)
    }
  }
}
