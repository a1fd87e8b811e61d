import JobModel

/// Held a worker and did nothing.
struct StuckRule: ReviewRule {
  let kind = Finding.Kind.stuck
  let condition = """
    a log shows at least 30 minutes at its end with flat memory (within 2 %), no network and processors below 5 %, or at any \
    steady level after the kernel killed a process; or the mean processor use of a try that did not end well is below \
    2 % where its peers' is 10 % or more, for longer than its peers take and than any such idle try that ended well
    """
  let stake = "the time from where nothing moved to the end"
  let advice = "more memory where the kernel killed a process; a timeout; looking at the last line of the log"

  /// A spell shorter than this may be a download or a pause.
  static let leastSpell = SimDuration.minutes(30)

  func draft(_ executable: ReviewedExecutable) throws -> FindingDraft? {
    var draft = FindingDraft([], evidence: [], remedy: "")
    var killed = false
    var machineMemory: Bytes?
    for index in executable.selected where !executable.isClaimed(index) && executable.charges[index].time > 0 {
      let observation = try executable.observation(index)
      // Without a log only what did not end well is asked about: most rows need not be looked at as a whole.
      guard observation != nil || executable.rows[index].state != .done else { continue }
      let row = executable.rows[index]
      if let observation, let spell = QuietSpell(observation, row: row) {
        draft.tries.append(index)
        killed = killed || !spell.killLines.isEmpty
        machineMemory = observation.samples.last?.memoryTotal ?? machineMemory
        draft.stake(executable.charges[index], part: spell.part(of: row))
        if draft.tries.count <= 5 {
          draft.evidence.append("\(Wording.job(row)): \(spell.text)")
          draft.evidence += spell.killLines.prefix(4).map { "  " + $0 }
          draft.evidence += spell.sampleLines.map { "  " + $0 }
        }
      } else if let part = idlePart(index, executable) {
        draft.tries.append(index)
        draft.stake(executable.charges[index], part: part)
        if draft.tries.count <= 5 {
          draft.evidence.append(
            "\(Wording.job(row)): \(Wording.time(executable.charges[index].time)) with "
              + "\(Wording.percent(executable.uses[index].cpuShare ?? 0)) of its cores busy, and it did not end well")
        }
      }
    }
    guard !draft.tries.isEmpty else { return nil }
    if draft.tries.count > 5 { draft.evidence.append("and \(draft.tries.count - 5) more") }
    if draft.tries.contains(where: { executable.rows[$0].isRunning }) { draft.least = .medium }
    executable.claim(draft.tries)
    let limit = executable.length.longest(
      UsualLength.Item(length: 1, input: nil, kind: nil, isCensored: false))
    draft.remedy =
      (killed
        ? "a process was killed for memory and the job went on without it: \(MemoryAdvice.text(executable, machine: machineMemory)); "
        : "")
      + "end such jobs early: " + Setting.timeout(limit ?? 4 * 3_600_000, executable)
    return draft
  }

  /// By the mean of the whole try, where there is no log: the part of it that was idle.
  private func idlePart(_ index: Int, _ executable: ReviewedExecutable) -> Double? {
    let row = executable.rows[index]
    guard row.state != .done, let share = executable.uses[index].cpuShare, share < 0.02,
      let item = ReviewedExecutable.item(row), item.length >= Double(Self.leastSpell.milliseconds),
      let usual = executable.usualCPUShare, usual >= 0.1, item.length > executable.longestIdleDone,
      executable.length.events >= UsualLength.fewest, item.length > executable.length.typical(item)
    else { return nil }
    return 1 - min(1, share / usual)
  }
}

/// The end of a log in which nothing moves.
struct QuietSpell {
  /// From its first sample to the last known moment of the job.
  let start: SimTime
  let end: SimTime
  /// What it looks like.
  let text: String
  /// The log's lines about processes that the kernel killed before it.
  let killLines: [String]
  /// Its first and its last sample.
  let sampleLines: [String]

  /// The spell that a log ends in; nil if there is none.
  init?(_ observation: JobObservation, row: ReviewRow) {
    let samples = observation.samples.filter { $0.memoryUsed != nil }
    guard let last = samples.last, samples.count >= 3 else { return nil }
    let kills = observation.events.filter { $0.kind == .processKilled || $0.kind == .oomKillerInvoked }
    // The last sample at which something still moved.
    var first = samples.count - 1
    while first > 0, Self.isQuiet(samples[first - 1], beside: last), Self.isQuiet(samples[first], beside: last) {
      first -= 1
    }
    guard Self.isQuiet(samples[first], beside: last), samples.count - first >= 3 else { return nil }
    let spell = Array(samples[first...])
    let before = kills.filter { ($0.time ?? spell[0].time) <= spell[0].time }
    let levels = spell.compactMap(\.cpuPercentOfMachine)
    guard let low = levels.min(), let high = levels.max() else { return nil }
    // A process that waits for one that was killed keeps a core as busy as before; otherwise only idling counts.
    guard high < 5 || (!before.isEmpty && high - low <= 5) else { return nil }
    start = spell[0].time
    // Once another process was killed, or the log went on without a sample, nothing moved in between either.
    end = max(last.time, row.stopped ?? row.observedUntil ?? observation.span?.upperBound ?? last.time)
    guard last.time - start >= StuckRule.leastSpell else { return nil }
    text =
      "nothing moved for \(Wording.time((end - start).milliseconds))"
      + (before.isEmpty ? "" : " after the kernel killed a process")
      + ": \(spell.count) samples with processors at \(Wording.number(low)) to \(Wording.number(high)) %, memory within "
      + "2 %, no network"
    killLines = kills.map(Self.line)
    sampleLines = [spell[0], last].map(Self.line)
  }

  /// The part of the try's time that it takes.
  func part(of row: ReviewRow) -> Double {
    guard let whole = row.workerTime?.milliseconds, whole > 0 else { return 1 }
    return min(1, max(0, Double((end - start).milliseconds) / Double(whole)))
  }

  private static func isQuiet(_ sample: UsageSample, beside last: UsageSample) -> Bool {
    guard let memory = sample.memoryUsed, let other = last.memoryUsed else { return false }
    let whole = Double(max(last.memoryTotal?.count ?? other.count, 1))
    let isFlat = abs(Double(memory.count) - Double(other.count)) <= 0.02 * whole
    return isFlat && (sample.networkInRate?.count ?? 0) == 0 && (sample.networkOutRate?.count ?? 0) == 0
      && (sample.cpuIOWaitPercent ?? 0) < 5 && (sample.diskReadRate?.count ?? 0) < 1 << 20
      && (sample.diskWriteRate?.count ?? 0) < 1 << 20
  }

  private static func line(_ event: LogEvent) -> String {
    (event.time.map { "\($0)  " } ?? "") + event.text
  }

  private static func line(_ sample: UsageSample) -> String {
    var text = "\(sample.time)  CPU: \(Wording.number(sample.cpuPercentOfMachine ?? 0))%"
    if let cores = sample.cores { text += " (\(Wording.number(cores)) cores)" }
    if let used = sample.memoryUsed { text += " * Memory: \(used.count >> 20)" }
    if let total = sample.memoryTotal { text += "/\(total.count >> 20)MB" }
    if let used = sample.diskUsed { text += " * Storage: \(used.count >> 30)" }
    if let total = sample.diskTotal { text += "/\(total.count >> 30)GB" }
    if let received = sample.networkInRate { text += " * Net: \(received.count >> 20)↓" }
    if let sent = sample.networkOutRate { text += "/\(sent.count >> 20)↑MBps" }
    return text
  }
}

extension ReviewedExecutable {
  /// The median part of their cores that tries kept busy that ended well; nil below five.
  var usualCPUShare: Double? {
    let shares = rows.indices.compactMap { rows[$0].state == .done ? uses[$0].cpuShare : nil }
    return shares.count >= UsualLength.fewest ? SortedSample.median(shares) : nil
  }

  /// Milliseconds of the longest try that ended well with less than 2 % of its cores busy; nought if there is none.
  var longestIdleDone: Double {
    rows.indices.reduce(0) { longest, index in
      guard rows[index].state == .done, let share = uses[index].cpuShare, share < 0.02 else { return longest }
      return max(longest, Double(rows[index].workerTime?.milliseconds ?? 0))
    }
  }
}
