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
    /// Tries that took some time, by state: the first state, which most have, and the few others.
    private var first: (state: UInt32, tries: Int) = (ScannedTry.noName, 0)
    private var others: [(state: UInt32, tries: Int)] = []

    mutating func count(_ state: UInt32) {
      if first.tries == 0 { first.state = state }
      if first.state == state {
        first.tries += 1
      } else if let place = others.firstIndex(where: { $0.state == state }) {
        others[place].tries += 1
      } else {
        others.append((state, 1))
      }
    }

    /// How many tries of a state took some time.
    func tries(_ state: UInt32) -> Int {
      first.state == state ? first.tries : others.first { $0.state == state }?.tries ?? 0
    }
  }

  /// An executable as a whole, and which entry point and stage each of its tries belongs to; no keys where all are alike.
  private struct Whole {
    var profile: ExecutableProfile
    var keys: [PartKey] = []
  }

  private let wholes: [Whole]
  private let names: ScanNames

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
    let reader = TryReader(names: names, doneState: names.number(of: JobState.done.name))
    let order = collector.places.compactMap { number, place in names[number].map { (name: $0, place: place) } }
      .sorted { $0.name < $1.name }
    var wholes: [Whole] = []
    wholes.reserveCapacity(order.count)
    for (name, place) in order {
      wholes.append(Self.whole(name, collector.entries[place], reader))
      // As rows and as tries at once, they would take twice the memory.
      collector.entries[place].kept = []
    }
    self.wholes = wholes
  }

  private static func whole(_ name: String, _ entry: Entry, _ reader: TryReader) -> Whole {
    let rows = latest(entry.kept)
    let done = entry.tries(reader.doneState)
    var profile = ExecutableProfile(
      executable: name, tries: entry.tries, doneJobs: done, latest: rows.map(reader.read))
    if let id = rows.first?.executableID, rows.allSatisfy({ $0.executableID == id }) {
      profile.executableID = reader.names[id]
    }
    guard let first = rows.first,
      !rows.allSatisfy({ $0.function == first.function && $0.stage == first.stage })
    else { return Whole(profile: profile) }
    return Whole(profile: profile, keys: rows.map { PartKey(function: $0.function, stage: $0.stage) })
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
        let latest = ProfileTable.latest(entries[last.place].kept)
        entries[last.place].kept.replaceSubrange(0..., with: latest)
      }
    }
  }

  /// The latest tries, the oldest first.
  private static func latest(_ rows: [ScannedTry]) -> ArraySlice<ScannedTry> {
    // Mostly they come in that order.
    let isSorted = rows.indices.dropFirst().allSatisfy {
      (rows[$0 - 1].submitted, rows[$0 - 1].place) <= (rows[$0].submitted, rows[$0].place)
    }
    if isSorted { return rows.suffix(keptTries) }
    // Rows are large: their places are sorted instead of themselves.
    let order = rows.indices.map { (submitted: rows[$0].submitted, place: rows[$0].place, index: $0) }
      .sorted { ($0.submitted, $0.place, $0.index) < ($1.submitted, $1.place, $1.index) }
    return order.suffix(keptTries).map { rows[$0.index] }[...]
  }

  /// How many executables there are.
  public var count: Int { wholes.count }

  /// How many executables fit a pattern, and how many tries they have; of all without one.
  /// - Complexity: O(executables).
  public func size(of pattern: Glob?) -> (executables: Int, tries: Int) {
    guard let pattern else { return (count, triesSeen) }
    return wholes.reduce(into: (0, 0)) { sum, whole in
      guard pattern.matches(whole.profile.executable) else { return }
      sum = (sum.0 + 1, sum.1 + whole.profile.tries)
    }
  }

  /// The profiles, by name of the executable.
  ///
  /// - Parameter splitFrom: an executable's entry points and stages stand apart where at least two of them have so many
  ///   jobs that ended well, and their runtimes or peaks differ; those with fewer stand together.
  public func profiles(splitFrom: Int) -> some Sequence<ExecutableProfile> {
    wholes.lazy.flatMap { profiles(of: $0, splitFrom: splitFrom) }
  }

  /// The profiles of one executable, as in ``profiles(splitFrom:)``; none if it is not known.
  /// - Complexity: O(log executables).
  func profiles(of executable: String, splitFrom: Int) -> [ExecutableProfile] {
    let place = wholes.partitionPoint { $0.profile.executable < executable }
    guard place < wholes.count, wholes[place].profile.executable == executable else { return [] }
    return profiles(of: wholes[place], splitFrom: splitFrom)
  }

  private func profiles(of whole: Whole, splitFrom: Int) -> [ExecutableProfile] {
    guard !whole.keys.isEmpty else { return [whole.profile] }
    return parts(of: whole.profile, keys: whole.keys, splitFrom: max(2, splitFrom)) ?? [whole.profile]
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
}
