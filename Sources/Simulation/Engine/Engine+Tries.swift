import JobModel

extension Engine {
  /// A job has all it waited for: it asks for a worker.
  mutating func becomeReady(_ job: Int, tally: inout Tally) {
    if attempts[job].all == 0 {
      firstReadyAt[job] = clock
      if clock < firstReady { firstReady = clock }
    }
    readyAt[job] = clock
    if let record = workload.record, record.neverRan[job] {
      keepRow(job, outcome: record.outcome[job], started: Schedule.never, stopped: Schedule.never)
      endedAt[job] = clock
      endOwnWork(job, tally: &tally)
      return
    }
    let jobClass = workload.classes[Int(workload.classOf[job])]
    if rules.limits.none {
      startTry(job, tally: &tally)
      return
    }
    let lane = Int(jobClass.lane)
    guard pool.canEverFit(lane: lane, vcpus: vcpus(job)) else {
      // Only a move to a larger type leads here; the first type was checked when the workload was made.
      failForGood(job, outcome: outcomes.outOfMemory, tally: &tally)
      return
    }
    stage[job] = .queued
    pool.enqueue(CloudPool.Waiting(key: orderKey(job, jobClass), ready: clock, job: Int32(job)), lane: lane)
    poolChanged = true
  }

  /// What decides between waiting jobs before their time of waiting does; smaller goes first.
  private func orderKey(_ job: Int, _ jobClass: Workload.JobClass) -> Int64 {
    switch rules.limits.order {
    case .priority: return -Int64(jobClass.urgency)
    case .rank: return -Int64(jobClass.rank)
    case .shortest:
      switch jobClass.runtime {
      case .given: return workload.runtime[job]
      case .drawn(let sampler, _): return sampler.mean
      case .items(let sampler): return saturatingProduct(sampler.mean, workload.runtime[job])
      }
    default: return 0
    }
  }

  /// The vCPUs that a job holds while it has its worker.
  @inline(__always) func vcpus(_ job: Int) -> Double {
    guard machine[job] >= 0 else { return 0 }
    return workload.machines[Int(machine[job])].vcpus * Double(workload.classes[Int(workload.classOf[job])].nodes)
  }

  /// One pass over the queue: starts what the limits allow.
  mutating func startWaitingJobs(tally: inout Tally) {
    poolChanged = false
    while let job = nextWaiting() { startTry(Int(job), tally: &tally) }
  }

  private mutating func nextWaiting() -> Int32? {
    guard pool.waitingCount > 0 else { return nil }
    // Taken out of the engine for the call, so that the closure may look at the engine's other columns.
    var pool = CloudPool(limits: CloudPool.Limits(), lanes: [])
    swap(&pool, &self.pool)
    defer { swap(&pool, &self.pool) }
    return pool.next { job in stage[Int(job)] == .queued ? vcpus(Int(job)) : nil }
  }

  /// Gives a job its worker and settles how the try will end.
  mutating func startTry(_ job: Int, tally: inout Tally) {
    let jobClass = workload.classes[Int(workload.classOf[job])]
    let key = workload.drawKey[job]
    let tryNumber = Int(attempts[job].all)
    let machineIndex = Int(machine[job])
    stage[job] = .running
    if !rules.limits.none { pool.take(lane: Int(jobClass.lane), vcpus: vcpus(job)) }

    var wait: Int64
    var isSpot = jobClass.policy != .onDemand
    if let record = workload.record, record.wait[job] >= 0, tryNumber == 0 {
      wait = record.wait[job]
    } else {
      wait = rules.provisioning.value(
        rules.provisioning.isConstant ? 0.5 : draws.uniform(key, .provisioning, tryNumber))
      if isSpot && machineIndex >= 0 {
        if jobClass.policy == .spotThenOnDemand && attempts[job].spot >= jobClass.restart.maxSpotTries {
          isSpot = false
        } else {
          let sampler = workload.machines[machineIndex].spotWait
          var spotWait = sampler.value(sampler.isConstant ? 0.5 : draws.uniform(key, .spotWait, tryNumber))
          if jobClass.policy == .spotThenOnDemand && spotWait > rules.fallback {
            spotWait = rules.fallback
            isSpot = false
          }
          wait = saturatingSum(wait, spotWait)
        }
      }
    }
    let start = saturatingSum(clock, wait)
    onSpot[job] = isSpot
    startedAt[job] = start
    attempts[job].all += 1

    let (duration, ending) = ends(job, jobClass, isSpot: isSpot, tryNumber: tryNumber)
    outcome[job] = ending
    let end = saturatingSum(start, duration)
    guard end <= SimTime.limit.milliseconds else {
      passedHorizon = true
      return
    }
    submitChildren(of: job, at: start)
    if let record = workload.record, record.tail[job] >= 0, childrenLeft[job] > 0 {
      // Its children decide when it ends, unless its timeout does.
      if jobClass.timeout != .max {
        outcome[job] = outcomes.timedOut
        events.push(saturatingSum(start, jobClass.timeout), .end, job: Int32(job), generation: generation[job])
      }
      return
    }
    events.push(end, .end, job: Int32(job), generation: generation[job])
  }

  /// How long a try holds its worker and how it ends: whatever comes first.
  private func ends(
    _ job: Int, _ jobClass: Workload.JobClass, isSpot: Bool, tryNumber: Int
  ) -> (milliseconds: Int64, outcome: Int32) {
    let key = workload.drawKey[job]
    var duration = ownWork(job, jobClass)
    duration = saturatingSum(
      duration, rules.startup.value(rules.startup.isConstant ? 0.5 : draws.uniform(key, .startup, tryNumber)))
    var ending = workload.record?.outcome[job] ?? 0
    let machineIndex = Int(machine[job])
    guard machineIndex >= 0 else {
      return duration > jobClass.timeout ? (jobClass.timeout, outcomes.timedOut) : (duration, ending)
    }
    let machineType = workload.machines[machineIndex]
    if jobClass.checksResources {
      var runsOut = jobClass.disk > machineType.usableDisk
      if let memory = jobClass.memory {
        runsOut =
          runsOut || memory.value(memory.isConstant ? 0.5 : draws.uniform(key, .memory)) > machineType.usableMemory
      }
      if runsOut {
        duration = checkedInteger(Double(duration) * draws.uniform(key, .failurePart, tryNumber)) ?? duration
        ending = outcomes.outOfMemory
      }
    }
    if duration > jobClass.timeout {
      duration = jobClass.timeout
      ending = outcomes.timedOut
    }
    if isSpot && jobClass.isInterruptible && machineType.meanTimeToInterruption < .infinity {
      let until = Sampler.exponential(mean: machineType.meanTimeToInterruption)
        .value(draws.uniform(key, .interruption, tryNumber))
      if until < duration {
        duration = until
        ending = outcomes.interrupted
      }
    }
    return (duration, ending)
  }

  /// The job's set-up and own work on its machine; the same for each of its tries on the same machine.
  private func ownWork(_ job: Int, _ jobClass: Workload.JobClass) -> Int64 {
    let key = workload.drawKey[job]
    let setup = jobClass.setup.value(jobClass.setup.isConstant ? 0.5 : draws.uniform(key, .setup))
    switch jobClass.runtime {
    case .given: return saturatingSum(setup, workload.runtime[job])
    case .items(let sampler):
      if case .constant(let one) = sampler {
        return saturatingSum(setup, saturatingProduct(one, workload.runtime[job]))
      }
      var sum = setup
      for item in 0..<Int(workload.runtime[job]) {
        sum = saturatingSum(sum, sampler.value(draws.uniform(key, .item, item)))
      }
      return sum
    case .drawn(let sampler, let scale):
      var runtime = sampler.value(sampler.isConstant ? 0.5 : draws.uniform(key, .runtime))
      if !scale.factors.isEmpty, machine[job] >= 0 {
        runtime = checkedInteger(Double(runtime) * scale.factors[Int(machine[job])]) ?? .max
      }
      return saturatingSum(setup, runtime)
    }
  }

  private mutating func submitChildren(of job: Int, at start: Int64) {
    for index in workload.children.range(job) {
      let child = Int(workload.children.targets[index])
      guard stage[child] == .waiting else { continue }
      left[child] -= 1
      readyAt[child] = max(readyAt[child], start)
      cause[child] = -1
      if left[child] == 0 { submit(child, at: saturatingSum(readyAt[child], workload.offset[child])) }
    }
  }
}
