import JobModel

/// The limit of what a tree may cost. Each launch of a plan is a tree of its own.
extension Engine {
  /// Adds a charged time to what the launch of a job has cost.
  mutating func addToLaunch(_ job: Int, _ milliseconds: Int64) {
    guard let cost = cost(job, milliseconds) else { return }
    let launch = workload.launch.isEmpty ? 0 : Int(workload.launch[job])
    spent[launch] = saturatingSum(spent[launch], cost)
  }

  /// What so much charged time costs a job where it is; nil is "no price".
  private func cost(_ job: Int, _ milliseconds: Int64) -> Int64? {
    let machine = Int(machine[job])
    guard machine >= 0 else { return nil }
    let task = Int(classes[Int(workload.classOf[job])].task)
    return rules.prices.cost(cell: machine * 2 + (onSpot[job] ? 1 : 0), task: task, milliseconds: milliseconds)
  }

  /// The platform looks whether a launch has cost more than its limit, and ends it if so.
  ///
  /// Source: the platform checks now and then, so the limit is passed by what runs meanwhile.
  /// A user saw a limit of 0.0001 passed eightfold with the job still running.
  /// - Complexity: O(jobs of the launch).
  mutating func checkCost(ofLaunch launch: Int, tally: inout Tally) {
    guard let limit = rules.maxCostNanos else { return }
    // A plan's jobs stand launch by launch, each with as many.
    let size = workload.jobCount / launchTimes.count
    let jobs = (launch * size)..<((launch + 1) * size)
    var cost = spent[launch]
    var nanosPerMillisecond = 0.0
    var isOver = true
    for job in jobs where stage[job] != .final {
      isOver = false
      let jobClass = classes[Int(workload.classOf[job])]
      let nodes = jobClass.nodes
      guard stage[job] == .running,
        let soFar = self.cost(job, saturatingProduct(max(0, clock - startedAt[job]), nodes))
      else { continue }
      cost = saturatingSum(cost, soFar)
      nanosPerMillisecond +=
        rules.prices.nanosPerMillisecond(
          task: Int(jobClass.task), machine: Int(machine[job]), isSpot: onSpot[job])
        * Double(nodes)
    }
    if isOver { return }
    if cost > limit {
      for job in jobs { _ = stop(job, outcome: outcomes.costLimit, tally: &tally) }
      return
    }
    scheduleCostCheck(ofLaunch: launch, room: limit - cost, nanosPerMillisecond)
  }

  /// Sets the next look.
  ///
  /// Until the next event nothing starts or ends, so the cost grows no faster than now: looks that can find nothing are
  /// left out, however short their period is.
  private mutating func scheduleCostCheck(ofLaunch launch: Int, room: Int64, _ nanosPerMillisecond: Double) {
    guard !events.isEmpty else { return }
    let period = rules.costEnforcement
    // A part in a million off, and two milliseconds, for what was rounded on the way.
    let harmless =
      nanosPerMillisecond > 0
      ? checkedInteger((Double(room) / nanosPerMillisecond * 0.999_999 - 2).rounded(.down)) ?? .max : .max
    let quiet = min(saturatingDifference(events.nextTime, clock), max(0, harmless))
    let periods = quiet <= period ? 1 : (quiet - 1) / period + 1
    events.push(
      saturatingSum(clock, saturatingProduct(periods, period)), .costCheck, job: Int32(launch), generation: 0)
  }
}
