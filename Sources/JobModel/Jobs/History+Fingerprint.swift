extension History {
  /// A hash of all that a replay and its figures can depend on: part of a run's id.
  ///
  /// - Complexity: O(jobs).
  public var fingerprint: String {
    var hash = Fingerprint()
    hash.add(Int64(jobs.count))
    for job in jobs { hash.add(job) }
    return hash.fullText
  }
}

extension Fingerprint {
  fileprivate mutating func add(_ job: Job) {
    add(job.key.run)
    add(job.key.id)
    add(Int64(job.key.tryNumber))
    add(job.kind.rawValue)
    for text in [job.name, job.executable, job.state.name] { add(text) }
    add(Int64(job.isCached ? 1 : 0))
    for text in [
      job.failureReason?.name, job.user, job.stage, job.function, job.instanceType, job.priority?.rawValue,
      job.finalPriority?.rawValue, job.priceModel?.rawValue, job.parent, job.root, job.analysis, job.detachedFrom,
      job.cost?.currency.code, job.spotSavings?.currency.code,
    ] { add(optional: text) }
    for time in [job.submitted, job.runnable, job.started, job.stopped, job.ended] { add(optional: time?.milliseconds) }
    for number in [
      job.runtime?.milliseconds, job.memoryRequested?.count, job.timeLimit?.milliseconds, job.rank.map { Int64($0) },
      job.parentTry.map { Int64($0) }, job.cost?.nanos, job.spotSavings?.nanos, job.usage.peakMemory?.count,
      job.vcpus.map { Int64(bitPattern: $0.bitPattern) },
      job.usage.cpuPercent.map { Int64(bitPattern: $0.bitPattern) },
    ] { add(optional: number) }
    add(Int64(job.nodes))
    add(Int64(job.dependencies.count))
    for id in job.dependencies { add(id) }
    // The queue is among them.
    add(Int64(job.properties.count))
    for property in job.properties {
      add(property.name)
      add(property.value)
    }
    guard let policy = job.restartPolicy else { return add(Int64(-1)) }
    add(Int64(policy.restartOn.count))
    for (reason, count) in policy.restartOn.sorted(by: { $0.key.name < $1.key.name }) {
      add(reason.name)
      add(Int64(count))
    }
    add(Int64(policy.maxRestarts))
    add(Int64(policy.largerType ? 1 : 0))
    add(optional: policy.maxSpotTries.map { Int64($0) })
  }

  /// Adds a text or that there is none.
  private mutating func add(optional text: String?) {
    if let text {
      add(CollectionOfOne(1))
      add(text)
    } else {
      add(CollectionOfOne(0))
    }
  }

  /// Adds a number or that there is none.
  private mutating func add(optional number: Int64?) {
    if let number {
      add(CollectionOfOne(1))
      add(number)
    } else {
      add(CollectionOfOne(0))
    }
  }
}
