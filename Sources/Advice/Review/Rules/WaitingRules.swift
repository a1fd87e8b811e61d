import JobModel

/// Waits longer for a worker than it should.
struct QueueBoundRule: ReviewRule {
  let kind = Finding.Kind.queueBound
  let condition = """
    tries that waited ten minutes or more for a worker, and longer than one in a thousand of their own executable's does \
    (where fewer than 5 waits are known, and one of an hour or more, of all such rare executables', 20 needed); or longer \
    than they ran, where the executable's tries, five or more, wait longer than they run in all. Never `high`: it costs time and no money
    """
  let stake = "the time they waited beyond the executable's median wait"
  let advice = "fewer jobs at once, a higher priority, or a higher limit"

  static let least: Int64 = 600_000

  func draft(_ executable: ReviewedExecutable) -> FindingDraft? {
    let waits = executable.rows.compactMap(\.wait)
    guard waits.contains(where: { $0.milliseconds >= Self.least }) else { return nil }
    let limit = executable.waits.longest(UsualLength.Item(length: 1, input: nil, kind: nil, isCensored: false))
    let median = SortedSample.median(waits.map { Double($0.milliseconds) }) ?? 0
    let waited = waits.reduce(0.0) { $0 + Double($1.milliseconds) }
    let worked = executable.rows.reduce(0.0) { $0 + Double($1.workerTime?.milliseconds ?? 0) }
    var draft = FindingDraft([], evidence: [], remedy: "")
    draft.isWaiting = true
    draft.most = .medium
    var longest: (wait: Int64, row: ReviewRow)?
    for index in executable.selected {
      let row = executable.rows[index]
      guard let wait = row.wait?.milliseconds, wait >= Self.least else { continue }
      let isOdd = limit.map { Double(wait) > $0 } ?? false
      guard isOdd || (waits.count >= UsualLength.fewest && waited > worked && wait > row.workerTime?.milliseconds ?? 0)
      else { continue }
      draft.tries.append(index)
      draft.time = saturatingSum(draft.time, wait - (isOdd ? checkedInteger(median) ?? 0 : 0))
      if wait > longest?.wait ?? 0 { longest = (wait, row) }
    }
    guard let longest else { return nil }
    draft.evidence = [
      "\(Wording.count(draft.tries.count, "try", "tries")) waited ten minutes or more, the longest "
        + "\(Wording.time(longest.wait)) (\(Wording.job(longest.row))); the median of \(waits.count) is \(Wording.time(median))",
      "all tries of the executable waited \(Wording.time(waited)) and worked \(Wording.time(worked))",
    ]
    let isSpot = draft.tries.contains { executable.rows[$0].priority == .low }
    draft.remedy =
      isSpot
      ? "spot had no machine: `dx run … --priority normal` goes on demand after 15 minutes"
      : "see what a higher limit or fewer jobs at once would do: `purser replay --scenario quota.yaml`"
    return draft
  }
}

/// Most of the bill is the start of the worker.
struct StartupBoundRule: ReviewRule {
  let kind = Finding.Kind.startupBound
  let condition = """
    at least ten tries of less than ten minutes each ended well, and half of their time or more is start-up: measured where the \
    record tells it, else the three minutes that DNAnexus' own guide puts on booting and loading, on machines of one's own
    """
  let stake = "the start-up that doing ten at a time would save"
  let advice = "several items a job"

  /// Boot and loading of tools, where the record does not say: UK Biobank's guide for the platform ("around three minutes").
  static let assumed: Double = 180_000
  private static let batch = 10.0

  func draft(_ executable: ReviewedExecutable) -> FindingDraft? {
    let short = executable.done.filter { executable.rows[$0].workerTime?.milliseconds ?? .max < 600_000 }
    guard short.count >= 10, short.count * 2 >= executable.done.count else { return nil }
    let isAssumed = !short.contains { executable.uses[$0].startUp != nil }
    // Only a worker of one's own has to boot.
    guard !isAssumed || Setting.isDNAnexus(executable) else { return nil }
    var draft = FindingDraft(short, evidence: [], remedy: "")
    var whole = 0.0
    var start = 0.0
    for index in short {
      let time = Double(executable.rows[index].workerTime?.milliseconds ?? 0)
      let own = isAssumed ? min(time, Self.assumed) : Double(executable.uses[index].startUp?.milliseconds ?? 0)
      whole += time
      start += own
      draft.stake(executable.charges[index], part: time > 0 ? own / time * (1 - 1 / Self.batch) : 0)
    }
    guard whole > 0, start >= whole / 2 else { return nil }
    draft.evidence = [
      "\(Wording.count(short.count, "try", "tries")) of \(Wording.time(whole / Double(short.count))) on average, of which "
        + "\(Wording.time(start / Double(short.count))) is start-up\(isAssumed ? " (assumed, not measured)" : "")"
    ]
    draft.remedy =
      "do about ten at a time, which saves nine starts of ten: in a plan `work: {items: \(short.count), items_per_job: 10}`"
    return draft
  }
}
