public import JobModel

/// The profiles of all executables, made in one pass over the tries.
///
/// Of each executable the latest tries are kept and the others counted, so memory is bounded by the number of executables.
public struct ProfileTable: Sendable {
  /// So many latest tries of an executable feed the models.
  public static let keptTries = 256

  private struct Entry {
    var tries = 0
    var kept: [ScannedTry] = []
    /// Tries that took some time, by state; there are few states.
    var counts: [(state: UInt32, tries: Int)] = []

    mutating func count(_ state: UInt32) {
      if let place = counts.firstIndex(where: { $0.state == state }) {
        counts[place].tries += 1
      } else {
        counts.append((state, 1))
      }
    }
  }

  private let entries: [UInt32: Entry]
  private let names: ScanNames
  private let doneState: UInt32
  private let order: [(name: String, number: UInt32)]

  /// How many tries were seen, reused results left out.
  public let triesSeen: Int

  /// The profiles of a source's tries.
  ///
  /// - Complexity: O(tries × log ``keptTries``).
  public init(_ source: any JobSource, filter: ScanFilter = ScanFilter()) throws {
    var collector = Collector()
    names = try source.scan(filter) { collector.add($0) }
    let names = names
    triesSeen = collector.seen
    doneState = names.number(of: JobState.done.name)
    var entries: [UInt32: Entry] = [:]
    for (executable, place) in collector.places { entries[executable] = collector.entries[place] }
    self.entries = entries
    order = entries.keys.compactMap { number in names[number].map { ($0, number) } }.sorted { $0.0 < $1.0 }
  }

  /// Gathers tries by executable.
  private struct Collector {
    var entries: [Entry] = []
    var seen = 0
    var places: [UInt32: Int] = [:]
    private var last: (executable: UInt32, place: Int) = (.max, 0)

    mutating func add(_ row: ScannedTry) {
      guard !row.isCached else { return }
      seen += 1
      if last.executable != row.executable {
        let place = places[row.executable] ?? entries.count
        if place == entries.count {
          entries.append(Entry())
          places[row.executable] = place
        }
        last = (row.executable, place)
      }
      entries[last.place].tries += 1
      if row.runtime > 0 { entries[last.place].count(row.state) }
      entries[last.place].kept.append(row)
      if entries[last.place].kept.count == 2 * ProfileTable.keptTries {
        entries[last.place].kept = ProfileTable.latest(entries[last.place].kept)
      }
    }
  }

  /// The latest tries, the oldest first.
  private static func latest(_ rows: [ScannedTry]) -> [ScannedTry] {
    // Rows are large: their places are sorted instead of themselves.
    let order = rows.indices.map { (submitted: rows[$0].submitted, place: rows[$0].place, index: $0) }
      .sorted { ($0.submitted, $0.place, $0.index) < ($1.submitted, $1.place, $1.index) }
    return order.suffix(keptTries).map { rows[$0.index] }
  }

  /// How many executables there are.
  public var count: Int { order.count }

  /// The profiles, by name of the executable.
  ///
  /// - Parameter splitFrom: an executable's entry points and stages stand apart where at least two of them have so many
  ///   jobs that ended well, and their runtimes or peaks differ; those with fewer stand together.
  public func profiles(splitFrom: Int) -> some Sequence<ExecutableProfile> {
    order.lazy.flatMap { profiles(of: $0, splitFrom: splitFrom) }
  }

  private func profiles(of named: (name: String, number: UInt32), splitFrom: Int) -> [ExecutableProfile] {
    guard let entry = entries[named.number] else { return [] }
    let rows = Self.latest(entry.kept)
    let done = entry.counts.first { $0.state == doneState }?.tries ?? 0
    let ids = Set(rows.map(\.executableID))
    var whole = ExecutableProfile(
      executable: named.name, tries: entry.tries, doneJobs: done, latest: rows.map(kept))
    whole.executableID = ids.count == 1 ? names[rows[0].executableID] : nil
    let keys = rows.map { PartKey(function: $0.function, stage: $0.stage) }
    guard Set(keys).count > 1 else { return [whole] }
    return parts(of: whole, keys: keys, splitFrom: max(2, splitFrom)) ?? [whole]
  }

  private struct PartKey: Hashable {
    var function: UInt32
    var stage: UInt32
  }

  /// Entry points and stages apart; nil where they should stand together.
  private func parts(of whole: ExecutableProfile, keys: [PartKey], splitFrom: Int) -> [ExecutableProfile]? {
    var groups: [PartKey: [ExecutableProfile.Try]] = [:]
    for (key, one) in zip(keys, whole.latest) { groups[key, default: []].append(one) }
    let large = groups.filter { $0.value.count { $0.outcome == .done && $0.milliseconds != nil } >= splitFrom }
    guard large.count > 1, Self.differ(large.values.map { $0 }) else { return nil }
    let functions = Set(large.keys.map(\.function)).count > 1
    let stages = Set(large.keys.map(\.stage)).count > 1
    var result: [ExecutableProfile] = []
    let named = large.keys.map { (key: $0, function: names[$0.function], stage: names[$0.stage]) }
      .sorted { ($0.function ?? "", $0.stage ?? "") < ($1.function ?? "", $1.stage ?? "") }
    // Of the tries that are not kept nobody knows any more what they were: in proportion to those that are.
    func scaled(_ count: Int, _ part: Int) -> Int {
      let share = Double(part) / Double(max(1, whole.latest.count))
      return Int(checkedInteger(Double(count) * share) ?? Int64(part))
    }
    func add(_ tries: [ExecutableProfile.Try], function: String?, stage: String?) {
      var part = whole
      part.latest = tries
      part.function = function
      part.stage = stage
      part.tries = max(tries.count, scaled(whole.tries, tries.count))
      part.doneJobs = min(part.tries, max(part.done.count, scaled(whole.doneJobs, tries.count)))
      result.append(part)
    }
    for part in named {
      add(groups[part.key] ?? [], function: functions ? part.function : nil, stage: stages ? part.stage : nil)
    }
    let rest = zip(keys, whole.latest).filter { large[$0.0] == nil }.map(\.1)
    // First, so that what is said of a part comes after what is said of all.
    if !rest.isEmpty {
      add(rest, function: nil, stage: nil)
      if let last = result.popLast() { result.insert(last, at: 0) }
    }
    return result
  }

  /// Whether medians of runtimes or peaks are more than half as large again in one group as in another.
  private static func differ(_ groups: [[ExecutableProfile.Try]]) -> Bool {
    func isWide(_ medians: [Double]) -> Bool {
      guard let least = medians.min(), let most = medians.max() else { return false }
      return most > least * 1.5
    }
    let done = groups.map { $0.filter { $0.outcome == .done } }
    return isWide(done.compactMap { SortedSample.median($0.compactMap { $0.milliseconds.map(Double.init) }) })
      || isWide(done.compactMap { SortedSample.median($0.compactMap { $0.peakMemory.map { Double($0.count) } }) })
  }

  private func kept(_ row: ScannedTry) -> ExecutableProfile.Try {
    func bytes(_ count: Int64) -> Bytes? { count > 0 ? Bytes(count) : nil }
    func positive(_ value: Double) -> Double? { value.isFinite && value > 0 ? value : nil }
    return ExecutableProfile.Try(
      outcome: outcome(row), instanceType: names[row.instanceType],
      milliseconds: row.runtime > 0 ? min(row.runtime, SimDuration.limit.milliseconds) : nil,
      waitMilliseconds: row.wait < 0 ? nil : row.wait, vcpus: positive(row.vcpus),
      busyCores: positive(row.cpuPercent).map { $0 / 100 }, peakMemory: bytes(row.peakMemory),
      peaksAreLowerBounds: row.peaksAreLowerBounds, peakDisk: bytes(row.peakDisk),
      input: row.input >= 0 ? Bytes(row.input) : nil, memoryRequested: bytes(row.memoryRequested),
      diskRequested: bytes(row.diskRequested),
      timeLimit: row.timeLimit > 0 ? SimDuration(milliseconds: row.timeLimit) : nil, priority: row.priority,
      priceModel: row.isSpot ? .spot : .onDemand, nodes: max(1, Int(row.nodes)), cost: cost(row),
      submitted: row.submitted == ScannedTry.noTime ? nil : SimTime(milliseconds: row.submitted))
  }

  private func cost(_ row: ScannedTry) -> Money? {
    guard row.costNanos >= 0, let code = names[row.currency], let currency = try? Currency(code) else { return nil }
    return Money(nanos: row.costNanos, currency: currency)
  }

  private func outcome(_ row: ScannedTry) -> ExecutableProfile.Outcome {
    if row.state != ScannedTry.noName, row.state == doneState { return .done }
    switch names[row.failureReason] {
    case FailureReason.appInsufficientResourceError.name: return .outOfResources
    case FailureReason.jobTimeoutExceeded.name: return .timedOut
    case FailureReason.spotInstanceInterruption.name: return .interrupted
    default: return .other
    }
  }
}
