import JobModel

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
