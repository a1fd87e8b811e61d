import JobModel

/// Tries that failed and were done again.
struct RetriedWorkRule: ReviewRule {
  let kind = Finding.Kind.retriedWork
  let condition = "a try failed, for a reason that no rule above explains, and the same work was tried again later"
  let stake = "the failed tries"
  let advice = "the cause that most of it went to"

  func draft(_ executable: ReviewedExecutable) -> FindingDraft? {
    LostWork.draft(executable, verb: "failed and tried again") { index in
      executable.rows[index].state == .restarted || executable.laterTries[index] != nil
    }
  }
}

/// Tries that failed and were not made good.
struct FailedWorkRule: ReviewRule {
  let kind = Finding.Kind.failedWork
  let condition = "a try failed, for a reason that no rule above explains, and nobody tried again"
  let stake = "the failed tries"
  let advice = "the cause that most of it went to"

  func draft(_ executable: ReviewedExecutable) -> FindingDraft? {
    LostWork.draft(executable, verb: "failed for good") { executable.laterTries[$0] == nil }
  }
}

/// Failed tries, by cause.
enum LostWork {
  static func draft(
    _ executable: ReviewedExecutable, verb: String, _ belongs: (Int) -> Bool
  ) -> FindingDraft? {
    let tries = executable.selected.filter {
      let row = executable.rows[$0]
      return (row.state == .failed || row.state == .restarted || row.state == .restartable)
        && !executable.isClaimed($0) && belongs($0)
    }
    guard !tries.isEmpty else { return nil }
    var byCause: [String: (count: Int, time: Int64, nanos: Int64, message: String?)] = [:]
    var draft = FindingDraft(tries, evidence: [], remedy: "")
    for index in tries {
      let row = executable.rows[index]
      draft.stake(executable.charges[index])
      var figures = byCause[cause(row)] ?? (0, 0, 0, nil)
      figures.count += 1
      figures.time = saturatingSum(figures.time, executable.charges[index].time)
      figures.nanos = saturatingSum(figures.nanos, executable.charges[index].nanos ?? 0)
      figures.message = figures.message ?? row.failureMessage
      byCause[cause(row)] = figures
    }
    executable.claim(tries)
    let causes = byCause.sorted { ($1.value.nanos, $1.value.time, $0.key) < ($0.value.nanos, $0.value.time, $1.key) }
    for (cause, figures) in causes.prefix(5) {
      var line = "\(cause): \(Wording.count(figures.count, "try", "tries")) \(verb), \(Wording.time(figures.time))"
      if let currency = executable.currency, draft.nanos != nil {
        line += ", \(Money(nanos: figures.nanos, currency: currency))"
      }
      if let message = figures.message { line += ": \"\(message.prefix(160))\"" }
      draft.evidence.append(line)
    }
    if causes.count > 5 { draft.evidence.append("and \(causes.count - 5) more causes") }
    draft.remedy = causes.first.map { remedy($0.key) } ?? ""
    return draft
  }

  private static func cause(_ row: ReviewRow) -> String {
    if let reason = row.failureReason { return reason.name }
    return row.exitCode.map { "exit code \($0)" } ?? "no exit code"
  }

  private static func remedy(_ cause: String) -> String {
    switch cause {
    case "UnresponsiveWorker":
      "a worker that stops answering is mostly out of memory: take a larger machine if it comes again (it is not charged)"
    case "DependencyUnsatisfiable", "JobTreeFailure": "nothing of its own: mend what failed before it"
    case "InputError": "check the inputs before the launch: the job failed on them"
    case "CostLimitExceeded", "SpendingLimitExceeded":
      "raise the limit, or estimate before launching: `purser estimate PLAN`"
    case "no exit code":
      "no exit code is recorded: the host was lost, the task never started, or nobody wrote it down; look at the queue's events"
    case "exit code 143": "ended by a signal (143), as by a limit, a reclaimed machine or by hand; not for memory"
    case "exit code 137", "exit code 247":
      "killed, and likely for memory: watch its peak, and ask for more if it comes again"
    case "AuthError": "renew the token that the job uses"
    default: "the program failed by itself (\(cause)): read the last lines of its log, and test on a small input first"
    }
  }
}
