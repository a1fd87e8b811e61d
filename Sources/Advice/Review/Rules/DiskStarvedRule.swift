import JobModel

/// Ran out of disk, or nearly did.
struct DiskStarvedRule: ReviewRule {
  let kind = Finding.Kind.diskStarved
  let condition = """
    a log or a failure message tells of low disk space or of no space left; or the peak is 95 % or more of the disk it \
    could use
    """
  let stake = "the tries that failed for it"
  let advice = "a machine with a larger disk, or more disk"

  func draft(_ executable: ReviewedExecutable) throws -> FindingDraft? {
    var tries: [Int] = []
    var evidence: [String] = []
    for index in executable.selected where !executable.isClaimed(index) {
      let row = executable.rows[index]
      let event = try executable.observation(index)?.events.first { $0.kind == .lowDiskSpace || $0.kind == .diskFull }
      let share = row.isCached ? nil : executable.uses[index].diskShare
      if let event {
        tries.append(index)
        if evidence.count < 6 { evidence.append("\(Wording.job(row)): \(event.text)") }
      } else if Self.isReported(row) {
        tries.append(index)
        if evidence.count < 6 { evidence.append("\(Wording.job(row)): \(row.failureMessage?.prefix(200) ?? "")") }
      } else if let share, share >= 0.95 {
        tries.append(index)
        if evidence.count < 6 {
          evidence.append("\(Wording.job(row)): \(Wording.percent(share)) of its disk in use at the peak")
        }
      }
    }
    guard !tries.isEmpty else { return nil }
    if tries.count > evidence.count { evidence.append("and \(tries.count - evidence.count) more") }
    let peak = executable.rows.compactMap(\.usage.peakDisk?.count).max()
    let wanted = peak.map { " with more than \(Bytes(saturatingSum($0, $0 / 4))) of disk" } ?? " with a larger disk"
    let type = executable.rows.last { $0.instanceType != nil }?.instanceType
    let larger =
      type.flatMap { executable.machines.larger(than: $0) }
      .map { ": " + Setting.machine($0.name, executable) } ?? ""
    var draft = FindingDraft(tries, evidence: evidence, remedy: "take a machine\(wanted)\(larger)")
    let lost = tries.filter { executable.rows[$0].state != .done }
    for index in lost { draft.stake(executable.charges[index]) }
    if lost.isEmpty { draft.most = .low }
    executable.claim(lost)
    return draft
  }

  /// Whether the message says so.
  static func isReported(_ row: ReviewRow) -> Bool {
    guard row.state != .done, let message = row.failureMessage?.lowercased() else { return false }
    return message.contains("low disk space") || message.contains("no space left") || message.contains("disk full")
  }
}
