import JobModel

/// Interruptions eat what spot saves.
struct SpotChurnRule: ReviewRule {
  let kind = Finding.Kind.spotChurn
  let condition = "spot tries were interrupted, and what they cost is 10 % or more of what the executable cost on spot"
  let stake =
    "the interrupted tries; where on demand would have cost less than spot with its interruptions, the difference"
  let advice = """
    on demand where it would have cost less than spot with its interruptions; a look at its price where that is not known; \
    else spot still pays, the finding is `low` at most, and smaller jobs or checkpoints lose less
    """

  func draft(_ executable: ReviewedExecutable) -> FindingDraft? {
    let spot = executable.selected.filter {
      executable.rows[$0].priceModel == .spot || executable.rows[$0].failureReason == .spotInstanceInterruption
    }
    let interrupted = spot.filter { executable.rows[$0].failureReason == .spotInstanceInterruption }
    let tries = interrupted.filter { !executable.isClaimed($0) }
    guard !tries.isEmpty else { return nil }
    var draft = FindingDraft(tries, evidence: [], remedy: "")
    for index in tries { draft.stake(executable.charges[index]) }
    var all = FindingDraft([], evidence: [], remedy: "")
    for index in spot { all.stake(executable.charges[index]) }
    let lost =
      all.nanos.map { Double(draft.nanos ?? 0) / Double(max(1, $0)) }
      ?? Double(draft.time) / Double(max(1, all.time))
    guard lost >= 0.1 else { return nil }
    executable.claim(tries)
    draft.evidence = [
      "\(Wording.count(tries.count, "try", "tries")) of \(spot.count) on spot interrupted, "
        + "\(Wording.percent(lost)) of what spot cost"
    ]
    let well = spot.filter { executable.rows[$0].state == .done && !executable.rows[$0].isCached }
    judge(&draft, executable, well: well, interrupted: interrupted)
    return draft
  }

  /// Whether spot still pays: what it cost with its interruptions against what the work that ended well would have cost on
  /// demand, where no try is interrupted.
  private func judge(
    _ draft: inout FindingDraft, _ executable: ReviewedExecutable, well: [Int], interrupted: [Int]
  ) {
    let onDemand = Setting.isDNAnexus(executable) ? "`dx run … --priority high`" : "run it on demand"
    guard !well.isEmpty else {
      draft.evidence.append("no try on spot ended well, so spot saved nothing")
      draft.remedy = "on demand: \(onDemand)"
      return
    }
    guard let currency = executable.currency, let paid = Self.sum(well + interrupted, { executable.charges[$0].nanos }),
      let other = onDemandCost(executable, well)
    else {
      let types = Set(well.compactMap { executable.rows[$0].instanceType }).sorted()
      let machine = types.count == 1 ? types[0] : "its machines"
      draft.evidence.append(
        "what the work would have cost on demand is not known: give prices of \(machine) with `--catalog`")
      draft.remedy =
        "on demand (\(onDemand)) only if that costs less than spot with its interruptions; else smaller jobs or checkpoints"
      return
    }
    let figures =
      "spot with its interruptions cost \(Money(nanos: paid, currency: currency)); the work that ended well would have cost "
      + "\(Money(nanos: other, currency: currency)) on demand"
    if paid > other {
      draft.evidence.append(figures)
      draft.remedy = "on demand is cheaper: \(onDemand)"
      draft.nanos = paid - other
    } else {
      draft.evidence.append(figures + ", so spot still pays")
      draft.remedy = "stay on spot: smaller jobs or checkpoints lose less to an interruption"
      draft.most = .low
    }
  }

  /// What tries would have cost on demand, in nano-units; nil where one of them has no such price.
  private func onDemandCost(_ executable: ReviewedExecutable, _ tries: [Int]) -> Int64? {
    let charging = Charging(machines: executable.machines, currency: executable.currency)
    return Self.sum(tries) { index in
      let row = executable.rows[index]
      return row.workerTime.flatMap { charging.catalogPrice(row, $0.milliseconds, .onDemand) }
    }
  }

  private static func sum(_ tries: [Int], _ amount: (Int) -> Int64?) -> Int64? {
    var sum: Int64 = 0
    for index in tries {
      guard let more = amount(index) else { return nil }
      sum = saturatingSum(sum, more)
    }
    return sum
  }
}
