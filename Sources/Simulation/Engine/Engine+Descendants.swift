import JobModel

/// What a parent launches, and what becomes of it when the parent's try ends before its time.
extension Engine {
  /// A job has its worker: what it launches is submitted.
  mutating func submitChildren(of job: Int, at start: Int64) {
    for index in workload.children.range(job) {
      let child = Int(workload.children.targets[index])
      guard stage[child] == .waiting else { continue }
      left[child] -= 1
      readyAt[child] = max(readyAt[child], start)
      cause[child] = -1
      if left[child] == 0 { submit(child, at: saturatingSum(readyAt[child], workload.offset[child])) }
    }
    guard hasRelaunched else { return }
    // What waits for nothing of this tree any more: the new try launches it again, with its recorded delay.
    for index in record.kids.range(job) {
      let child = Int(record.kids.targets[index])
      guard stage[child] == .waiting && left[child] == 0 else { continue }
      cause[child] = -1
      readyAt[child] = max(readyAt[child], start)
      submit(child, at: saturatingSum(readyAt[child], workload.offset[child]))
    }
  }

  /// A job's descendants, parents before children. O(descendants).
  ///
  /// - Parameter launchedOnly: without those that stand at a recorded time of their own, and what they launched.
  private func descendants(of job: Int, launchedOnly: Bool) -> [Int] {
    var result: [Int] = []
    var next = job
    var place = 0
    while true {
      for index in record.kids.range(next) {
        let kid = Int(record.kids.targets[index])
        if !launchedOnly || workload.predecessors[kid] > 0 { result.append(kid) }
      }
      guard place < result.count else { return result }
      next = result[place]
      place += 1
    }
  }

  /// A try ends for good before its time, and another one follows in the record: what it launched is ended, and counts
  /// as over.
  mutating func endDescendants(of job: Int, tally: inout Tally) {
    var fallen: [Int] = []
    for other in descendants(of: job, launchedOnly: false)
    where stop(other, outcome: outcomes.treeFailed, tally: &tally) {
      fallen.append(other)
    }
    childrenLeft[job] = 0
    stage[job] = .ended
    // What needed them outside of their tree falls; their tree does not, since its root is tried again.
    for other in fallen {
      for index in workload.followers.range(other) {
        let follower = Int(workload.followers.targets[index])
        if stop(follower, outcome: outcomes.dependencyFailed, tally: &tally) { fall([follower], tally: &tally) }
      }
    }
  }

  /// A try that is to be repeated has ended: what it launched is terminated, and launched again by the next one.
  ///
  /// A running descendant fails with its tree, and is charged up to now. What was over is done again, since the new try
  /// knows nothing of it. Jobs that stand at a recorded time of their own stay as they are.
  /// - Complexity: O(descendants, with their edges).
  mutating func recallDescendants(of job: Int, tally: inout Tally) {
    let all = descendants(of: job, launchedOnly: true)
    if all.isEmpty { return }
    hasRelaunched = true
    var recalled: [(job: Int, stage: Stage)] = []
    for other in all {
      let before = stage[other]
      // What never got a worker has nothing that could be done again.
      if before == .final && record.neverRan[other] { continue }
      switch before {
      case .waiting: continue
      case .running:
        outcome[other] = outcomes.treeFailed
        closeTry(other, tally: &tally)
      case .queued: leaveQueue(other)
      case .final: finalCount -= 1
      case .submitted, .ended: break
      }
      generation[other] &+= 1
      stage[other] = .waiting
      recalled.append((other, before))
    }
    forgetStart(of: job)
    for (other, before) in recalled {
      if before == .running || before == .ended || before == .final { forgetStart(of: other) }
      if before == .final { forgetEnd(of: other) }
      let tries = attempts[other].all
      attempts[other] = Attempts(all: tries, before: tries)
      machine[other] = classes[Int(workload.classOf[other])].machine
    }
    for parent in [job] + all {
      childrenLeft[parent] = 0
      for index in record.kids.range(parent) where stage[Int(record.kids.targets[index])] != .final {
        childrenLeft[parent] += 1
      }
    }
  }

  /// Those that waited for a job's start wait for it again.
  private func forgetStart(of job: Int) {
    for index in workload.children.range(job) {
      let child = Int(workload.children.targets[index])
      if stage[child] == .waiting { left[child] += 1 }
    }
  }

  /// Those that waited for a job's end, and for something else too, wait for it again.
  private func forgetEnd(of job: Int) {
    for index in workload.followers.range(job) {
      let follower = Int(workload.followers.targets[index])
      if stage[follower] == .waiting { left[follower] += 1 }
    }
  }
}
