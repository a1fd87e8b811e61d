import Foundation
import JobModel

/// The limit of least expected cost for a job, given how likely which runtimes are.
struct LimitChoice {
  let rules: TimeoutRules
  /// In core-seconds of the job's cores, for each kill.
  let priceOfAKill: Double
  /// By what the probability of a kill is multiplied.
  let calibration: Double
  /// The largest probability of a kill.
  let level: Double

  /// A user who asks for a limit knows something of this job that its past does not: a kill is twice as likely as the
  /// past says.
  private static let doubtAboutRequests = 2.0

  /// Chooses among whole minutes below the job's own limit, and that limit.
  ///
  /// A killed job burns its limit and runs again with twice the limit, up to its own; so a limit L costs
  /// Σ S(2^k L) · 2^k L while 2^k L is below the job's own, the price of a kill times S(L), and `runaway` times L, where
  /// S(L) is the probability that a job which ends within its own limit takes longer than L.
  func choose(_ density: [Float], _ job: TimeoutJob) -> TimeoutStream.Decision {
    let own = min(job.limit, TimeoutRules.most)
    let edges = RuntimeGrid.edges
    // The last step that ends within the limit.
    var last = edges.count - 1
    while last > 0 && edges[last] > own { last -= 1 }
    var longer = [Double](repeating: 0, count: last + 1)
    var sum = 0.0
    for step in stride(from: last, through: 0, by: -1) {
      longer[step] = sum
      sum += Double(density[step])
    }
    var best = TimeoutStream.Decision(limit: job.limit, kill: 0, uncorrected: 0, kept: .tight)
    guard sum > 0 else { return best }
    var cheapest = rules.runaway * own * (job.limitSource == .none ? 1 : rules.gainToReplace)
    if job.limit > TimeoutRules.most {
      // What is above the longest limit of all is none: something must be said.
      best = TimeoutStream.Decision(limit: own, kill: 0, uncorrected: 0, kept: nil)
      cheapest = rules.runaway * own
    }
    let doubt = job.limitSource == .user ? Self.doubtAboutRequests : 1
    var isHeldByLevel = false
    var burnt = [Double](repeating: 0, count: last + 1)
    for step in stride(from: last - 1, through: 0, by: -1) {
      let limit = edges[step]
      guard limit >= TimeoutRules.least else { break }
      let kill = min(1, calibration * doubt * longer[step] / sum)
      let next = step + RuntimeGrid.perOctave
      burnt[step] = kill * limit + (next < last ? burnt[next] : 0)
      let minutes = (limit / 60).rounded(.up) * 60
      let cost = burnt[step] + rules.runaway * minutes + priceOfAKill * kill
      guard cost < cheapest, minutes < own else { continue }
      guard kill <= level else {
        isHeldByLevel = true
        continue
      }
      cheapest = cost
      best = TimeoutStream.Decision(limit: minutes, kill: kill, uncorrected: longer[step] / sum, kept: nil)
    }
    if best.kept != nil && isHeldByLevel { best.kept = .level }
    return best
  }
}
