import JobModel

/// Ran, or runs, far longer than its peers.
struct RunawayRule: ReviewRule {
  let kind = Finding.Kind.runaway
  let condition = """
    a try, ended or still running, is longer than one in a thousand of its own executable's is with such an input and \
    machine (tries that were ended early count as at least so long), at least 2.5 times what is typical, and at least ten \
    minutes too long. With fewer than 20 that ended well the spread is drawn towards a factor of two; with fewer than 5, those that \
    were ended from outside count as ended too, then tries of an hour or more that neither ended \
    well nor by their limit are judged among the same user's rare executables, then among everybody's (20 needed), else \
    none is judged
    """
  let stake = "what it took beyond the mean of its usual peers"
  let advice = "a timeout just above what is usual; looking at those that still run"

  static let leastExcess: Double = 600_000

  func draft(_ executable: ReviewedExecutable) -> FindingDraft? {
    var draft = FindingDraft([], evidence: [], remedy: "")
    var longest: [(length: Double, text: String)] = []
    var largest = 0.0
    for index in executable.selected where !executable.isClaimed(index) {
      let row = executable.rows[index]
      guard row.failureReason != .spotInstanceInterruption, let item = ReviewedExecutable.item(row),
        let limit = executable.length.longest(item), item.length > limit
      else { continue }
      // Beside other executables, one that ended well, or that its own limit ended, is long and no more.
      guard executable.hasOwnPeers || (row.state != .done && row.failureReason != .jobTimeoutExceeded) else { continue }
      let expected = executable.length.expected(item)
      guard item.length - expected >= Self.leastExcess else { continue }
      draft.tries.append(index)
      draft.stake(executable.charges[index], part: (item.length - expected) / item.length)
      largest = max(largest, limit)
      let verb = row.isRunning ? "runs for" : "ran for"
      longest.append(
        (
          item.length,
          "\(Wording.job(row)) \(verb) \(Wording.time(item.length)), \(row.state); usual is "
            + "\(Wording.time(expected)), one in a thousand passes \(Wording.time(limit))"
        ))
    }
    guard !draft.tries.isEmpty else { return nil }
    longest.sort { ($1.length, $0.text) < ($0.length, $1.text) }
    draft.evidence = [
      "judged against \(Wording.count(executable.length.events, "try", "tries")) \(executable.peers)"
        + (executable.length.usesInput ? ", by the size of their input" : "")
    ]
    draft.evidence += longest.prefix(5).map(\.text)
    if longest.count > 5 { draft.evidence.append("and \(longest.count - 5) more") }
    let running = draft.tries.filter { executable.rows[$0].isRunning }
    if !running.isEmpty { draft.least = .medium }
    executable.claim(draft.tries)
    draft.remedy = "a timeout just above what is usual: " + Setting.timeout(largest, executable)
    if let first = running.first, Setting.isDNAnexus(executable) {
      draft.remedy =
        "look at `dx watch \(executable.rows[first].key.id)`, end it with `dx terminate "
        + "\(executable.rows[first].key.id)`; then " + draft.remedy
    }
    return draft
  }
}
