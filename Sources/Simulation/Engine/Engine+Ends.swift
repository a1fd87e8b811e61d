import JobModel

extension Engine {
  /// A try ends as was settled at its start.
  mutating func endTry(_ event: EventQueue.Event, tally: inout Tally) {
    let job = Int(event.job)
    guard generation[job] == event.generation else { return }
    closeTry(job, tally: &tally)
    let ending = outcome[job]
    let isRetried = hasRecord && (workload.record?.isRetried[job] ?? false)
    guard outcomes.isSimulated(ending), !isRetried else {
      noteEnd(job)
      // Its next try is in the record and launches what it launched there; what this one launched ends with it.
      if outcomes.isSimulated(ending) {
        endDescendants(of: job, tally: &tally)
        if stage[job] == .final { return }
      }
      endOwnWork(job, tally: &tally)
      return
    }
    if restarts(job, ending) {
      if hasRecord { recallDescendants(of: job, tally: &tally) }
      becomeReady(job, tally: &tally)
    } else {
      failForGood(job, outcome: ending, tally: &tally)
    }
  }

  /// Gives the worker back and books the try that ends now.
  mutating func closeTry(_ job: Int, tally: inout Tally) {
    let index = Int(workload.classOf[job])
    let task = Int(classes[index].task)
    if nodePool != nil {
      nodePool?.release(Int32(job))
      poolChanged = true
    } else if !isUnlimited {
      pool.release(lane: Int(classes[index].lane), needed: vcpus(job))
      poolChanged = true
    }
    let start = min(startedAt[job], clock)
    let run = clock - start
    endedAt[job] = clock
    tally.tasks[task].tries += 1
    tally.tasks[task].wait = saturatingSum(tally.tasks[task].wait, max(0, start - readyAt[job]))
    tally.tasks[task].run = saturatingSum(tally.tasks[task].run, run)
    if outcomes.isCharged[Int(outcome[job])] && run > 0 {
      let time = saturatingProduct(rules.prices.chargedMilliseconds(run), classes[index].nodes)
      let machineIndex = Int(machine[job])
      if rules.prices.hasPrice(machine: machineIndex, isSpot: onSpot[job]) {
        let cell = Tally.cell(
          task: task, machine: machineIndex, isSpot: onSpot[job], machines: machines.count)
        charged[cell] = saturatingSum(charged[cell], time)
        if rules.maxCostNanos != nil { addToLaunch(job, time) }
      } else {
        unpriced[task] += 1
      }
    }
    keepRow(job, outcome: outcome[job], started: start, stopped: clock)
  }

  mutating func keepRow(_ job: Int, outcome: Int32, started: Int64, stopped: Int64) {
    guard keepsSchedule else { return }
    // A try that waits in vain is the one after those that had a worker.
    let number = started == Schedule.never ? attempts[job].all : max(1, attempts[job].all) - 1
    rows.append(
      TryRow(
        job: Int32(job), tryNumber: Int32(clamping: number), machine: machine[job],
        outcome: outcome, isSpot: onSpot[job], ready: readyAt[job], started: started, stopped: stopped,
        closed: clock))
  }

  /// Remembers the last end of all: the critical path leads to it.
  mutating func noteEnd(_ job: Int) {
    // Of jobs that end at the same instant the first one counts, whatever comes after it.
    if endedAt[job] > lastEnd {
      lastEnd = endedAt[job]
      lastJob = Int32(job)
    }
  }

  /// A job's own work is over, well or as recorded; it is final when its children are.
  mutating func endOwnWork(_ job: Int, tally: inout Tally) {
    if hasRecord && childrenLeft[job] > 0 {
      stage[job] = .ended
      return
    }
    becomeFinal(job, tally: &tally)
  }

  private mutating func becomeFinal(_ first: Int, tally: inout Tally) {
    var job = first
    while true {
      stage[job] = .final
      finalCount += 1
      openFollowers(of: job, at: clock)
      guard hasRecord, record.parent[job] >= 0 else { return }
      let parent = Int(record.parent[job])
      childrenLeft[parent] -= 1
      guard childrenLeft[parent] == 0 else { return }
      if stage[parent] == .running && record.tail[parent] >= 0 {
        // The last of its children: what the parent still has to do by itself, then its end. What was to end it from
        // outside is void now, unless it comes first.
        let end = max(saturatingSum(clock, record.tail[parent]), startedAt[parent])
        if end <= latestEnd[parent] {
          generation[parent] &+= 1
          outcome[parent] = record.outcome[parent]
          if end > SimTime.limit.milliseconds { passedHorizon = true }
          events.push(end, .end, job: Int32(parent), generation: generation[parent])
        }
        return
      }
      guard stage[parent] == .ended else { return }
      job = parent  // it had ended before its children: now it is final
    }
  }

  /// A job fails and is not tried again: its tree falls, and what needs it never runs.
  mutating func failForGood(_ job: Int, outcome ending: Int32, tally: inout Tally) {
    endedAt[job] = clock
    outcome[job] = ending
    noteEnd(job)
    markFailed(job, tally: &tally)
    fall([job], tally: &tally)
  }

  /// What falls with jobs that were ended: the rest of their trees, and all that needs them.
  ///
  /// - Complexity: O(jobs that fall, with their trees and edges).
  mutating func fall(_ first: [Int], tally: inout Tally) {
    var fallen = first
    var trees = Set<Int32>()
    while let failed = fallen.popLast() {
      if hasRecord && record.tree[failed] >= 0 && trees.insert(record.tree[failed]).inserted {
        for index in record.treeMembers.range(Int(record.tree[failed])) {
          let member = Int(record.treeMembers.targets[index])
          if stop(member, outcome: outcomes.treeFailed, tally: &tally) { fallen.append(member) }
        }
      }
      var gates = [failed]
      while let node = gates.popLast() {
        for index in workload.followers.range(node) {
          let follower = Int(workload.followers.targets[index])
          if follower >= workload.jobCount {
            if left[follower] >= 0 {
              left[follower] = -1  // a gate that never opens; its followers fail once
              gates.append(follower)
            }
          } else if stop(follower, outcome: outcomes.dependencyFailed, tally: &tally) {
            fallen.append(follower)
          }
        }
      }
    }
  }

  private mutating func markFailed(_ job: Int, tally: inout Tally) {
    stage[job] = .final
    generation[job] &+= 1
    finalCount += 1
    failedCount += 1
    tally.tasks[Int(classes[Int(workload.classOf[job])].task)].failed += 1
  }

  /// Takes a job that waits for a worker out of the queue.
  mutating func leaveQueue(_ job: Int) {
    if nodePool != nil {
      nodePool?.cancel(Int32(job))
    } else {
      pool.cancel(Int32(job), lane: Int(classes[Int(workload.classOf[job])].lane))
    }
    poolChanged = true
  }

  /// Ends a job from outside, wherever it stands; false if it was final already.
  mutating func stop(_ job: Int, outcome ending: Int32, tally: inout Tally) -> Bool {
    switch stage[job] {
    case .final: return false
    case .running:
      outcome[job] = ending
      closeTry(job, tally: &tally)
    case .queued:
      leaveQueue(job)
      keepRow(job, outcome: ending, started: Schedule.never, stopped: Schedule.never)
    case .waiting, .submitted:
      readyAt[job] = clock
      keepRow(job, outcome: ending, started: Schedule.never, stopped: Schedule.never)
    case .ended: break
    }
    if stage[job] == .running { noteEnd(job) }
    outcome[job] = ending
    markFailed(job, tally: &tally)
    return true
  }
}
