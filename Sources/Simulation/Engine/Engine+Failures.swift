import JobModel

/// What fails by itself, and how often that is tried again.
extension Engine {
  /// The first of the failures that a job's class knows, if it comes before what else would end the try.
  ///
  /// Each reason has draws of its own, so that one more reason changes nothing about the others.
  func failByItself(
    _ job: Int, _ index: Int, _ work: Int64, _ tryNumber: Int, _ duration: inout Int64, _ ending: inout Int32
  ) {
    let key = workload.drawKey[job]
    for place in 0..<classes[index].failures.count {
      let failure = classes[index].failures[place]
      let counter = tryNumber &+ Int(failure.reason) &<< 32
      if failure.perTry > 0 && draws.uniform(key, .failureOccurs, counter) < failure.perTry {
        let moment = checkedInteger(Double(work) * draws.uniform(key, .failureMoment, counter)) ?? work
        // Also at the very end: work of no length fails as often as any other.
        if moment <= duration { (duration, ending) = (moment, outcomeOfFailure(failure.reason)) }
      }
      if failure.meanTime < .infinity {
        let until = Sampler.exponential(mean: failure.meanTime).value(draws.uniform(key, .failureHazard, counter))
        if until < duration { (duration, ending) = (until, outcomeOfFailure(failure.reason)) }
      }
    }
  }

  /// How a try ends that fails for a reason of `FailureReason.spontaneous`.
  private func outcomeOfFailure(_ reason: Int32) -> Int32 {
    // Memory that runs out is one thing, whether a distribution or a rate says so.
    Int(reason) == Self.memoryPlace ? outcomes.outOfMemory : outcomes.firstFailure + reason
  }

  private static let memoryPlace = FailureReason.spontaneous.firstIndex(of: .appInsufficientResourceError) ?? -1

  /// Whether the policy gives the job another try; counts the failure and moves the job to a larger type if asked.
  mutating func restarts(_ job: Int, _ ending: Int32) -> Bool {
    let index = Int(workload.classOf[job])
    let restart = classes[index].restart
    guard attempts[job].all - attempts[job].before <= restart.all else { return false }
    if ending == outcomes.interrupted {
      attempts[job].interrupted += 1
      return attempts[job].interrupted <= restart.spot
    }
    if ending == outcomes.outOfMemory {
      attempts[job].memory += 1
      guard attempts[job].memory <= restart.memory else { return false }
      if restart.largerType, machine[job] >= 0 {
        let larger = machines[Int(machine[job])].nextLarger
        if larger >= 0 { machine[job] = larger }
      }
      return true
    }
    if ending == outcomes.timedOut {
      attempts[job].timeout += 1
      return attempts[job].timeout <= restart.timeout
    }
    for place in 0..<classes[index].failures.count {
      let failure = classes[index].failures[place]
      guard outcomes.firstFailure + failure.reason == ending else { continue }
      let count = job * workload.failureColumns + Int(failure.column)
      if failureCounts[count] < .max { failureCounts[count] += 1 }
      return UInt32(failureCounts[count]) <= failure.restarts
    }
    return false
  }
}
