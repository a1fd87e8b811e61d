import JobModel

/// How Slurm's words for a job's state are understood.
///
/// Source: the manual page of sacct, "Job State Codes".
enum SacctState {
  /// The state, and the reason where the word is one. `CANCELLED by 1234` is CANCELLED, `OUT_OF_ME+` OUT_OF_MEMORY.
  static func meaning(_ word: ArraySlice<UInt8>) -> (state: JobState, reason: FailureReason?)? {
    switch whole(word.prefix(while: { $0 != UInt8(ascii: " ") }).text.uppercased()) {
    case "COMPLETED", "CD": (.done, nil)
    case "FAILED", "F", "SPECIAL_EXIT", "SE": (.failed, nil)
    case "TIMEOUT", "TO", "DEADLINE", "DL": (.failed, .jobTimeoutExceeded)
    case "OUT_OF_MEMORY", "OOM": (.failed, .appInsufficientResourceError)
    case "NODE_FAIL", "NF": (.failed, .unresponsiveWorker)
    case "BOOT_FAIL", "BF", "LAUNCH_FAILED", "RECONFIG_FAIL": (.failed, .executionError)
    // The machine was taken back for somebody else, as a cloud takes back a spot machine.
    case "PREEMPTED", "PR": (.failed, .spotInstanceInterruption)
    case "CANCELLED", "CA", "REVOKED", "RV": (.terminated, nil)
    case "REQUEUED", "RQ", "REQUEUE_FED", "RF", "REQUEUE_HOLD", "RH": (.restarted, nil)
    case "PENDING", "PD", "CONFIGURING", "CF", "RESV_DEL_HOLD", "RD", "POWER_UP_NODE": (.runnable, nil)
    case "RUNNING", "R", "COMPLETING", "CG", "SUSPENDED", "S", "STOPPED", "ST", "RESIZING", "RS", "SIGNALING", "SI",
      "STAGE_OUT", "SO":
      (.running, nil)
    default: nil
    }
  }

  /// A word that was cut to a column's width, as a whole; what begins no longer word or several stays as it is.
  private static func whole(_ word: String) -> String {
    guard word.hasSuffix("+") else { return word }
    let start = word.dropLast()
    let words = longWords.filter { $0.hasPrefix(start) }
    return start.count >= 4 && words.count == 1 ? words[0] : word
  }

  /// The words that do not fit sacct's column of ten characters, and the one that says by whom.
  private static let longWords = [
    "CANCELLED", "OUT_OF_MEMORY", "SPECIAL_EXIT", "LAUNCH_FAILED", "RECONFIG_FAIL", "REQUEUE_FED", "REQUEUE_HOLD",
    "CONFIGURING", "RESV_DEL_HOLD", "POWER_UP_NODE",
  ]
}
