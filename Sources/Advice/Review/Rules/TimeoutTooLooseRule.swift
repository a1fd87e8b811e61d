import JobModel

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
