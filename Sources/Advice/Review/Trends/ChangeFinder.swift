import Foundation
import JobModel

/// Looks for executables that became slower or larger, and keeps the rate of false alarms of the whole review.
///
/// Each executable and measure is one test. A change is told where p × tests is at most ``Trends/falseAlarmRate``
/// (Bonferroni), so that the chance of any false alarm in a review is no more than that, however many executables there
/// are and however they depend on each other. Only the clearest change of each is told, and none below ``leastRatio``.
struct ChangeFinder {
  /// A change by less than a tenth is told to nobody, however certain.
  static let leastRatio = 1.1
  /// How many blocks a side are compared for the ratio.
  private static let mostCompared = 300

  private var candidates: [ChangePoint] = []
  private var tests = 0
  private var tables: [Int: RankSums] = [:]

  /// Tests one executable; each once.
  ///
  /// - Parameter isChosen: which of its tries count.
  /// - Complexity: O(n log n).
  mutating func add(_ executable: ReviewedExecutable, isChosen: (ReviewRow) -> Bool) {
    for measure in ChangePoint.Measure.allCases {
      guard let sample = ChangeSample(executable, measure, isChosen: isChosen), let blocks = ChangeBlocks(sample)
      else { continue }
      var made: RankSums?
      let known = tables
      guard
        let scan = RankScan(
          blocks.ranks,
          table: { count in
            let table = known[count] ?? RankSums(count)
            made = table
            return table
          })
      else { continue }
      if let made { tables[made.count] = made }
      tests += 1
      // No review has fewer tests than one.
      guard scan.pValue <= Trends().falseAlarmRate else { continue }
      if let change = Self.change(executable, measure, sample, blocks, scan, isChosen) { candidates.append(change) }
    }
  }

  /// What the review tells.
  ///
  /// - Parameter since: changes before it are not told.
  func add(to trends: inout Trends, since: SimTime?) {
    trends.tests = tests
    trends.changes = candidates.compactMap { change in
      var change = change
      change.pValue = min(1, change.pValue * Double(tests))
      if let since, change.firstAfter < since { return nil }
      return change.pValue <= trends.falseAlarmRate ? change : nil
    }.sorted(by: ChangePoint.ranks)
  }

  private static func change(
    _ executable: ReviewedExecutable, _ measure: ChangePoint.Measure, _ sample: ChangeSample, _ blocks: ChangeBlocks,
    _ scan: RankScan, _ isChosen: (ReviewRow) -> Bool
  ) -> ChangePoint? {
    let ratio = ratio(blocks.blocks[..<scan.place], blocks.blocks[scan.place...], inflation: scan.inflation)
    guard max(ratio.value, 1 / ratio.value) >= leastRatio else { return nil }
    let start = blocks.blocks[scan.place].start
    let cut = sample.items.partitionPoint { $0.time < start }
    guard cut > 0, cut < sample.items.count else { return nil }
    let (before, after) = (sample.items[..<cut], sample.items[cut...])
    func time(_ item: ChangeSample.Item) -> SimTime { executable.rows[item.row].time ?? .zero }
    guard let last = before.map(time).max(), let first = after.map(time).min() else { return nil }
    var change = ChangePoint(
      executable: executable.executable, measure: measure, lastBefore: last, firstAfter: first,
      before: side(before, executable), after: side(after, executable), ratio: ratio, pValue: scan.pValue,
      blocks: blocks.blocks.count, block: blocks.kind, usesInput: sample.usesInput, machines: sample.machines,
      points: points(sample.items, executable))
    if measure == .runtime { addCost(&change, executable, isChosen) }
    return change
  }

  /// What the tries that ended well since the change would not have cost without it.
  private static func addCost(
    _ change: inout ChangePoint, _ executable: ReviewedExecutable, _ isChosen: (ReviewRow) -> Bool
  ) {
    // Of what a try took 1 / ratio would have done; where it became faster, more than it took.
    let part = 1 - 1 / change.ratio
    var nanos: Int64?
    for (index, row) in executable.rows.enumerated() where row.state == .done && !row.isCached && isChosen(row) {
      guard let time = row.time, time >= change.firstAfter else { continue }
      let charge = executable.charges[index]
      change.time = saturatingSum(change.time, checkedInteger(Double(charge.time) * part) ?? 0)
      guard let cost = charge.nanos, let extra = checkedInteger(Double(cost) * part) else { continue }
      nanos = saturatingSum(nanos ?? 0, extra)
    }
    if let nanos, let currency = executable.currency { change.cost = Money(nanos: nanos, currency: currency) }
  }

  /// By how much the later blocks lie above the earlier ones: the median of all differences (Hodges and Lehmann, 1963), and
  /// the interval of those that the rank test does not refuse at 5 %.
  private static func ratio(
    _ before: ArraySlice<ChangeBlocks.Block>, _ after: ArraySlice<ChangeBlocks.Block>, inflation: Double
  ) -> (value: Double, low: Double, high: Double) {
    func thinned(_ blocks: ArraySlice<ChangeBlocks.Block>) -> [Double] {
      let count = min(blocks.count, mostCompared)
      return (0..<count).map { blocks[blocks.startIndex + $0 * blocks.count / count].middle }
    }
    let (a, b) = (thinned(before), thinned(after))
    let differences = b.flatMap { y in a.map { y - $0 } }.sorted()
    guard let middle = SortedSample.quantile(differences, 0.5) else { return (1, 1, 1) }
    let (m, n) = (Double(a.count), Double(b.count))
    let spread = 1.96 * (inflation * m * n * (m + n + 1) / 12).squareRoot()
    let low = max(0, Int((m * n / 2 - spread).rounded(.down)))
    let high = differences.count - 1 - min(low, differences.count - 1)
    return (exp(middle), exp(differences[min(low, high)]), exp(differences[max(low, high)]))
  }

  private static func side(
    _ items: ArraySlice<ChangeSample.Item>, _ executable: ReviewedExecutable
  ) -> ChangePoint.Side {
    var ids: [String: Int] = [:]
    for item in items { if let id = executable.rows[item.row].executableID { ids[id, default: 0] += 1 } }
    let usual = ids.max { ($0.value, $1.key) < ($1.value, $0.key) }?.key
    let median = SortedSample.median(items.map(\.value)).flatMap(checkedInteger) ?? .max
    return ChangePoint.Side(tries: items.count, median: median, executableID: usual)
  }

  private static func points(_ items: [ChangeSample.Item], _ executable: ReviewedExecutable) -> [ChangePoint.Point] {
    let count = min(items.count, ChangePoint.pointLimit)
    return (0..<count).map { items[$0 * items.count / count] }
      .map { ChangePoint.Point(time: executable.rows[$0.row].time ?? .zero, value: $0.value) }
      .sorted { ($0.time, $0.value) < ($1.time, $1.value) }
  }
}
