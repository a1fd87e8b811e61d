import Foundation
import Synchronization

/// How a task's runtime depends on the number of cores: Gunther's universal scalability law, of which Amdahl's is the
/// case without contention.
///
///     t(N) = t(1) · (1 − p + p/N + κ·(N − 1))
///
/// p is the share of the work that runs in parallel, κ what each further core costs all others. Both are averaged over a
/// grid by their posterior probability, so one core count gives an answer too, with a wide interval. Beforehand every p
/// is as likely as any other, and κ is exponential with a mean of 0.002. Runtimes scatter by 10 %. Where the processor's
/// use was measured, it bounds the speed-up: a task that keeps 2.5 cores busy is about 2.5 times as fast as on one.
public struct CoresCurve: Sendable {
  /// One run.
  public struct Run: Sendable {
    /// On how many cores.
    public var cores: Double
    /// How long it took.
    public var seconds: Double
    /// How many cores it kept busy on average: its processor use in percent of one core, by 100.
    public var busyCores: Double?
    /// What it worked on; only runs with equal work are compared with one another.
    public var work: String

    /// A run.
    public init(cores: Double, seconds: Double, busyCores: Double? = nil, work: String = "") {
      self.cores = cores
      self.seconds = seconds
      self.busyCores = busyCores
      self.work = work
    }
  }

  /// How many runs it rests on.
  public let count: Int
  /// The core counts seen, ascending.
  public let coreCounts: [Double]
  private let posterior: [Double]
  /// The runs of each work by their number of cores, ascending.
  private let groupsByWork: [String: [Group]]

  /// Runs on equally many cores enter by their number, mean and squares: thousands cost as little as one.
  private struct Group {
    var count: Double
    var mean: Double
    var cores: Double
  }

  /// t(N) / t(1).
  public static func relativeTime(cores: Double, parallel: Double, contention: Double) -> Double {
    max(1 - parallel + parallel / cores + contention * (cores - 1), 1e-9)
  }

  private static let noise = 0.1
  /// How well busy cores tell the speed-up, in log space: waiting for disks keeps no core busy, spinning does.
  private static let busyNoise = 0.3
  private static let meanContention = 0.002

  /// The points of the grid with their weights beforehand.
  private static let grid: [(parallel: Double, contention: Double, log: Double)] = {
    let shares = (0...49).map { Double($0) / 50 } + [0.985, 0.99, 0.995, 1]
    // The middles of twelve equally likely parts of the exponential distribution: all weigh the same.
    let contentions = (0..<12).map { -meanContention * log(1 - (Double($0) + 0.5) / 12) }
    return shares.enumerated().flatMap { index, share in
      let width = ((index + 1 < shares.count ? shares[index + 1] : 1) - (index > 0 ? shares[index - 1] : 0)) / 2
      return contentions.map { (share, $0, log(max(width, 1e-6))) }
    }
  }()

  /// The curves of the numbers of cores that were asked for first: machines have few, and a logarithm a point is slow.
  private static let knownCurves = Mutex<[Double: [Double]]>([:])
  private static let mostCurves = 256

  private static func logCurve(_ cores: Double) -> [Double] {
    if let known = knownCurves.withLock({ $0[cores] }) { return known }
    let curve = grid.map { log(relativeTime(cores: cores, parallel: $0.parallel, contention: $0.contention)) }
    knownCurves.withLock { if $0.count < mostCurves { $0[cores] = curve } }
    return curve
  }

  /// The curve of runs; those without positive figures are passed over. Nil if none is left.
  /// - Complexity: O(runs + different core counts × 650).
  public init?(_ runs: [Run]) {
    let usable = runs.filter {
      $0.seconds.isFinite && $0.seconds > 0 && $0.cores.isFinite && (0.1...1e6).contains($0.cores)
    }
    guard !usable.isEmpty else { return nil }
    count = usable.count
    coreCounts = Set(usable.map(\.cores)).sorted()
    let curves = Dictionary(uniqueKeysWithValues: coreCounts.map { ($0, Self.logCurve($0)) })
    var weights = Self.grid.map(\.log)
    var groupsByWork: [String: [Group]] = [:]
    let works = Dictionary(grouping: usable, by: \.work)
    for work in works.keys.sorted() {
      let byCores = Dictionary(grouping: works[work] ?? [], by: \.cores)
      var groups: [Group] = []
      for cores in byCores.keys.sorted() {
        let logs = (byCores[cores] ?? []).map { log($0.seconds) }
        let count = Double(logs.count)
        groups.append(Group(count: count, mean: logs.reduce(0, +) / count, cores: cores))
      }
      groupsByWork[work] = groups
      // The scatter among runs on equally many cores is the same at every point and drops out.
      guard groups.count > 1 else { continue }
      let total = groups.reduce(0) { $0 + $1.count }
      for point in weights.indices {
        var sum = 0.0
        var squares = 0.0
        for group in groups {
          let unit = group.mean - (curves[group.cores]?[point] ?? 0)
          sum += group.count * unit
          squares += group.count * unit * unit
        }
        weights[point] -= max(0, squares - sum * sum / total) / (2 * Self.noise * Self.noise)
      }
    }
    for cores in coreCounts {
      let busy = usable.filter { $0.cores == cores }.compactMap(\.busyCores).filter { $0.isFinite && $0 > 0 }
      guard let median = SortedSample.median(busy), let curve = curves[cores] else { continue }
      let speedup = log(min(max(median, 1), max(cores, 1)))
      for point in weights.indices {
        let error = -curve[point] - speedup
        weights[point] -= error * error / (2 * Self.busyNoise * Self.busyNoise)
      }
    }
    let largest = weights.max() ?? 0
    let masses = weights.map { exp($0 - largest) }
    let mass = masses.reduce(0, +)
    posterior = masses.map { $0 / mass }
    self.groupsByWork = groupsByWork
  }

  /// ln(t(there) / t(here)) for two numbers of cores, and how far off it may be.
  public func ratio(from here: Double, to there: Double) -> LogEstimate {
    moments(from: Self.logCurve(Self.usable(here)), to: Self.logCurve(Self.usable(there)))
  }

  /// The same for many numbers of cores at once.
  /// - Complexity: O(numbers × 650).
  public func ratios(from here: Double, to there: [Double]) -> [LogEstimate] {
    let a = Self.logCurve(Self.usable(here))
    return there.map { moments(from: a, to: Self.logCurve(Self.usable($0))) }
  }

  /// The logarithm of the runtime of some work on so many cores, and how far a single run may be off; nil for work that
  /// was never seen.
  public func logSeconds(on cores: Double, work: String = "") -> LogEstimate? {
    guard let groups = groupsByWork[work] else { return nil }
    let total = groups.reduce(0) { $0 + $1.count }
    let curve = Self.logCurve(Self.usable(cores))
    var logs = curve
    for group in groups {
      // ln t(1) at each point: the mean of what the runs say.
      let there = Self.logCurve(group.cores)
      let share = group.count / total
      for point in logs.indices { logs[point] += share * (group.mean - there[point]) }
    }
    var result = moments(logs)
    result.variance += Self.noise * Self.noise * (1 + 1 / total)
    return result
  }

  private static func usable(_ cores: Double) -> Double { cores.isFinite ? min(max(cores, 0.1), 1e6) : 1 }

  private func moments(_ logs: [Double]) -> LogEstimate {
    var mean = 0.0
    for (weight, value) in zip(posterior, logs) { mean += weight * value }
    var variance = 0.0
    for (weight, value) in zip(posterior, logs) { variance += weight * (value - mean) * (value - mean) }
    return LogEstimate(log: mean, variance: variance)
  }

  /// The moments of the differences of two curves.
  private func moments(from a: [Double], to b: [Double]) -> LogEstimate {
    var mean = 0.0
    for point in posterior.indices { mean += posterior[point] * (b[point] - a[point]) }
    var variance = 0.0
    for point in posterior.indices {
      let off = b[point] - a[point] - mean
      variance += posterior[point] * off * off
    }
    return LogEstimate(log: mean, variance: variance)
  }
}
