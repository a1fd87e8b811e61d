import JobModel

/// The longest chain of jobs that wait for each other, without waiting for workers: what no number of machines shortens.
enum CriticalPath {
  /// Its length in milliseconds, or nil where no job waits for another.
  ///
  /// A job is over when its descendants are. The gaps between a job's end and its follower's readiness are left out:
  /// they are nobody's work.
  /// - Complexity: O(jobs + edges).
  static func length(of workload: Workload) -> Int64? {
    guard !workload.followers.isEmpty || !workload.children.isEmpty else { return nil }
    let parents = workload.record?.parent ?? []
    var left = workload.predecessors
    var endsLeft = [Int32](repeating: 1, count: workload.nodeCount)
    for parent in parents where parent >= 0 { endsLeft[Int(parent)] += 1 }
    var begin = [Int64](repeating: 0, count: workload.nodeCount)
    var end = begin
    var open = (0..<workload.nodeCount).filter { left[$0] == 0 }
    var longest: Int64 = 0
    func release(_ targets: Adjacency, of node: Int, at time: Int64) {
      for index in targets.range(node) {
        let target = Int(targets.targets[index])
        begin[target] = max(begin[target], time)
        left[target] -= 1
        if left[target] == 0 { open.append(target) }
      }
    }
    while let node = open.popLast() {
      end[node] = max(end[node], saturatingSum(begin[node], node < workload.jobCount ? workload.runtime[node] : 0))
      release(workload.children, of: node, at: begin[node])
      var ending = node
      endsLeft[ending] -= 1
      while endsLeft[ending] == 0 {
        longest = max(longest, end[ending])
        release(workload.followers, of: ending, at: end[ending])
        guard ending < parents.count, parents[ending] >= 0 else { break }
        let parent = Int(parents[ending])
        end[parent] = max(end[parent], end[ending])
        ending = parent
        endsLeft[ending] -= 1
      }
    }
    return longest
  }
}
