public import JobModel

extension JobList {
  /// A row a try; times count from 1970, in UTC, or from the beginning of the log.
  public static func csv(_ page: JobPage) -> CSVTable {
    var table = CSVTable(header: [
      "job", "try", "run", "name", "executable", "state", "failure_reason", "exit_code", "user", "project", "tags",
      "instance_type", "priority", "submitted_s", "started_s", "stopped_s", "wait_s", "runtime_s", "cost", "currency",
      "cpu_percent", "peak_memory_bytes", "input_bytes", "parent", "time_limit_s",
    ])
    for job in page.jobs {
      table.add([
        .text(job.key.id), .count(job.key.tryNumber), .text(job.key.run), .text(job.name), .text(job.executable),
        .text(job.state.name), .text(job.failureReason?.name), .count(job.exitCode.map(Int64.init)), .text(job.user),
        .text(job.project), .text(job.tags.joined(separator: ";")), .text(job.instanceType),
        .text(job.priority?.rawValue), .seconds(job.submitted?.milliseconds), .seconds(job.started?.milliseconds),
        .seconds(job.stopped?.milliseconds), .seconds(job.wait?.milliseconds),
        .seconds(job.shownRuntime?.milliseconds), .amount(job.cost?.nanos), .text(job.cost?.currency.code),
        .fraction(job.usage.cpuPercent), .count(job.usage.peakMemory?.count), .count(job.usage.input?.count),
        .text(job.parent), .seconds(job.timeLimit?.milliseconds),
      ])
    }
    return table
  }
}
