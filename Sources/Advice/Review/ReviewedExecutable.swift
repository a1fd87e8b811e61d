import JobModel

/// The tries of one executable as the rules see them: each with its charge, its use of its machine and its peers.
///
/// Peers are all tries that are known; findings are about those of the period alone.
final class ReviewedExecutable {
  let executable: String
  let rows: [ReviewRow]
  /// Which tries the review is about.
  let selected: [Int]
  let uses: [MachineUse]
  let charges: [TryCharge]
  let machines: ReviewMachines
  /// What amounts are in.
  let currency: Currency?
  /// How long its tries usually take.
  private(set) var length: UsualLength
  /// Whom its tries are judged among, for the evidence.
  private(set) var peers: String
  /// Whether those ran the same executable.
  private(set) var hasOwnPeers = true
  /// Which failed tries were followed by another one that did the same work, and whether one of those ended well.
  let laterTries: [Int: Bool]
  private let load: (JobKey) throws -> JobObservation?
  /// Those that have a log, and who was asked for one: most have none.
  private var observations: [Int: JobObservation] = [:]
  private var isAsked: [Bool]
  /// Tries whose money a finding has claimed: no other kind may count it again.
  private var claimed: Set<Int> = []

  init(_ group: ReviewGroup, machines: ReviewMachines, currency: Currency?, isSelected: ((ReviewRow) -> Bool)? = nil) {
    executable = group.executable
    rows = group.rows
    selected =
      isSelected.map { isSelected in group.rows.indices.filter { isSelected(group.rows[$0]) } }
      ?? Array(group.rows.indices)
    self.machines = machines
    self.currency = currency
    load = group.observation
    isAsked = Array(repeating: false, count: group.rows.count)
    let laterTries = RetryChains.laterTries(group.rows)
    self.laterTries = laterTries
    let charging = Charging(machines: machines, currency: currency)
    var uses: [MachineUse] = []
    var charges: [TryCharge] = []
    var items: [UsualLength.Item] = []
    uses.reserveCapacity(group.rows.count)
    charges.reserveCapacity(group.rows.count)
    // A row is wide, and a copy of it counts references to all its texts: here it is looked at in its place.
    group.rows.withUnsafeBufferPointer { rows in
      for index in rows.indices {
        let use = MachineUse(rows[index], machines: machines)
        uses.append(use)
        charges.append(charging.charge(rows[index], use: use, isRetried: laterTries[index] != nil))
        if let item = Self.item(rows[index]) { items.append(item) }
      }
    }
    self.uses = uses
    self.charges = charges
    let rows = group.rows
    var length = UsualLength(items)
    var peers = "of the executable that ended well"
    // What is always ended from outside, as services and notebooks are, is judged among such.
    if length.limit == nil {
      let ended = UsualLength(rows.compactMap { Self.item($0, isEnd: Self.isEnded) })
      if ended.limit != nil { (length, peers) = (ended, "of the executable that ended well or from outside") }
    }
    (self.length, self.peers) = (length, peers)
  }

  /// Whether a try ended as tries of its kind do: well, or from outside.
  static func isEnded(_ row: ReviewRow) -> Bool { row.state == .done || row.state == .terminated }

  /// Whether it has too few peers of its own, and a try that is long enough to ask about.
  var needsOtherPeers: Bool { needsOtherPeers(selected) }

  private func needsOtherPeers(_ tries: some Sequence<Int>) -> Bool {
    length.limit == nil && tries.contains { charges[$0].time >= Self.longEnough }
  }

  /// Whether it would need others' tries or waits if all its tries were looked at.
  var isRareAndLong: Bool { needsOtherPeers(rows.indices) || needsOtherWaits(rows.indices) }

  /// How long the waits of its own tries usually are, or of others where it has too few.
  private(set) lazy var waits = UsualLength(rows.compactMap { Self.waitItem($0) })

  /// Whether it has too few waits of its own to judge one that is long enough to ask about.
  var needsOtherWaits: Bool { needsOtherWaits(selected) }

  private func needsOtherWaits(_ tries: some Sequence<Int>) -> Bool {
    waits.limit == nil && tries.contains { rows[$0].wait.map { $0.milliseconds >= Self.longEnough } ?? false }
  }

  /// Judges its waits among others than its own.
  func setWaits(_ other: UsualLength) { waits = other }

  /// A wait as one of its peers; nil if it is not known.
  ///
  /// A wait of less than a second is none, and logarithms of such tell clocks apart, not queues.
  static func waitItem(_ row: ReviewRow) -> UsualLength.Item? {
    row.wait.map {
      UsualLength.Item(length: Double(max(1000, $0.milliseconds)), input: nil, kind: nil, isCensored: false)
    }
  }

  /// A try or wait shorter than this is not asked about where there are too few peers.
  static let longEnough: Int64 = 3_600_000

  /// Judges its tries among others than its own.
  func setPeers(_ other: UsualLength, _ text: String) { (length, peers, hasOwnPeers) = (other, text, false) }

  /// Asks for all that logs tell of its tries, so that nobody has to be asked later.
  func loadObservations() throws { for index in selected { _ = try observation(index) } }

  /// A try as one of its peers; nil if it never had a worker or its length is not known.
  ///
  /// - Parameter isEnd: whether the try ended as its kind do; what did not is known to be at least so long.
  static func item(
    _ row: ReviewRow, isEnd: (ReviewRow) -> Bool = { $0.state == .done }
  ) -> UsualLength.Item? {
    guard !row.isCached, let time = row.workerTime, time.milliseconds > 0 else { return nil }
    let input = row.usage.input.flatMap { $0.count > 0 ? Double($0.count) : nil }
    return UsualLength.Item(
      length: Double(time.milliseconds), input: input, kind: row.instanceType, isCensored: !isEnd(row))
  }

  /// What logs tell of a try.
  func observation(_ index: Int) throws -> JobObservation? {
    if isAsked[index] { return observations.isEmpty ? nil : observations[index] }
    let found = try load(rows[index].key)
    isAsked[index] = true
    if let found { observations[index] = found }
    return found
  }

  /// Whether a finding has the money of a try already.
  func isClaimed(_ index: Int) -> Bool { !claimed.isEmpty && claimed.contains(index) }
  /// Takes the money of tries for one finding.
  func claim(_ indices: [Int]) { claimed.formUnion(indices) }

  /// The selected tries that ended well and are known to have worked.
  var done: [Int] { selected.filter { rows[$0].state == .done && !rows[$0].isCached && charges[$0].time > 0 } }

  /// Whether a try runs longer than any usual peer; nil where that cannot be said.
  func isBeyondUsual(_ index: Int) -> Bool? {
    guard let item = Self.item(rows[index]), let longest = length.longest(item) else { return nil }
    return item.length > longest
  }

  /// The jobs of some tries, each once, in their order.
  func jobs(_ indices: [Int]) -> [Finding.JobReference] {
    var seen: Set<JobKey> = []
    return indices.compactMap { index in
      let row = rows[index]
      guard seen.insert(JobKey(run: row.key.run, id: row.key.id)).inserted else { return nil }
      return Finding.JobReference(job: row.key.id, name: row.name)
    }
  }

  /// The number of different jobs among some tries.
  func jobCount(_ indices: [Int]) -> Int { jobs(indices).count }
}

/// Which failed tries were done again.
enum RetryChains {
  /// A name stands for the same work only this often: more rows of it are a name that many jobs share.
  static let longest = 20

  /// By the place of a failed try: whether one of the later tries of the same work ended well.
  ///
  /// Later tries have the same id, or are later rows of the same run with the same name (a retry that is a new row).
  /// Outside runs names are what people typed: there they count only where they differ from the executable's.
  /// - Complexity: O(n).
  static func laterTries(_ rows: [ReviewRow]) -> [Int: Bool] {
    // Most executables' tries all ended well.
    guard rows.count > 1, rows.contains(where: { $0.state != .done }) else { return [:] }
    var byID: [JobKey: [Int]] = [:]
    var byName: [JobKey: [Int]] = [:]
    for (place, row) in rows.enumerated() {
      byID[JobKey(run: row.key.run, id: row.key.id), default: []].append(place)
      if isName(row) { byName[JobKey(run: row.key.run, id: row.name), default: []].append(place) }
    }
    var result: [Int: Bool] = [:]
    for group in byID.values where group.count > 1 { note(group.sorted { rows[$0].key < rows[$1].key }, rows, &result) }
    for group in byName.values where group.count > 1 && group.count <= longest { note(group, rows, &result) }
    return result
  }

  private static func isName(_ row: ReviewRow) -> Bool {
    !row.name.isEmpty && (row.name != row.executable || !row.key.run.isEmpty)
  }

  private static func note(_ places: [Int], _ rows: [ReviewRow], _ result: inout [Int: Bool]) {
    var isAny = false
    var isDone = false
    for place in places.reversed() {
      let row = rows[place]
      if row.state == .done && !row.isCached {
        isDone = true
      } else if row.state != .done, isAny {
        result[place] = result[place] ?? false || isDone
      }
      isAny = true
    }
  }
}
