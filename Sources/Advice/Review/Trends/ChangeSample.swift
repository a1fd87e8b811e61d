import Foundation
import JobModel

/// The tries of an executable that can tell a change of one measure: what is left of each value when its input and its
/// machine are allowed for, and which tries are alike because they ran together.
struct ChangeSample {
  /// A try.
  struct Item {
    /// Its place among the executable's rows.
    var row: Int
    /// Milliseconds: of its submission, or of the first one of its run where that is short.
    var time: Int64
    /// Its run; of its own where it is in none, or in a long one.
    var run: Int
    /// The value, in the measure's unit.
    var value: Double
    /// The logarithm of the value over what is typical of its input and machine.
    var residual: Double
  }

  /// By time.
  let items: [Item]
  /// Whether what is typical follows the input's size.
  let usesInput: Bool
  /// The machines within which tries are compared, sorted.
  let machines: [String]

  /// Fewer tries on one machine say nothing about it.
  static let least = 40
  /// Of more tries so many are taken, evenly spaced.
  static let most = 8192
  /// The jobs of a run count as one block if they were submitted within 30 days, which is all that a tree has on DNAnexus.
  static let longestTree: Int64 = 30 * 86_400_000
  /// A file may be one run or a log of years: it is a run if it took no longer than two days, or a tenth of the history.
  static let longestFile: Int64 = 2 * 86_400_000

  private struct Machine: Hashable {
    var type: String?
    var vcpus: Double?
    var nodes: Int
    var name: String {
      let cores = vcpus.map { "\(Wording.number($0)) cores" }
      return (nodes > 1 ? "\(nodes) × " : "") + (type ?? cores ?? "")
    }
  }

  /// The sample of an executable; nil where too few tries tell the measure.
  ///
  /// Only tries that ended well tell it: how long a killed one would have gone on nobody knows, and where the limit that
  /// killed it was changed, the limit would look like a change of the executable.
  /// - Complexity: O(n log n).
  init?(_ executable: ReviewedExecutable, _ measure: ChangePoint.Measure, isChosen: (ReviewRow) -> Bool) {
    let rows = executable.rows
    guard rows.count >= Self.least else { return nil }
    var places: [(row: Int, value: Double)] = []
    // A row is wide: it is looked at in its place, not copied.
    rows.withUnsafeBufferPointer { rows in
      for place in rows.indices where !rows[place].isCached && rows[place].time != nil {
        guard let value = Self.value(rows[place], measure), value > 0, rows[place].state == .done, isChosen(rows[place])
        else { continue }
        places.append((place, value))
      }
    }
    guard places.count >= Self.least else { return nil }
    if places.count > Self.most {
      let all = places
      places = (0..<Self.most).map { all[$0 * all.count / Self.most] }
    }
    var groups: [Machine: [Int]] = [:]
    for (index, item) in places.enumerated() {
      let row = rows[item.row]
      groups[Machine(type: row.instanceType, vcpus: row.vcpus, nodes: row.nodes), default: []].append(index)
    }
    var items: [Item] = []
    var names: Set<String> = []
    var usesInput = false
    for (machine, indices) in groups where indices.count >= Self.least {
      let pairs = indices.map { index -> (x: Double?, y: Double) in
        let item = places[index]
        return (rows[item.row].usage.input.flatMap { $0.count > 0 ? log(Double($0.count)) : nil }, log(item.value))
      }
      let sized = pairs.count { $0.x != nil }
      let isSized = sized * 5 >= pairs.count * 4
      guard !isSized || sized >= Self.least else { continue }
      let curve = isSized ? TypicalCurve(pairs.filter { $0.x != nil }) : TypicalCurve(pairs.map { (nil, $0.y) })
      if curve.usesInput { usesInput = true }
      names.insert(machine.name)
      for (index, pair) in zip(indices, pairs) where !isSized || pair.x != nil {
        let time = rows[places[index].row].time?.milliseconds ?? 0
        items.append(
          Item(
            row: places[index].row, time: time, run: 0, value: places[index].value,
            residual: pair.y - curve.value(at: pair.x)))
      }
    }
    guard items.count >= Self.least else { return nil }
    Self.findRuns(&items, rows)
    // No order but that of the rows themselves: groups come in any.
    items.sort { ($0.time, $0.run, $0.row) < ($1.time, $1.run, $1.row) }
    self.items = items
    self.usesInput = usesInput
    machines = names.filter { !$0.isEmpty }.sorted()
  }

  private static func value(_ row: ReviewRow, _ measure: ChangePoint.Measure) -> Double? {
    switch measure {
    case .runtime: row.workerTime.map { Double($0.milliseconds) }
    case .peakMemory: row.usage.peakMemory.map { Double($0.count) }
    }
  }

  /// Gives the tries of a run the time of its first, and one number.
  private static func findRuns(_ items: inout [Item], _ rows: [ReviewRow]) {
    var spans: [JobKey: (first: Int64, last: Int64, number: Int)] = [:]
    let keys = items.map { item -> JobKey? in
      let row = rows[item.row]
      if let root = row.analysis ?? row.root, root != row.key.id { return JobKey(run: row.key.run, id: root) }
      return row.key.run.isEmpty ? nil : JobKey(run: row.key.run, id: "")
    }
    for (key, item) in zip(keys, items) {
      guard let key else { continue }
      if let span = spans[key] {
        spans[key] = (min(span.first, item.time), max(span.last, item.time), min(span.number, item.row))
      } else {
        spans[key] = (item.time, item.time, item.row)
      }
    }
    let (first, last) = items.reduce((Int64.max, Int64.min)) { (min($0.0, $1.time), max($0.1, $1.time)) }
    let longestFile = max(longestFile, saturatingDifference(last, first) / 10)
    for (index, key) in keys.enumerated() {
      items[index].run = items[index].row
      guard let key, let span = spans[key],
        saturatingDifference(span.last, span.first) <= (key.id.isEmpty ? longestFile : longestTree)
      else { continue }
      items[index].time = span.first
      items[index].run = span.number
    }
  }
}
