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

/// Nothing ends a job that hangs.
struct TimeoutMissingRule: ReviewRule {
  let kind = Finding.Kind.timeoutMissing
  let condition = "the limit of its tries is the platform's default of 30 days, or more"
  let stake =
    "nothing yet; `low` where one job that hangs would cost 1 % of the period, or where one did hang or run away"
  let advice = "a limit well above the longest; `purser recommend` gives one with its risk"

  /// The platform's default, which is as good as none.
  static let platformDefault = SimDuration.hours(720)

  func draft(_ executable: ReviewedExecutable) -> FindingDraft? {
    let tries = executable.selected.filter {
      let row = executable.rows[$0]
      return !row.isCached && row.timeLimit.map { $0 >= Self.platformDefault } ?? false
        && executable.charges[$0].time > 0
    }
    guard !tries.isEmpty else { return nil }
    var draft = FindingDraft(tries, evidence: [], remedy: "")
    let done = executable.done.compactMap { executable.rows[$0].workerTime?.milliseconds }
    let longest = done.max() ?? 0
    var line = "\(Wording.count(tries.count, "try", "tries")) could have run for 30 days"
    if !done.isEmpty { line += "; the longest that ended well took \(Wording.time(longest))" }
    draft.evidence = [line]
    // What a try costs by the hour, of those that have a price.
    let priced = tries.filter { executable.charges[$0].nanos ?? 0 > 0 }
    if let currency = executable.currency, let dearest = priced.map({ executable.charges[$0].nanosPerHour }).max() {
      let burned = Money(nanos: checkedInteger(dearest * 720) ?? .max, currency: currency)
      draft.evidence.append("a job that hangs would cost up to \(burned)")
      draft.exposedNanos = burned.nanos
    }
    let isProven = executable.selected.contains { executable.isBeyondUsual($0) ?? false }
    draft.most = .low
    if isProven { draft.least = .low }
    let item = UsualLength.Item(length: 1, input: nil, kind: nil, isCensored: false)
    let limit = max(3 * Double(longest), executable.length.longest(item) ?? 0)
    draft.remedy =
      limit > 0
      ? "set one: " + Setting.timeout(limit, executable)
      : "set one: not enough data for a value (0 of \(UsualLength.fewest) ended well)"
    return draft
  }
}

/// The limit is so far off that it protects nothing.
struct TimeoutTooLooseRule: ReviewRule {
  let kind = Finding.Kind.timeoutTooLoose
  let condition = """
    at least 20 tries ended well, and the shortest limit is more than ten times what the longest took (and is less than 30 days)
    """
  let stake = "nothing yet: always `info`"
  let advice = "three times the longest; `purser recommend` gives a value with its risk"

  func draft(_ executable: ReviewedExecutable) -> FindingDraft? {
    let tries = executable.done.filter { executable.rows[$0].timeLimit != nil }
    guard tries.count >= UsualLength.enough, let limit = tries.compactMap({ executable.rows[$0].timeLimit }).min(),
      limit < TimeoutMissingRule.platformDefault,
      let longest = executable.done.compactMap({ executable.rows[$0].workerTime }).max(), longest > .zero,
      Double(limit.milliseconds) > 10 * Double(longest.milliseconds)
    else { return nil }
    var draft = FindingDraft(
      tries,
      evidence: [
        "limits of \(limit) or more; the longest of \(Wording.count(executable.done.count, "try", "tries")) took \(longest)"
      ], remedy: "lower it: " + Setting.timeout(3 * Double(longest.milliseconds), executable))
    draft.most = .info
    return draft
  }
}

extension TryCharge {
  /// What an hour of it costs; nought without a price or time.
  var nanosPerHour: Double { time > 0 ? Double(nanos ?? 0) / Double(time) * 3_600_000 : 0 }
}
