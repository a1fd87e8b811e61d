import JobModel

/// All cores busy, and slow for its input.
struct CPUStarvedRule: ReviewRule {
  let kind = Finding.Kind.cpuStarved
  let condition = """
    tries with 95 % or more of their cores busy are among the slowest tenth for their input twice as often as all tries are, \
    and at least five are (20 that ended well needed)
    """
  let stake = "what they took beyond the mean of their usual peers"
  let advice = "more cores, if the program can use them"

  func draft(_ executable: ReviewedExecutable) -> FindingDraft? {
    guard executable.length.events >= UsualLength.enough else { return nil }
    let busy = executable.done.filter { executable.uses[$0].cpuShare ?? 0 >= 0.95 && !executable.isClaimed($0) }
    let slow = busy.filter { index in
      guard let item = ReviewedExecutable.item(executable.rows[index]), let slowest = executable.length.slowest(item)
      else {
        return false
      }
      return item.length > max(slowest, 1.5 * executable.length.typical(item))
    }
    guard slow.count >= 5, slow.count * 5 >= busy.count else { return nil }
    var draft = FindingDraft(slow, evidence: [], remedy: "")
    for index in slow {
      guard let item = ReviewedExecutable.item(executable.rows[index]) else { continue }
      draft.stake(
        executable.charges[index], part: max(0, item.length - executable.length.expected(item)) / item.length)
    }
    draft.evidence = [
      "\(Wording.count(slow.count, "try", "tries")) of \(busy.count) with all cores busy are among the slowest tenth for their input"
    ]
    let cores = slow.compactMap { executable.uses[$0].vcpus }.max() ?? 1
    let type = slow.compactMap { executable.rows[$0].instanceType }.last
    draft.remedy =
      type.flatMap { executable.machines.larger(than: $0) }.map {
        "more cores: " + Setting.machine($0.name, executable)
      }
      ?? "more cores: " + Setting.cores(cores * 2, executable)
    return draft
  }
}

/// Waits for its disk while its cores idle.
struct IOBoundRule: ReviewRule {
  let kind = Finding.Kind.ioBound
  let condition = """
    tries of ten minutes or more that keep less than 30 % of their cores busy and read and write 100 MiB/s or more on average, or \
    whose metrics show 30 % or more of the processor time waiting for disks
    """
  let stake = "the cores that waited"
  let advice = "a machine with a faster local disk and fewer cores; streaming instead of copying"

  func draft(_ executable: ReviewedExecutable) throws -> FindingDraft? {
    var draft = FindingDraft([], evidence: [], remedy: "")
    for index in executable.done where executable.charges[index].time >= 600_000 {
      let row = executable.rows[index]
      let seconds = max(1, row.workerTime?.inSeconds ?? 1)
      let bytes = saturatingSum(row.usage.read?.count ?? 0, row.usage.written?.count ?? 0)
      let rate = Double(bytes) / seconds
      let share = executable.uses[index].cpuShare
      let waits = (try executable.observation(index)?.samples ?? []).compactMap(\.cpuIOWaitPercent)
      let waiting = waits.isEmpty ? 0 : waits.reduce(0, +) / Double(waits.count) / 100
      guard (share.map { $0 < 0.3 } ?? false && rate >= 100 * 0x1p20) || waiting >= 0.3 else { continue }
      draft.tries.append(index)
      draft.stake(executable.charges[index], part: max(waiting, 1 - max(share ?? 1, 0)))
      if draft.evidence.count < 4 {
        draft.evidence.append(
          waiting >= 0.3
            ? "\(Wording.job(row)): \(Wording.percent(waiting)) of the processor time waits for disks"
            : "\(Wording.job(row)): \(Wording.percent(share ?? 0)) of its cores busy at "
              + "\(Wording.number(rate / 0x1p20)) MiB/s")
      }
    }
    guard !draft.tries.isEmpty else { return nil }
    if draft.tries.count > 4 { draft.evidence.append("and \(draft.tries.count - 4) more") }
    draft.remedy = "fewer cores beside a faster local disk (on DNAnexus an ssd2 or ssd3 type); read inputs as a stream"
    return draft
  }
}
