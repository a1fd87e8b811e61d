import JobModel

/// All rules of the review.
public enum ReviewRules {
  /// The rules, in the order in which they are asked: what names a reason first, then what is left.
  static let all: [any ReviewRule] = [
    StuckRule(), MemoryStarvedRule(), DiskStarvedRule(), RunawayRule(), TimeoutTooTightRule(), SpotChurnRule(),
    RetriedWorkRule(), FailedWorkRule(),
    CPUStarvedRule(), IOBoundRule(), OverProvisionedMemoryRule(), OverProvisionedCPURule(), OverProvisionedDiskRule(),
    GPUIdleRule(), QueueBoundRule(), StartupBoundRule(), TimeoutMissingRule(), TimeoutTooLooseRule(),
    UntaggedRule(), UnnamedRule(),
  ]

  /// The page about the rules, made from them.
  public static var page: String {
    var text = """
      # The rules of the review

      Made from the rules by a test (`PURSER_RECORD=1` writes it anew). A rule looks at the tries of one executable and
      gives at most one finding, which names every job concerned. Rules are asked in this order; the first eight claim the
      money that they explain, so that none is counted twice.

      A finding's severity is what is at stake as a part of the whole period: of its cost, or of its core-hours where
      nothing has a price, or of all time waited and worked for waiting. `high` from 5 %, `medium` from 1 %, `low` from
      0.1 %, else `info`.

      | kind | speaks when | at stake | advises |
      | --- | --- | --- | --- |

      """
    for rule in all {
      text += "| `\(rule.kind.rawValue)` | \(rule.condition) | \(rule.stake) | \(rule.advice) |\n"
    }
    return text
  }
}
