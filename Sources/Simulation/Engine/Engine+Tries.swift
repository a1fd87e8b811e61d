import JobModel

extension Engine {
  /// A job has all it waited for: it asks for a worker.
  mutating func becomeReady(_ job: Int, tally: inout Tally) {
    if attempts[job].all == attempts[job].before {
      firstReadyAt[job] = clock
      if clock < firstReady { firstReady = clock }
    }
    readyAt[job] = clock
    if hasRecord && record.neverRan[job] {
      keepRow(job, outcome: record.outcome[job], started: Schedule.never, stopped: Schedule.never)
      endedAt[job] = clock
      endOwnWork(job, tally: &tally)
      return
    }
    if isUnlimited {
      startTry(job, tally: &tally)
      return
    }
    let index = Int(workload.classOf[job])
    poolChanged = true
    if nodePool != nil {
      let request = request(job, index)
      guard nodePool?.canEverFit(request) == true else {
        failForGood(job, outcome: outcomes.outOfMemory, tally: &tally)
        return
      }
      stage[job] = .queued
      let waiting = NodePool.Waiting(key: orderKey(job, index), ready: clock, job: Int32(job), request: request)
      nodePool?.enqueue(waiting)
      return
    }
    let lane = Int(classes[index].lane)
    let needed = vcpus(job)
    guard pool.canEverFit(lane: lane, needed: needed) else {
      // Only a move to a larger type leads here; the first type was checked when the workload was made.
      failForGood(job, outcome: outcomes.outOfMemory, tally: &tally)
      return
    }
    stage[job] = .queued
    pool.enqueue(
      CloudPool.Waiting(key: orderKey(job, index), ready: clock, needed: needed, job: Int32(job)), lane: lane)
  }

  /// What a job asks of a shared cluster: what its instance type has, or what the record says it asked for.
  private func request(_ job: Int, _ index: Int) -> NodePool.Request {
    let type = machine[job] >= 0 ? machines[Int(machine[job])] : nil
    var request = NodePool.Request(
      cores: classes[index].askedMilliVCPUs ?? type?.milliVCPUs ?? 1000, memory: type?.usableMemory ?? 0,
      nodes: Int32(clamping: classes[index].nodes),
      user: workload.lanes[Int(classes[index].lane)].user, time: classes[index].timeout)
    if hasRecord, let asked = workload.record?.asked, !asked.isEmpty {
      request.cores = asked[job].cores ?? request.cores
      request.memory = asked[job].memory ?? request.memory
      request.time = max(asked[job].time ?? 0, workload.runtime[job])
    } else if request.time == .max {
      request.time = classes[index].expected
    }
    return request
  }

  /// What decides between waiting jobs before their time of waiting does; smaller goes first.
  private func orderKey(_ job: Int, _ index: Int) -> Int64 {
    guard let key = ordering.key else { return 0 }
    let expected =
      switch classes[index].runtime {
      case .given: workload.runtime[job]
      case .drawn: classes[index].expected
      case .items:
        saturatingSum(classes[index].setup.mean, saturatingProduct(classes[index].expected, workload.runtime[job]))
      }
    return key(
      Ordering.Candidate(
        priority: Int64(classes[index].urgency), rank: Int64(classes[index].rank), expected: expected))
  }

  /// The thousandths of a vCPU that a job holds while it has its worker.
  @inline(__always) func vcpus(_ job: Int) -> Int64 {
    guard machine[job] >= 0 else { return 0 }
    let index = Int(workload.classOf[job])
    return saturatingProduct(
      classes[index].heldVCPUs(of: machines[Int(machine[job])].milliVCPUs), classes[index].nodes)
  }

  /// One pass over the queue: starts what the limits allow.
  mutating func startWaitingJobs(tally: inout Tally) {
    poolChanged = false
    if nodePool != nil {
      while let job = nodePool?.next(at: clock) { startTry(Int(job), tally: &tally) }
      return
    }
    while let job = pool.next() { startTry(Int(job), tally: &tally) }
  }

  /// Settles how the try of a job that has its worker now will end.
  mutating func startTry(_ job: Int, tally: inout Tally) {
    let index = Int(workload.classOf[job])
    stage[job] = .running
    let (wait, isSpot) = wayToWorker(job, index)
    let start = saturatingSum(clock, wait)
    onSpot[job] = isSpot
    startedAt[job] = start
    let tryNumber = Int(attempts[job].all)
    attempts[job].all += 1
    if isSpot { attempts[job].onSpot += 1 }
    submitChildren(of: job, at: start)

    // Its children decide when the own work of a parent that waits for them ends.
    let isOpenEnded = hasRecord && record.tail[job] >= 0 && childrenLeft[job] > 0
    let (duration, ending) = ends(job, index, isSpot: isSpot, tryNumber: tryNumber, isOpenEnded: isOpenEnded)
    outcome[job] = ending
    if isOpenEnded { latestEnd[job] = duration == .max ? .max : saturatingSum(start, duration) }
    if duration == .max && isOpenEnded { return }
    let end = saturatingSum(start, duration)
    guard end <= SimTime.limit.milliseconds else {
      passedHorizon = true
      return
    }
    events.push(end, .end, job: Int32(job), generation: generation[job])
  }

  /// How long a job waits for its worker, and whether that is one of the spot market.
  private func wayToWorker(_ job: Int, _ index: Int) -> (wait: Int64, isSpot: Bool) {
    let key = workload.drawKey[job]
    let tryNumber = Int(attempts[job].all)
    let isRecorded = hasRecord && tryNumber == Int(attempts[job].before) && record.wait[job] >= 0
    /// The time until a worker comes, once it is known what is asked for.
    func delay(onDemand: Bool) -> Int64 {
      if isRecorded { return record.wait[job] }
      // A try of priority normal that goes on demand asks for what priority high does.
      let place =
        provisioning.count == 1
        ? 0 : (Int(machine[job]) + 1) * 3 + Int(onDemand ? 2 : classes[index].asked)
      return provisioning[place].value(
        provisioning[place].isConstant ? 0.5 : draws.uniform(key, .provisioning, tryNumber))
    }
    let market = classes[index].policy
    // A recorded wait contains that for the market on which the job was.
    if market == .onDemand || machine[job] < 0 || (isRecorded && !classes[index].isInterruptible) {
      return (delay(onDemand: false), market != .onDemand)
    }
    let type = Int(machine[job])
    let mayFallBack = market == .spotThenOnDemand
    if mayFallBack && (attempts[job].onSpot >= classes[index].restart.maxSpotTries || !machines[type].hasSpotMarket) {
      return (delay(onDemand: true), false)
    }
    var spotWait = machines[type].spotWait.value(
      machines[type].spotWait.isConstant ? 0.5 : draws.uniform(key, .spotWait, tryNumber))
    let isTooLong = mayFallBack && spotWait > rules.fallback
    if isTooLong { spotWait = rules.fallback }
    return (saturatingSum(delay(onDemand: isTooLong), spotWait), !isTooLong)
  }

  /// How long a try holds its worker and how it ends: whatever comes first.
  ///
  /// - Parameter isOpenEnded: whether the end of its own work is not known yet; the time is then `Int64.max` unless
  ///   something ends it from outside.
  private func ends(
    _ job: Int, _ index: Int, isSpot: Bool, tryNumber: Int, isOpenEnded: Bool
  ) -> (milliseconds: Int64, outcome: Int32) {
    let key = workload.drawKey[job]
    let work = saturatingSum(
      ownWork(job, index),
      rules.startup.value(rules.startup.isConstant ? 0.5 : draws.uniform(key, .startup, tryNumber)))
    var duration = isOpenEnded ? .max : work
    var ending = hasRecord ? record.outcome[job] : 0
    let type = Int(machine[job])
    if type >= 0 && runsOut(job, index, type) {
      duration = checkedInteger(Double(work) * draws.uniform(key, .failurePart, tryNumber)) ?? work
      ending = outcomes.outOfMemory
    }
    if !classes[index].failures.isEmpty { failByItself(job, index, work, tryNumber, &duration, &ending) }
    if duration > classes[index].timeout {
      duration = classes[index].timeout
      ending = outcomes.timedOut
    }
    if type >= 0 && isSpot && classes[index].isInterruptible && machines[type].meanTimeToInterruption < .infinity {
      let until = Sampler.exponential(mean: machines[type].meanTimeToInterruption)
        .value(draws.uniform(key, .interruption, tryNumber))
      if until < duration {
        duration = until
        ending = outcomes.interrupted
      }
    }
    return (duration, ending)
  }

  /// Whether the job needs more memory or disk than its machine has.
  @inline(__always) private func runsOut(_ job: Int, _ index: Int, _ type: Int) -> Bool {
    if hasRecord { return record.memory[job] > machines[type].usableMemory }
    if classes[index].disk > machines[type].usableDisk { return true }
    guard let memory = classes[index].memory else { return false }
    let needed = memory.value(memory.isConstant ? 0.5 : draws.uniform(workload.drawKey[job], .memory))
    return needed > machines[type].usableMemory
  }

  /// The job's set-up and own work on its machine; the same for each of its tries on the same machine.
  private func ownWork(_ job: Int, _ index: Int) -> Int64 {
    let key = workload.drawKey[job]
    let setup = classes[index].setup.value(classes[index].setup.isConstant ? 0.5 : draws.uniform(key, .setup))
    switch classes[index].runtime {
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
    case .drawn(let sampler):
      var runtime = sampler.value(sampler.isConstant ? 0.5 : draws.uniform(key, .runtime))
      if !classes[index].factors.isEmpty && machine[job] >= 0 {
        runtime = checkedInteger(Double(runtime) * classes[index].factors[Int(machine[job])]) ?? .max
      }
      return saturatingSum(setup, runtime)
    }
  }
}
