public import JobModel

/// A page of jobs as a document, a table or a screen.
public enum JobList {
  /// The document: `purser/jobs/1`.
  public static func json(_ page: JobPage) -> JSONValue {
    .pairs([
      "schema": "purser/jobs/1", "total": .count(page.total), "offset": .count(page.offset),
      "costs": .array(
        page.costs.map { .pairs(["cost": .amount($0.nanos), "currency": .string($0.currency.code)]) }),
      "unpriced": .count(page.unpriced), "worker_time_s": .seconds(page.workerTime.milliseconds),
      "jobs": .array(page.jobs.map(job)),
    ])
  }

  /// One try.
  static func job(_ job: Job) -> JSONValue {
    .pairs([
      "job": .string(job.key.id), "try": .count(job.key.tryNumber), "run": .string(job.key.run),
      "name": .string(job.name), "executable": .string(job.executable), "state": .string(job.state.name),
      "failure_reason": .text(job.failureReason?.name), "exit_code": job.exitCode.map { .count($0) } ?? .null,
      "user": .text(job.user), "project": .text(job.project), "tags": .texts(job.tags),
      "instance_type": .text(job.instanceType), "priority": .text(job.priority?.rawValue),
      "submitted_s": .seconds(job.submitted?.milliseconds), "started_s": .seconds(job.started?.milliseconds),
      "stopped_s": .seconds(job.stopped?.milliseconds), "wait_s": .seconds(job.wait?.milliseconds),
      "runtime_s": .seconds(job.shownRuntime?.milliseconds), "cost": .amount(job.cost?.nanos),
      "currency": .text(job.cost?.currency.code), "cpu_percent": .fraction(job.usage.cpuPercent),
      "peak_memory_bytes": job.usage.peakMemory.map { .integer($0.count) } ?? .null,
      "input_bytes": job.usage.input.map { .integer($0.count) } ?? .null, "parent": .text(job.parent),
      "time_limit_s": .seconds(job.timeLimit?.milliseconds),
    ])
  }
}

extension Job {
  /// How long it ran or, if it has not ended, has run so far.
  var shownRuntime: SimDuration? { elapsedSoFar ?? runtime ?? workerTime }

  /// How long it waited for a worker once it was ready.
  var wait: SimDuration? {
    guard let started, let ready = runnable ?? submitted else { return nil }
    return max(.zero, started - ready)
  }
}
