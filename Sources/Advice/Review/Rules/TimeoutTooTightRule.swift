import JobModel

/// The limit ended jobs that were at work.
struct TimeoutTooTightRule: ReviewRule {
  let kind = Finding.Kind.timeoutTooTight
  let condition = "a try was ended by its time limit, and was no runaway"
  let stake = "the tries that the limit ended"
  let advice = "twice the limit, or a third above the longest that ended well, whichever is more"

  func draft(_ executable: ReviewedExecutable) -> FindingDraft? {
    let tries = executable.selected.filter {
      executable.rows[$0].failureReason == .jobTimeoutExceeded && !executable.isClaimed($0)
    }
    guard let last = tries.last else { return nil }
    var draft = FindingDraft(tries, evidence: [], remedy: "")
    for index in tries { draft.stake(executable.charges[index]) }
    let row = executable.rows[last]
    let longest = executable.done.map { Double(executable.rows[$0].workerTime?.milliseconds ?? 0) }.max() ?? 0
    let limit = Double(row.timeLimit?.milliseconds ?? row.workerTime?.milliseconds ?? 0)
    draft.evidence = [
      "\(Wording.count(tries.count, "try", "tries")) ended by the limit, the last \(Wording.job(row)) after "
        + Wording.time(row.workerTime?.milliseconds ?? 0)
        + (row.timeLimit.map { " under a limit of \($0)" } ?? ""),
      executable.done.isEmpty
        ? "none of this executable ended well" : "the longest that ended well took \(Wording.time(longest))",
    ]
    executable.claim(tries)
    draft.remedy =
      "raise the limit, or make the work smaller: "
      + Setting.timeout(max(2 * limit, longest * 4 / 3, Double(row.workerTime?.milliseconds ?? 0) * 1.5), executable)
    return draft
  }
}

extension TryCharge {
  /// What an hour of it costs; nought without a price or time.
  var nanosPerHour: Double { time > 0 ? Double(nanos ?? 0) / Double(time) * 3_600_000 : 0 }
}
