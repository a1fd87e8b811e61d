import JobModel

/// The longest chain of jobs that wait for each other, without waiting for workers: what no number of machines shortens.
enum CriticalPath {
  /// Its length in milliseconds, or nil where no job waits for another.
  ///
  /// The gaps between a job's end and its follower's readiness are left out: they are nobody's work.
  /// - Complexity: O(jobs + edges).
  static func length(of workload: Workload, from origin: Int64) -> Int64? {
    guard !workload.followers.isEmpty || !workload.children.isEmpty else { return nil }
    var left = workload.predecessors
    var begin = [Int64](repeating: 0, count: workload.nodeCount)
    var open = (0..<workload.nodeCount).filter { left[$0] == 0 }
    var longest: Int64 = 0
    while let node = open.popLast() {
      let own = node < workload.jobCount ? workload.runtime[node] : 0
      let end = saturatingSum(begin[node], own)
      longest = max(longest, end)
      for index in workload.followers.range(node) {
        let follower = Int(workload.followers.targets[index])
        begin[follower] = max(begin[follower], end)
        left[follower] -= 1
        if left[follower] == 0 { open.append(follower) }
      }
      for index in workload.children.range(node) {
        let child = Int(workload.children.targets[index])
        begin[child] = max(begin[child], begin[node])
        left[child] -= 1
        if left[child] == 0 { open.append(child) }
      }
    }
    return longest
  }
}
