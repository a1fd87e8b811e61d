public import JobModel

/// All about one job, as a document, a table or a screen.
public enum JobReport {
  /// The document: `purser/job/1`.
  public static func json(_ details: JobDetails) -> JSONValue {
    let job = details.job
    let observation = details.observation
    return .pairs([
      "schema": "purser/job/1", "job": JobList.job(job),
      "memory_requested_bytes": job.memoryRequested.map { .integer($0.count) } ?? .null,
      "vcpus": .fraction(job.vcpus), "timeout_s": .seconds(job.timeLimit?.milliseconds),
      "failure_message": .text(job.failureMessage),
      "states": .array(
        job.transitions.map {
          .pairs(["state": .string($0.state.name), "time_s": .seconds($0.time.milliseconds)])
        }),
      "tries": .array(details.tries.map(JobList.job)), "children": .count(details.children),
      "parent_name": .text(details.parent?.name),
      "peers": .pairs([
        "jobs": .count(details.peers.count), "runtime_s": rank(details.peers.runtime) { .seconds($0) },
        "cost": rank(details.peers.cost) { .amount($0) },
        "peak_memory_bytes": rank(details.peers.memory) { .integer($0) },
      ]),
      "samples": .array((observation?.samples ?? []).map(sample)),
      "log": .array(
        (observation?.events ?? []).map {
          .pairs([
            "time_s": .seconds($0.time?.milliseconds), "kind": .string($0.kind.rawValue), "text": .string($0.text),
          ])
        }),
      "findings": details.findings.map { .array($0.map(finding)) } ?? .null,
    ])
  }

  private static func finding(_ finding: Finding) -> JSONValue {
    .pairs([
      "kind": .string(finding.kind.rawValue), "severity": .string(finding.severity.rawValue),
      "evidence": .string(finding.evidence.joined(separator: "\n")), "remedy": .string(finding.remedy),
      "cost": .amount(finding.cost?.nanos), "currency": .text(finding.cost?.currency.code),
      "time_s": .seconds(finding.time.milliseconds),
    ])
  }

  private static func rank(_ rank: JobDetails.Rank?, _ value: (Int64) -> JSONValue) -> JSONValue {
    guard let rank else { return .null }
    return .pairs([
      "own": value(rank.own), "p05": value(rank.p05), "p50": value(rank.p50), "p95": value(rank.p95),
      "share_below": .fraction(rank.shareBelow),
    ])
  }

  private static func sample(_ sample: UsageSample) -> JSONValue {
    .pairs([
      "time_s": .seconds(sample.time.milliseconds), "source": .string(sample.source.rawValue),
      "cpu_percent": .fraction(sample.cpuPercent),
      "memory_bytes": sample.memoryUsed.map { .integer($0.count) } ?? .null,
      "disk_bytes": sample.diskUsed.map { .integer($0.count) } ?? .null,
    ])
  }
}
