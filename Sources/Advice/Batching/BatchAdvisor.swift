import Foundation
public import JobModel
import Simulation

/// How many items one job should do: few jobs save set-up, long jobs lose more to interruptions, failures and limits.
public struct BatchAdvisor: Sendable {
  /// Items that can be cut into jobs at will.
  public struct Work: Sendable {
    /// How many items there are.
    public var items: Int
    /// How long one takes.
    public var perItem: Distribution
    /// What each job takes besides, charged: start-up and loading.
    public var setup: Distribution
    /// What the item times of the machine are multiplied by.
    public var factor = 1.0
    /// What memory a job needs without any item, and what each item adds; nil if it does not grow.
    public var memory: (base: Bytes, perItem: Bytes)?
    /// The same for disk.
    public var disk: (base: Bytes, perItem: Bytes)?

    /// So many items.
    public init(items: Int, perItem: Distribution, setup: Distribution) {
      self.items = items
      self.perItem = perItem
      self.setup = setup
    }
  }

  /// A size of batch and what comes of it.
  public struct Option: Sendable, Equatable {
    /// How many items a job does; the last may have fewer.
    public var itemsPerJob: Int
    /// How many jobs that makes.
    public var jobs: Int
    /// The expected cost of all jobs; nil without a price.
    public var cost: Double?
    /// Hours until the last job ends.
    public var time: Double
    /// The chance that one job fails for good.
    public var failureProbability: Double
  }

  /// The items.
  public let work: Work
  /// What jobs meet.
  public let terms: JobTerms
  /// What they ask for.
  public let priority: Priority
  /// How many jobs run at once.
  public let concurrency: Int
  private let times: ItemTimes
  /// The most items that fit a machine.
  private let most: Int

  /// The most jobs that are thought of: no plan has more.
  static let jobLimit = Plan.jobLimit
  /// Above so many candidates the run times are cut into fewer parts until the best are known.
  private static let fineLimit = 3000

  /// An advisor; nil without items, or where a distribution is not filled in.
  ///
  /// - Parameter usable: the memory and disk of the machine, where items add to them.
  public init?(
    _ work: Work, terms: JobTerms, priority: Priority, concurrency: Int? = nil,
    usable: (memory: Bytes?, disk: Bytes?) = (nil, nil)
  ) {
    guard work.items > 0, let times = ItemTimes(setup: work.setup, perItem: work.perItem, factor: work.factor) else {
      return nil
    }
    self.work = work
    self.terms = terms
    self.priority = priority
    self.concurrency = max(1, concurrency ?? .max)
    self.times = times
    var most = work.items
    for (need, room) in [(work.memory, usable.memory), (work.disk, usable.disk)] {
      guard let need, let room, need.perItem.count > 0 else { continue }
      let left = saturatingDifference(room.count, need.base.count)
      most = min(most, max(1, Int(clamping: left / need.perItem.count)))
    }
    self.most = most
  }

  /// The sizes worth a look: the smallest for each number of jobs, since it has the shortest longest job.
  ///
  /// There are about 2√items of them, so a milliard items are no more than 63,000 sizes.
  /// - Complexity: O(√items).
  var candidates: [Int] {
    var sizes: [Int] = []
    let root = Int(Double(work.items).squareRoot()) + 1
    // Small sizes: all of them. Large ones: those that another number of jobs needs.
    let least = (work.items - 1) / Self.jobLimit + 1
    sizes += Array(1...root).filter { $0 >= least && $0 <= most }
    for jobs in stride(from: root, through: 1, by: -1) {
      let size = (work.items - 1) / jobs + 1
      if size > root && size <= most && size >= least { sizes.append(size) }
    }
    let largest = sizes.last ?? 0
    if largest < most && most != work.items { sizes.append(most) }
    var seen = 0
    return sizes.filter { size in
      defer { seen = max(seen, size) }
      return size > seen
    }
  }

  /// What a size comes to.
  public func option(_ itemsPerJob: Int) -> Option { option(itemsPerJob, points: WorkSample.points) }

  private func option(_ itemsPerJob: Int, points: Int) -> Option {
    let size = max(1, min(itemsPerJob, work.items))
    let jobs = (work.items - 1) / size + 1
    let full = JobForecast(times.sample(size, points: points), terms, priority)
    let left = work.items - (jobs - 1) * size
    let last = left == size ? full : JobForecast(times.sample(left, points: points), terms, priority)
    let cost = full.cost.flatMap { each in last.cost.map { each * Double(jobs - 1) + $0 } }
    return Option(
      itemsPerJob: size, jobs: jobs, cost: cost,
      time: Waves.time(jobs: jobs, each: full, last: last, concurrency: concurrency),
      failureProbability: full.failureProbability)
  }

  /// All sizes worth a look, the smallest first.
  ///
  /// - Complexity: O(√items × parts of the run times).
  public func options() -> [Option] {
    let sizes = candidates
    let points = sizes.count > Self.fineLimit ? 24 : WorkSample.points
    return sizes.map { option($0, points: points) }
  }

  /// The sizes of which none is both dearer and slower than another, the cheapest first.
  ///
  /// - Parameter limit: at most so many, evenly taken; the cheapest and the fastest are among them.
  public func paretoFront(limit: Int = 12) -> [Option] {
    var front: [Option] = []
    var fastest = Double.infinity
    let priced = options().filter { $0.cost?.isFinite ?? false && $0.time.isFinite }
    // A difference below the rounding of sums is none: of equals the faster counts.
    let sorted = priced.sorted { ($0.cost ?? 0, $0.time, $0.itemsPerJob) < ($1.cost ?? 0, $1.time, $1.itemsPerJob) }
    for option in sorted where option.time < fastest * (1 - 1e-9) {
      if let before = front.last, (option.cost ?? 0) <= (before.cost ?? 0) * (1 + 1e-9) { front.removeLast() }
      front.append(option)
      fastest = option.time
    }
    if front.count > limit, limit > 1 {
      front = (0..<limit).map { front[$0 * (front.count - 1) / (limit - 1)] }
    }
    return front.map { option($0.itemsPerJob) }
  }

  /// The size of least cost, of equals the fastest; nil without a price.
  ///
  /// - Parameter deadline: hours in which all jobs should end; the cheapest that does, else nil.
  public func cheapest(deadline: Double? = nil) -> Option? {
    let sizes = options().filter { $0.cost?.isFinite ?? false && $0.time <= deadline ?? .infinity }
    guard let least = sizes.compactMap(\.cost).min() else { return nil }
    // The best few again, as finely as can be.
    let near = sizes.filter { ($0.cost ?? 0) <= least * 1.01 }.sorted { ($0.cost ?? 0) < ($1.cost ?? 0) }.prefix(200)
    let fine = near.map { option($0.itemsPerJob) }
    guard let best = fine.compactMap(\.cost).min() else { return nil }
    return fine.filter { ($0.cost ?? 0) <= best * (1 + 1e-9) }.min {
      ($0.time, $0.itemsPerJob) < ($1.time, $1.itemsPerJob)
    }
  }

  /// The size that is neither much dearer than the cheapest nor much slower than the fastest: the least sum of both,
  /// each as a multiple of the best.
  public func balanced() -> Option? { Self.balanced(paretoFront(limit: 200)) }

  static func balanced(_ front: [Option]) -> Option? {
    guard let cost = front.compactMap(\.cost).min(), let time = front.map(\.time).min() else { return nil }
    func score(_ option: Option) -> Double {
      (option.cost ?? 0) / max(cost, .leastNormalMagnitude) + option.time / max(time, .leastNormalMagnitude)
    }
    return front.min { (score($0), $0.itemsPerJob) < (score($1), $1.itemsPerJob) }
  }
}

/// How long many equal jobs take of which so many run at once.
enum Waves {
  /// Hours until the last of them ends: full waves of mean length, and the longest of the last one.
  ///
  /// The longest of n is taken as the quantile n-th of a lognormal with the jobs' mean and variance (Blom's position,
  /// (n − ⅜)/(n + ¼)); it is exact where all jobs take the same, and else near enough to compare.
  static func time(jobs: Int, each: JobForecast, last: JobForecast, concurrency: Int) -> Double {
    guard jobs > 0 else { return 0 }
    guard jobs > 1 else { return last.time }
    let waves = (jobs - 1) / max(1, concurrency)
    let final = jobs - waves * concurrency
    // If only the shorter last job is left for the last wave, it is that one's.
    if final == 1, waves > 0 {
      let before = Double(waves - 1) * each.time + longest(of: min(jobs, concurrency), each)
      return max(before, Double(waves) * each.time + last.time)
    }
    return Double(waves) * each.time + longest(of: min(jobs, concurrency), each)
  }

  static func longest(of count: Int, _ job: JobForecast) -> Double {
    guard count > 1, job.time > 0, job.variance > 0 else { return job.time }
    guard job.time.isFinite, job.variance.isFinite else { return .infinity }
    let spread = log1p(job.variance / (job.time * job.time))
    let position = (Double(count) - 0.375) / (Double(count) + 0.25)
    return job.time * exp(spread.squareRoot() * normalQuantile(position) - spread / 2)
  }
}
