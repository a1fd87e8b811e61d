import Foundation
public import JobModel

/// Timeouts for all executables of a history.
extension ResourceAdvisor {
  /// Limits by the size of inputs take four times as long to find: they are sought for so many executables at most.
  private static let mostWithSizes = 200

  /// Completes advice with the longest that jobs of each executable should run.
  ///
  /// Runs on the machine in use count, or all where it saw too few. Where a machine or cores are proposed, the timeout is
  /// for those: longer by the ratio of runtimes that is passed with a chance of 5 %. An executable of which nothing else
  /// can be said still gets its timeout.
  ///
  /// - Parameter rules: the level of good jobs ended, and how often jobs hang.
  /// - Complexity: O(kept tries), about 2 µs each.
  public func addTimeouts(
    to advice: inout RecommendationSet, _ table: ProfileTable, rules limits: TimeoutRules = TimeoutRules()
  ) {
    var places: [String: Int] = [:]
    for (place, one) in advice.recommendations.enumerated() { places[one.label] = place }
    var lacks: [String: Int] = [:]
    for (place, one) in advice.notEnoughData.enumerated() { lacks[one.executable] = place }
    var resolved: Set<Int> = []
    let seeksSizes = advice.recommendations.count + advice.notEnoughData.count <= Self.mostWithSizes
    for profile in table.profiles(splitFrom: rules.minimumSamples) {
      let habits = Habits(profile)
      let timeouts = ProfileTimeout(
        profile: profile, habits: habits, market: market, rules: limits, seeksSizes: seeksSizes)
      if let place = places[profile.label] {
        timeouts.complete(&advice.recommendations[place])
      } else if let place = lacks[profile.label],
        let alone = timeouts.alone(advice.notEnoughData[place].reason)
      {
        resolved.insert(place)
        advice.recommendations.append(alone)
      }
    }
    advice.notEnoughData = advice.notEnoughData.enumerated().filter { !resolved.contains($0.offset) }.map(\.element)
    advice.recommendations.sort { ($1.totalSaving ?? 0, $0.label) < ($0.totalSaving ?? 0, $1.label) }
  }

  /// The proposed timeouts as changes to the very jobs that they rest on.
  ///
  /// - Returns: those of whole executables before those of their entry points and stages, which come after and count.
  public func timeoutOverrides(of advice: RecommendationSet) -> [Override] {
    let touched = Set(advice.recommendations.filter(Self.changesTimeout).map(\.executable))
    let parts = advice.recommendations.filter { touched.contains($0.executable) }.sorted {
      ($0.executable, $0.function ?? "", $0.stage ?? "") < ($1.executable, $1.function ?? "", $1.stage ?? "")
    }
    return parts.compactMap { part in
      let isWhole = part.function == nil && part.stage == nil
      guard Self.changesTimeout(part) || !isWhole else { return nil }
      var override = Override()
      override.match.executable = part.executable
      override.match.function = part.function
      override.match.stage = part.stage
      // What is kept is said, or the whole executable's would hold.
      override.timeout =
        part.recommended.setting.timeout ?? .seconds(Int64(TimeoutRules.most))
      return override
    }
  }

  private static func changesTimeout(_ one: Recommendation) -> Bool {
    one.recommended.setting.timeout != nil && one.recommended.setting.timeout != one.current.setting.timeout
  }
}
