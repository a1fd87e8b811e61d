import JobModel

/// Ran out of memory, or nearly did.
struct MemoryStarvedRule: ReviewRule {
  let kind = Finding.Kind.memoryStarved
  let condition = """
    a try failed with AppInsufficientResourceError that was not for its disk; its log or its message tells of an \
    out-of-memory kill; its peak is 95 % or more of what it could use; or it failed with exit code 137 or 247 and the same name \
    completed later or was killed at least twice. Such an exit code alone is `info`, "likely memory"; 143, 1 or no code is none
    """
  let stake = "the tries that failed for it"
  let advice = "a quarter more than the largest peak, or the next larger machine of the family"

  private enum Reason { case reported, logged, repeated, full, alone }

  func draft(_ executable: ReviewedExecutable) throws -> FindingDraft? {
    let kills = killCounts(executable)
    var found: [(index: Int, reason: Reason)] = []
    var lines: [String] = []
    for index in executable.selected where !executable.isClaimed(index) {
      let observation = try executable.observation(index)
      // What ended well, and has no log, can only have been full.
      guard
        observation != nil || executable.rows[index].state != .done || executable.uses[index].memoryShare ?? 0 >= 0.95
      else { continue }
      let row = executable.rows[index]
      let events = (observation?.events ?? []).filter { Self.tells($0.kind) }
      if !events.isEmpty {
        found.append((index, .logged))
        if lines.count < 6 { lines += events.prefix(4).map { "  \(Wording.job(row)): \($0.text)" } }
      } else if Self.isReported(row) {
        found.append((index, .reported))
      } else if !row.isCached, let share = executable.uses[index].memoryShare, share >= 0.95 {
        found.append((index, .full))
      } else if Self.isKilled(row) {
        let completed = executable.laterTries[index] ?? false
        let isRepeated = completed || (kills[row.workID] ?? 0) >= 2
        found.append((index, isRepeated ? .repeated : .alone))
      }
    }
    let strong = found.filter { $0.reason != .alone }
    let tries = (strong.isEmpty ? found : strong).map(\.index)
    guard !tries.isEmpty else { return nil }
    var draft = FindingDraft(tries, evidence: evidence(found, executable) + lines, remedy: "")
    // A full memory is a warning; what ended well is not lost.
    let lost = tries.filter { executable.rows[$0].state != .done }
    for index in lost { draft.stake(executable.charges[index]) }
    if strong.isEmpty { draft.most = .info } else { executable.claim(lost) }
    if !strong.isEmpty, lost.isEmpty { draft.most = .low }
    draft.remedy = MemoryAdvice.text(executable)
    return draft
  }

  /// Events that tell of too little memory.
  static func tells(_ kind: LogEvent.Kind) -> Bool {
    kind == .processKilled || kind == .oomKillerInvoked || kind == .memoryWarning
  }

  /// Whether the platform, or the message, says so.
  static func isReported(_ row: ReviewRow) -> Bool {
    guard row.state != .done, !row.isCached else { return false }
    // Most have no message, and looking for text in nothing is not free.
    if let message = row.failureMessage?.lowercased(),
      message.contains("out of memory") || message.contains("oom-kill")
    {
      return true
    }
    return row.failureReason == .appInsufficientResourceError && !DiskStarvedRule.isReported(row)
  }

  /// Whether it was killed as processes are for memory; what a limit or the cloud ended was not.
  static func isKilled(_ row: ReviewRow) -> Bool {
    guard row.state == .failed || row.state == .restarted || row.state == .restartable else { return false }
    guard row.failureReason != .jobTimeoutExceeded, row.failureReason != .spotInstanceInterruption else { return false }
    return row.exitCode == 137 || row.exitCode == 247
  }

  private func killCounts(_ executable: ReviewedExecutable) -> [JobKey: Int] {
    var counts: [JobKey: Int] = [:]
    for row in executable.rows where Self.isKilled(row) { counts[row.workID, default: 0] += 1 }
    return counts
  }

  private func evidence(_ found: [(index: Int, reason: Reason)], _ executable: ReviewedExecutable) -> [String] {
    func tries(_ reason: Reason) -> [Int] { found.filter { $0.reason == reason }.map(\.index) }
    var lines: [String] = []
    let killed = tries(.repeated)
    if !killed.isEmpty {
      let completed = killed.filter { executable.laterTries[$0] ?? false }
      let names = Set(killed.map { executable.rows[$0].workID }).count
      let later = Set(completed.map { executable.rows[$0].workID }).count
      lines.append(
        "\(Wording.count(killed.count, "try", "tries")) of \(Wording.count(names, "name")) killed with exit code 137 or 247; "
          + "\(Wording.count(later, "name")) completed later")
    }
    let reported = tries(.reported)
    if let first = reported.first {
      let row = executable.rows[first]
      lines.append(
        "\(Wording.count(reported.count, "try", "tries")) failed with "
          + "\(row.failureReason?.name ?? "an out-of-memory message")"
          + (row.failureMessage.map { ": \"\($0.prefix(160))\"" } ?? ""))
    }
    let logged = tries(.logged)
    if !logged.isEmpty {
      lines.append("the log of \(Wording.count(logged.count, "try", "tries")) tells of processes killed for memory:")
    }
    let full = tries(.full)
    if let largest = full.max(by: { executable.uses[$0].memoryShare ?? 0 < executable.uses[$1].memoryShare ?? 0 }) {
      lines.append(
        "\(Wording.count(full.count, "try", "tries")) filled 95 % or more of the memory they could use, at most "
          + "\(Wording.percent(executable.uses[largest].memoryShare ?? 0)) (\(Wording.job(executable.rows[largest])))")
    }
    let alone = tries(.alone)
    if !alone.isEmpty {
      lines.append(
        "likely memory: \(Wording.count(alone.count, "try", "tries")) killed with exit code 137 or 247, and nothing beside it"
      )
    }
    return lines
  }
}

/// How much memory to ask for instead.
enum MemoryAdvice {
  /// - Parameter machine: the memory of the machine that was too small, where a log tells it.
  static func text(_ executable: ReviewedExecutable, machine: Bytes? = nil) -> String {
    if let type = executable.rows.last(where: { $0.instanceType != nil && MemoryStarvedRule.isReported($0) })?
      .instanceType
      ?? executable.rows.last(where: { $0.instanceType != nil })?.instanceType,
      let larger = executable.machines.larger(than: type)
    {
      return "the next larger machine: " + Setting.machine(larger.name, executable)
    }
    let peak = executable.rows.compactMap(\.usage.peakMemory?.count).max().map(Double.init)
    let asked = executable.rows.compactMap(\.memoryRequested?.count).max().map(Double.init)
    let needed = max((peak ?? 0) * 1.25, (asked ?? 0) * 1.5, Double(machine?.count ?? 0) * 1.5)
    guard needed > 0 else {
      if Setting.isDNAnexus(executable) { return "take a machine with more memory: `dx run … --instance-type …`" }
      return "ask for more memory: half as much again as now, doubled after each kill "
        + "(Nextflow: `errorStrategy = { task.exitStatus in [137, 247] ? 'retry' : 'finish' }`, `memory = { 8.GB * task.attempt }`)"
    }
    if Setting.isDNAnexus(executable), let type = executable.machines.smallest(holding: needed) {
      return "a machine with more memory, such as \(type.name) (\(type.usableMemory)): "
        + Setting.machine(type.name, executable)
    }
    return "ask for more memory: " + Setting.memory(needed, executable)
  }
}

extension ReviewRow {
  /// What stands for the same work in several tries: its name within its run, or its id where names are not told.
  var workID: JobKey {
    JobKey(run: key.run, id: name.isEmpty || (key.run.isEmpty && name == executable) ? key.id : name)
  }
}
