import Foundation
public import JobModel

/// Whether the jobs of an executable are so short that their set-up is most of what they take, and how many of them one
/// job should do instead.
///
/// Runtime is taken as set-up + slope × input size. The slope is the median of the slopes between far pairs of jobs
/// (H. Theil 1950, P. Sen 1968), at least nought; the set-up is the median of what is left, never more than the shortest
/// job. Where inputs are unknown or equal, nothing separates the two, and only a set-up known otherwise counts.
public struct ScatterAdvisor: Sendable {
  /// What the jobs look like.
  public struct Evidence: Sendable, Equatable {
    /// How many jobs it rests on.
    public var jobs: Int
    /// Hours of set-up in each.
    public var setup: Double
    /// Hours of a mean job.
    public var runtime: Double
    /// The part of the time on workers that is set-up.
    public var setupShare: Double { runtime > 0 ? setup / runtime : 0 }
  }

  /// What is advised.
  public struct Advice: Sendable, Equatable {
    /// How many of today's jobs one job should do.
    public var jobsPerJob: Int
    /// The part of the time on workers that this saves.
    public var saving: Double
    /// All jobs of a launch as they are; its cost is in hours on workers where there is no price.
    public var now: BatchAdvisor.Option
    /// All of them with so many in one.
    public var then: BatchAdvisor.Option
    /// What it rests on.
    public var evidence: Evidence
    /// Why, in a sentence.
    public var reason: String
  }

  /// Fewer jobs than this say nothing.
  public static let fewestJobs = 20
  /// Longer jobs are no scatter of small ones, in hours.
  public static let longestJob = 0.25
  /// Set-up is "most of the bill" from this share on.
  public static let leastShare = 0.5

  /// The jobs' figures; nil if too few are known, or nothing tells set-up from work.
  ///
  /// - Parameter knownSetup: hours that a platform charges before a job's own work starts; nil if it charges none.
  /// - Complexity: O(n log n), at most 500 pairs are looked at.
  public static func evidence(_ rows: [UsageRow], knownSetup: Double? = nil) -> Evidence? {
    evidence(points(rows), knownSetup: knownSetup)
  }

  private static func points(_ rows: [UsageRow]) -> [(input: Double?, hours: Double)] {
    rows.compactMap { row in
      guard row.state == .done, !row.isCached, let runtime = row.runtime, runtime > .zero else { return nil }
      return (row.usage.input.map { Double($0.count) }, runtime.inHours)
    }
  }

  /// The same of the sizes of inputs, in bytes, and the hours of jobs that ended well.
  static func evidence(_ jobs: [(input: Double?, hours: Double)], knownSetup: Double? = nil) -> Evidence? {
    var points = jobs
    guard points.count >= fewestJobs else { return nil }
    let mean = points.reduce(0) { $0 + $1.hours } / Double(points.count)
    let shortest = points.map(\.hours).min() ?? 0
    let known = points.filter { $0.input != nil }
    var setup = knownSetup ?? 0
    if known.count >= fewestJobs {
      points = known.sorted { ($0.input ?? 0, $0.hours) < ($1.input ?? 0, $1.hours) }
      let half = points.count / 2
      let stride = max(1, half / 500)
      var slopes: [Double] = []
      for index in Swift.stride(from: 0, to: half, by: stride) {
        let (a, b) = (points[index], points[index + points.count - half])
        let distance = (b.input ?? 0) - (a.input ?? 0)
        if distance > 0 { slopes.append((b.hours - a.hours) / distance) }
      }
      if slopes.count >= fewestJobs / 2, let slope = median(slopes) {
        let rest = points.map { $0.hours - max(0, slope) * ($0.input ?? 0) }
        setup = max(setup, min(shortest, max(0, median(rest) ?? 0)))
      }
    }
    guard setup > 0 else { return nil }
    return Evidence(jobs: points.count, setup: min(setup, mean), runtime: mean)
  }

  /// How many jobs to put into one; nil where set-up is not most of the bill.
  ///
  /// - Parameters:
  ///   - jobsPerRun: how many jobs of the executable a run has; nothing larger is proposed.
  ///   - terms: what jobs meet.
  ///   - concurrency: how many run at once.
  public static func advice(
    _ rows: [UsageRow], jobsPerRun: Int, terms: JobTerms, priority: Priority = .high, concurrency: Int? = nil,
    knownSetup: Double? = nil
  ) -> Advice? {
    guard let evidence = evidence(rows, knownSetup: knownSetup) else { return nil }
    return advice(evidence, jobsPerRun: jobsPerRun, terms: terms, priority: priority, concurrency: concurrency)
  }

  /// The same from what is known of the jobs.
  static func advice(
    _ evidence: Evidence, jobsPerRun: Int, terms: JobTerms, priority: Priority, concurrency: Int?
  ) -> Advice? {
    guard evidence.runtime <= longestJob, evidence.setupShare >= leastShare, jobsPerRun > 1 else { return nil }
    func milliseconds(_ hours: Double) -> Distribution { .constant(checkedInteger(hours * 3_600_000) ?? .max) }
    let work = BatchAdvisor.Work(
      items: jobsPerRun, perItem: milliseconds(evidence.runtime - evidence.setup), setup: milliseconds(evidence.setup))
    // Without a price time on workers is what counts.
    var priced = terms
    if priced.onDemandPrice == nil && priced.spotPrice == nil {
      priced.onDemandPrice = 1
      priced.spotPrice = 1
    }
    guard let advisor = BatchAdvisor(work, terms: priced, priority: priority, concurrency: concurrency),
      let best = advisor.balanced(), best.itemsPerJob > 1, let after = best.cost
    else { return nil }
    let now = advisor.option(1)
    guard let before = now.cost, before > 0, after < before else { return nil }
    let share = Int((evidence.setupShare * 100).rounded())
    let span = SpotAdvisor.span(evidence.setup)
    return Advice(
      jobsPerJob: best.itemsPerJob, saving: 1 - after / before, now: now, then: best, evidence: evidence,
      reason: "about \(span) of each job's \(SpotAdvisor.span(evidence.runtime)) is set-up (\(share) %, by "
        + "\(evidence.jobs) jobs): \(best.itemsPerJob) in one job pay it once")
  }

  private static func median(_ values: [Double]) -> Double? {
    guard !values.isEmpty else { return nil }
    let sorted = values.sorted()
    return (sorted[(sorted.count - 1) / 2] + sorted[sorted.count / 2]) / 2
  }
}
