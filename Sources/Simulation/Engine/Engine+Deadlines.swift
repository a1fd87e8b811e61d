import JobModel

/// The time that a tree has. Each launch of a plan is a tree of its own; a history's are those of its roots.
extension Engine {
  /// Sets the end of each tree's time, which nothing moves.
  mutating func scheduleDeadlines() {
    guard let most = rules.maxTreeTime, workload.jobCount > 0 else { return }
    guard hasRecord else {
      for (launch, time) in launchTimes.enumerated() {
        events.push(saturatingSum(time, most), .deadline, job: Int32(launch), generation: 0)
      }
      return
    }
    for (place, time) in record.deadlines.enumerated() where time < .max {
      events.push(time, .deadline, job: Int32(place), generation: 0)
    }
  }

  /// The time of a tree is over: what of it is not final is terminated, and charged up to now.
  ///
  /// Not a look now and then, as at the cost: a clock needs none.
  /// - Complexity: O(jobs of the tree).
  mutating func endTree(_ tree: Int, tally: inout Tally) {
    var fallen: [Int] = []
    if hasRecord {
      for index in record.launchMembers.range(tree) {
        let job = Int(record.launchMembers.targets[index])
        if stop(job, outcome: outcomes.treeTime, tally: &tally) { fallen.append(job) }
      }
    } else {
      // A plan's jobs stand launch by launch, each with as many.
      let size = workload.jobCount / launchTimes.count
      for job in (tree * size)..<((tree + 1) * size) {
        if stop(job, outcome: outcomes.treeTime, tally: &tally) { fallen.append(job) }
      }
    }
    if fallen.isEmpty { return }
    overdue += 1
    if hasRecord { fall(fallen, tally: &tally) }
  }
}
