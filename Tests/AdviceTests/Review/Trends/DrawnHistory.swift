import Foundation
import JobModel
import TestSupport

@testable import Advice

/// Tries of one executable, drawn from a seed, with a change or without one.
struct DrawnHistory {
  /// How runtimes spread around what is typical.
  enum Spread: String, CaseIterable, Sendable {
    /// Lognormal, each try for itself.
    case alone
    /// The tries of a day are alike: half of the variance is the day's.
    case days
    /// Tails of a Student distribution with 1.5 degrees of freedom.
    case heavy
    /// Three of ten tries take six times as long.
    case modes
    /// The tries of a run are alike; runs of ten.
    case runs
  }

  var spread = Spread.alone
  var count = 200
  /// In days.
  var span = 200.0
  /// Whether tries come at drawn times, more and more of them.
  var isGrowing = false
  /// What multiplies runtimes, and from which part of the tries on.
  var factor = 1.0
  var from = 0.5

  private static func uniform(_ random: inout SeededGenerator) -> Double {
    (Double(random.next() >> 11) + 0.5) / 0x1p53
  }

  private static func normal(_ random: inout SeededGenerator) -> Double {
    (-2 * log(uniform(&random))).squareRoot() * cos(2 * .pi * uniform(&random))
  }

  /// The rows; `executable` names them.
  func rows(_ seed: UInt64, executable: String = "tool") -> [ReviewRow] {
    var random = SeededGenerator(seed: seed)
    let days = (0...Int(span)).map { _ in Self.normal(&random) }
    let runs = (0...(count / 10)).map { _ in Self.normal(&random) }
    let times = (0..<count).map { number in
      isGrowing ? span * Self.uniform(&random).squareRoot() : span * Double(number) / Double(count)
    }.sorted()
    return times.enumerated().map { number, time in
      var logarithm = 0.3 * Self.normal(&random)
      switch spread {
      case .alone: break
      case .days: logarithm += 0.3 * days[Int(time)]
      case .heavy: logarithm = Self.student(&random) * 0.3
      case .modes: logarithm += Self.uniform(&random) < 0.3 ? log(6) : 0
      case .runs: logarithm += 0.3 * runs[number / 10]
      }
      if Double(number) >= from * Double(count) { logarithm += log(factor) }
      var row = ReviewRow(
        key: JobKey(id: "job-\(executable)-\(number)"), name: "\(executable) \(number)", executable: executable,
        state: .done)
      if spread == .runs { row.root = "job-root-\(number / 10)" }
      row.submitted = SimTime(milliseconds: 1_700_000_000_000 + Int64(time * 86_400_000))
      row.started = row.submitted
      let length = Int64(min(1e15, max(1, 3_600_000 * exp(min(20, max(-20, logarithm))))))
      row.stopped = row.started.map { $0 + SimDuration(milliseconds: length) }
      return row
    }
  }

  /// A normal over the root of a chi-square of 1.5 degrees, which is twice a gamma of shape 0.75 (Ahrens and Dieter, 1974).
  private static func student(_ random: inout SeededGenerator) -> Double {
    let shape = 0.75
    let e = exp(1.0)
    while true {
      let p = uniform(&random) * (e + shape) / e
      let x = p <= 1 ? pow(p, 1 / shape) : -log((((e + shape) / e) - p) / shape)
      let isKept = p <= 1 ? uniform(&random) <= exp(-x) : uniform(&random) <= pow(x, shape - 1)
      if isKept { return normal(&random) / (2 * x / 1.5).squareRoot() }
    }
  }

  /// What the review says of several executables.
  static func changes(_ groups: [[ReviewRow]]) throws -> Trends {
    var reviewer = Reviewer(machines: ReviewMachines(), currency: nil)
    for rows in groups { try reviewer.add(ReviewGroup(executable: rows.first?.executable ?? "", rows: rows)) }
    return try reviewer.review().trends
  }

  /// The p-value of one executable's runtime, before anything is made of other tests; 1 where it is not tested.
  static func probability(_ rows: [ReviewRow], tables: (Int) -> RankSums) -> Double {
    let executable = ReviewedExecutable(
      ReviewGroup(executable: "tool", rows: rows), machines: ReviewMachines(), currency: nil)
    guard let sample = ChangeSample(executable, .runtime, isChosen: { _ in true }), let blocks = ChangeBlocks(sample),
      let scan = RankScan(blocks.ranks, table: tables)
    else { return 1 }
    return scan.pValue
  }
}
