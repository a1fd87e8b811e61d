public import JobModel

extension RunReport {
  /// All that is kept of a run: its document, what went in, every replication and the schedule: `purser/run/1`.
  public static func fullJSON(_ run: Run) -> JSONValue {
    .pairs([
      "schema": "purser/run/1", "kind": .string(run.kind.rawValue), "result": json(run),
      "inputs": .array(
        run.inputs.map {
          .pairs(["role": .string($0.role), "name": .string($0.name), "content": .string($0.content)])
        }),
      "samples": .pairs([
        "cost": .array(run.costSamples.map { .amount($0) }),
        "wall_clock_s": .array(run.wallClockSamples.map { .seconds($0) }),
      ]),
      "schedule": run.schedule.map(schedule) ?? .null,
    ])
  }

  private static func schedule(_ schedule: Schedule) -> JSONValue {
    func time(_ milliseconds: Int64) -> JSONValue {
      milliseconds == Schedule.never ? .null : .seconds(milliseconds)
    }
    return .array(
      (0..<schedule.count).map { row in
        let outcome = schedule.outcomes[Int(schedule.outcome[row])]
        let type = schedule.type[row]
        return .pairs([
          "job": .string(schedule.jobs[Int(schedule.job[row])]), "try": .integer(Int64(schedule.tryNumber[row])),
          "task": .string(schedule.tasks[Int(schedule.task[row])]), "submitted_s": time(schedule.submitted[row]),
          "started_s": time(schedule.started[row]), "stopped_s": time(schedule.stopped[row]),
          "state": .string(outcome.state.name), "failure_reason": .text(outcome.reason?.name),
          "instance_type": .text(type < 0 ? nil : schedule.types[Int(type)]), "spot": .bool(schedule.isSpot[row]),
          "cost": .amount(schedule.cost[row]),
        ])
      })
  }
}
