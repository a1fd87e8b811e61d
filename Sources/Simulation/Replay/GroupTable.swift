import JobModel

/// What the jobs of each user, or of each queue, come to; jobs of which it is not known are in no group.
struct GroupTable {
  private struct Group {
    var jobs = 0
    var waits: [Int64] = []
    var cost: Int64 = 0
    var unpriced = 0
  }

  private let placeOf: [Int]
  private var names: [String] = []
  private var groups: [Group] = []

  /// The groups of these jobs, in which nothing has run yet.
  ///
  /// - Parameter isFirst: whether an element is the first recorded try of its job: the one that counts as the job.
  init(_ jobs: [Job], isFirst: [Bool], name: (Job) -> String?) {
    var places: [String: Int] = [:]
    var placeOf = [Int](repeating: -1, count: jobs.count)
    for index in jobs.indices {
      guard let name = name(jobs[index]), !name.isEmpty else { continue }
      let place = places[name] ?? groups.count
      if place == groups.count {
        places[name] = place
        names.append(name)
        groups.append(Group())
      }
      placeOf[index] = place
      if isFirst[index] { groups[place].jobs += 1 }
    }
    self.placeOf = placeOf
  }

  /// A try of the job at this place of the input has run.
  ///
  /// - Parameter cost: nil is "no price".
  mutating func add(_ job: Int, wait: Int64, cost: Int64?) {
    let place = placeOf[job]
    guard place >= 0 else { return }
    groups[place].waits.append(wait)
    groups[place].cost = saturatingSum(groups[place].cost, cost ?? 0)
    if cost == nil { groups[place].unpriced += 1 }
  }

  /// The groups' figures, the most jobs first.
  ///
  /// - Parameter hasPrices: whether there is a currency at all.
  func figures(hasPrices: Bool) -> [GroupFigures] {
    zip(names, groups).map { name, group in
      GroupFigures(
        name: name, jobs: group.jobs, tries: group.waits.count, wait: WaitFigures(group.waits),
        cost: hasPrices && group.unpriced == 0 ? group.cost : nil)
    }.sorted(by: GroupFigures.precedes)
  }
}

extension Job {
  /// The queue of a batch system that it waited in, where the record names one.
  ///
  /// Slurm calls its queues partitions.
  var queue: String? { properties.first { $0.name == "queue" || $0.name == "partition" }?.value }
}
