import JobModel

/// How much of what tries had they used, over those that ended well.
struct Headroom {
  /// How many it takes to advise less.
  static let fewest = 5
  /// Tries with both the figure and the machine's.
  var tries: [Int] = []
  /// The part of it that was used: median and most.
  var median = 0.0
  var most = 0.0

  /// - Parameter share: the part that a try used; nil is not known.
  init?(_ executable: ReviewedExecutable, _ share: (MachineUse) -> Double?) {
    // What lasts a minute is not worth a machine of its own size.
    let known = executable.done.filter {
      !executable.isClaimed($0) && executable.charges[$0].time >= 60_000 && share(executable.uses[$0]) != nil
    }
    guard known.count >= Self.fewest else { return nil }
    let shares = known.compactMap { share(executable.uses[$0]) }.sorted()
    tries = known
    median = SortedSample.quantile(shares, 0.5) ?? 0
    most = shares.last ?? 0
  }

  /// The text about it.
  func text(_ what: String) -> String {
    "\(Wording.count(tries.count, "try", "tries")) used \(Wording.percent(median)) of \(what) (median), at most "
      + Wording.percent(most)
  }
}

/// A smaller machine that holds all that the tries of an executable used.
struct SmallerMachine {
  let from: String
  let to: InstanceType
  /// The part of the price that it saves.
  let saving: Double

  /// The cheapest machine for the peaks of these tries with a fifth to spare; nil if none is cheaper or they ran on
  /// several machines.
  init?(_ executable: ReviewedExecutable, _ tries: [Int]) {
    let types = Set(tries.map { executable.rows[$0].instanceType })
    guard types.count == 1, let name = types.first ?? nil else { return nil }
    var cores = 1.0
    var memory: Int64?
    var disk: Int64?
    for index in tries {
      let use = executable.uses[index]
      let row = executable.rows[index]
      if let share = use.cpuShare, let vcpus = use.vcpus { cores = max(cores, share * vcpus / Charging.fullest) }
      if let peak = row.usage.peakMemory?.count { memory = max(memory ?? 0, saturatingSum(peak, peak / 4)) }
      if let peak = row.usage.peakDisk?.count { disk = max(disk ?? 0, saturatingSum(peak, peak / 4)) }
    }
    guard
      let found = executable.machines.cheaper(
        than: name, vcpus: cores, memory: memory.map { Bytes($0) }, disk: disk.map { Bytes($0) })
    else { return nil }
    from = name
    to = found.type
    saving = found.saving
  }

  /// What to do about it.
  func text(_ executable: ReviewedExecutable) -> String {
    "\(to.name) (\(Wording.number(to.vcpus)) cores, \(to.usableMemory)) instead of \(from): "
      + Setting.machine(to.name, executable)
  }
}

/// Asks for more memory than it ever used.
struct OverProvisionedMemoryRule: ReviewRule {
  let kind = Finding.Kind.overProvisionedMemory
  let condition =
    "at least five tries of a minute or more ended well, and none used more than half of the memory it could use"
  let stake = "what a machine that holds the peaks would have saved; without prices the part of the machine not needed"
  let advice = "a quarter more than the largest peak, or the cheapest machine that holds it"

  func draft(_ executable: ReviewedExecutable) -> FindingDraft? {
    guard let room = Headroom(executable, { $0.memoryShare }), room.most <= 0.5 else { return nil }
    let peak = room.tries.compactMap { executable.rows[$0].usage.peakMemory?.count }.max() ?? 0
    return OverProvision.draft(
      executable, room, line: room.text("their memory") + " (\(Bytes(peak)))",
      asked: Setting.memory(Double(peak) * 1.25, executable))
  }
}

/// Asks for more cores than it keeps busy.
struct OverProvisionedCPURule: ReviewRule {
  let kind = Finding.Kind.overProvisionedCPU
  let condition =
    "at least five tries of a minute or more ended well, and the median of them kept half of its cores busy or less"
  let stake = "what a machine that holds the use would have saved; without prices the part of the machine not needed"
  let advice = "the cores that were busy and a quarter more, or the cheapest machine that has them"

  func draft(_ executable: ReviewedExecutable) -> FindingDraft? {
    guard let room = Headroom(executable, { $0.cpuShare }), room.median <= 0.5 else { return nil }
    let cores = room.tries.compactMap { executable.uses[$0].vcpus }.max() ?? 1
    guard cores >= 2 else { return nil }
    let busy = room.tries.compactMap { index in
      executable.uses[index].cpuShare.map { $0 * (executable.uses[index].vcpus ?? 1) }
    }
    let needed = max(1, ((SortedSample.quantile(busy.sorted(), 0.95) ?? cores) / Charging.fullest).rounded(.up))
    guard needed < cores else { return nil }
    return OverProvision.draft(
      executable, room, line: room.text("their \(Wording.number(cores)) cores"),
      asked: Setting.cores(needed, executable))
  }
}

/// Asks for more disk than it ever used.
struct OverProvisionedDiskRule: ReviewRule {
  let kind = Finding.Kind.overProvisionedDisk
  let condition = """
    at least five tries ended well, none used more than a fifth of its disk, and a machine with less disk is cheaper or \
    disk was asked for by size
    """
  let stake = "what a machine that holds the peaks would have saved"
  let advice = "a quarter more than the largest peak"

  func draft(_ executable: ReviewedExecutable) -> FindingDraft? {
    guard let room = Headroom(executable, { $0.diskShare }), room.most <= 0.2 else { return nil }
    let peak = room.tries.compactMap { executable.rows[$0].usage.peakDisk?.count }.max() ?? 0
    let isAsked = room.tries.contains { executable.rows[$0].diskRequested != nil }
    guard isAsked || SmallerMachine(executable, room.tries) != nil else { return nil }
    return OverProvision.draft(
      executable, room, line: room.text("their disk") + " (\(Bytes(peak)))",
      asked: "ask for \(Bytes(saturatingSum(peak, peak / 4))) of disk", hasPartWithoutPrices: false)
  }
}

/// What the three have in common.
enum OverProvision {
  static func draft(
    _ executable: ReviewedExecutable, _ room: Headroom, line: String, asked: String, hasPartWithoutPrices: Bool = true
  ) -> FindingDraft? {
    var draft = FindingDraft(room.tries, evidence: [line], remedy: "ask for less: " + asked)
    if let smaller = SmallerMachine(executable, room.tries) {
      draft.remedy = smaller.text(executable)
      for index in room.tries { draft.stake(executable.charges[index], part: smaller.saving) }
      draft.evidence.append("it costs \(Wording.percent(smaller.saving)) less, if the work takes as long on it")
    } else if hasPartWithoutPrices {
      let parts = room.tries.map { executable.uses[$0].unusedShare }
      for (index, part) in zip(room.tries, parts) { draft.stake(executable.charges[index], part: part) }
      let isMachine = room.tries.contains { executable.rows[$0].instanceType != nil }
      // On a machine of which nothing smaller is cheaper, there is nothing to do.
      if isMachine, executable.machines.catalog != nil { return nil }
    }
    return draft
  }
}

/// Pays for a GPU that does not make it faster.
struct GPUIdleRule: ReviewRule {
  let kind = Finding.Kind.gpuIdle
  let condition = """
    the executable ran on machines with and without a GPU, five tries of each ended well, and with one it took at least 80 % of the \
    time for its input (no format here tells how busy a GPU was)
    """
  let stake = "what those with a GPU cost beyond a median try without"
  let advice = "a machine without a GPU"

  func draft(_ executable: ReviewedExecutable) -> FindingDraft? {
    let with = executable.done.filter { executable.uses[$0].gpus > 0 && executable.rows[$0].instanceType != nil }
    let without = executable.done.filter { executable.uses[$0].gpus == 0 && executable.rows[$0].instanceType != nil }
    guard with.count >= 5, without.count >= 5 else { return nil }
    func median(_ tries: [Int]) -> Double {
      SortedSample.median(tries.map { Double(executable.rows[$0].workerTime?.milliseconds ?? 0) }) ?? 0
    }
    let (fast, plain) = (median(with), median(without))
    guard fast >= 0.8 * plain else { return nil }
    let type = without.compactMap { executable.rows[$0].instanceType }.last ?? ""
    var draft = FindingDraft(
      with,
      evidence: [
        "\(Wording.count(with.count, "try", "tries")) with a GPU took \(Wording.time(fast)) (median), \(without.count) without took "
          + Wording.time(plain)
      ], remedy: "no GPU: " + Setting.machine(type, executable))
    let price = SortedSample.median(without.compactMap { executable.charges[$0].nanos.map(Double.init) })
    for index in with {
      let charge = executable.charges[index]
      let own = Double(charge.nanos ?? 0)
      draft.stake(charge, part: price.map { own > 0 ? max(0, own - $0) / own : 0 } ?? 0)
    }
    return draft
  }
}
