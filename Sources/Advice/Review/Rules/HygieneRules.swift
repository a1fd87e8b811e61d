import JobModel

/// Nobody can say what its cost was for.
struct UntaggedRule: ReviewRule {
  let kind = Finding.Kind.untagged
  let condition = "jobs of a platform with tags have none"
  let stake = "nothing is lost; `low` where they are 1 % of the period or more"
  let advice = "a tag at launch"

  func draft(_ executable: ReviewedExecutable) -> FindingDraft? {
    Hygiene.draft(
      executable, "without a tag: their cost cannot be attributed",
      remedy: "`dx run … --tag PROJECT`; for those there: `dx tag job-xxxx PROJECT`"
    ) { $0.tags.isEmpty }
  }
}

/// Jobs that cannot be told apart.
struct UnnamedRule: ReviewRule {
  let kind = Finding.Kind.unnamed
  let condition = "jobs of a platform with names have none of their own, but that of what they run"
  let stake = "nothing is lost; `low` where they are 1 % of the period or more"
  let advice = "a name at launch"

  func draft(_ executable: ReviewedExecutable) -> FindingDraft? {
    Hygiene.draft(executable, "without a name of their own", remedy: "`dx run … --name \"WHAT FOR\"`") {
      // A stage of a workflow is told apart by its analysis.
      ($0.name.isEmpty || $0.name == $0.executable) && $0.analysis == nil
    }
  }
}

/// What the two have in common.
enum Hygiene {
  static func draft(
    _ executable: ReviewedExecutable, _ what: String, remedy: String, _ lacks: (ReviewRow) -> Bool
  ) -> FindingDraft? {
    // A job of which only a log is known has no tags to lack.
    let tries = executable.selected.filter {
      executable.rows[$0].isOfDNAnexus && executable.rows[$0].submitted != nil && lacks(executable.rows[$0])
    }
    guard !tries.isEmpty else { return nil }
    var draft = FindingDraft(tries, evidence: [], remedy: remedy)
    var exposed = FindingDraft([], evidence: [], remedy: "")
    for index in tries { exposed.stake(executable.charges[index]) }
    var line = "\(Wording.count(executable.jobCount(tries), "job")) \(what)"
    if let nanos = exposed.nanos, let currency = executable.currency {
      line += " (\(Money(nanos: nanos, currency: currency)))"
    }
    draft.evidence = [line]
    draft.exposedNanos = exposed.nanos
    draft.most = .low
    return draft
  }
}
