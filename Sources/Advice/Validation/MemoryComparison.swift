public import JobModel

/// Compares sizing rules on recorded tasks: `purser validate memory`.
public enum MemoryComparison {
  /// Replays each workflow against each rule.
  ///
  /// - Parameters:
  ///   - maximalFailureRate: the largest share of attempts that may fail; this program's own rule alone knows how to keep
  ///     such a bound.
  ///   - split: what is known beforehand, for the protocol of that name.
  /// - Throws: ``SizingReplay/MissingRecords``.
  public static func run(
    _ workflows: [SizingWorkflow], _ order: MemoryProtocol, split: SizingSplit? = nil,
    maximalFailureRate: Double? = nil
  ) throws(SizingReplay.MissingRecords) -> MemoryValidation {
    let methods = registry(maximalFailureRate: maximalFailureRate)
    var tallies = [[MemoryValidation.Tally]](repeating: [], count: methods.count)
    var used: [Double] = []
    var pairs: [PredictionPair] = []
    for workflow in workflows {
      let steps = try SizingReplay.steps(workflow, order, split: split)
      used.append(
        steps.reduce(0) { sum, step in
          if case .size(let task) = step { sum + task.peak * task.hours } else { sum }
        })
      for (index, entry) in methods.enumerated() {
        // The first rule is our own: of it the page shows what was given and what was needed.
        tallies[index].append(replay(steps, entry.make()) { if index == 0 { pairs.append($0) } })
      }
    }
    var result = MemoryValidation(
      sizingProtocol: order.rawValue, maximalFailureRate: maximalFailureRate, files: workflows.map(\.file), used: used,
      methods: zip(methods, tallies).map { MemoryValidation.Method(name: $0.name, files: $1) })
    result.pairs = PredictionPair.sample(pairs)
    return result
  }

  private static func replay(
    _ steps: [SizingReplay.Step], _ method: some SizingMethod, sized: (PredictionPair) -> Void
  ) -> MemoryValidation.Tally {
    var method = method
    return SizingReplay.run(steps, with: &method, sized: sized)
  }

  /// All rules by name; a new one is a line here.
  static func registry(
    maximalFailureRate: Double? = nil
  ) -> [(name: String, make: () -> any SizingMethod)] {
    let rules = maximalFailureRate.map(MemoryRules.atMost(failureRate:)) ?? MemoryRules()
    return [
      ("purser", { PurserSizing(rules: rules) }),
      ("requested", { RulePerExecutable { RequestedRule() } }),
      ("max-seen", { RulePerExecutable { MaxSeenRule(factor: 1) } }),
      ("max-seen-x1.1", { RulePerExecutable { MaxSeenRule(factor: 1.1) } }),
      ("witt-percentile95", { RulePerExecutable { PercentileRule(rank: 0.95) } }),
      ("tovar", { RulePerExecutable { TovarRule() } }),
      ("bucketing", { RulePerExecutable { BucketingRule() } }),
      ("ponder", { RulePerExecutable { PonderRule() } }),
    ]
  }
}
