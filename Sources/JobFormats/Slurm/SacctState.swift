import JobModel

/// How Slurm's words for a job's state are understood.
///
/// Source: the manual page of sacct, "Job State Codes".
enum SacctState {
  /// The state, and the reason where the word is one. `CANCELLED by 1234` is CANCELLED.
  static func meaning(_ word: ArraySlice<UInt8>) -> (state: JobState, reason: FailureReason?)? {
    switch word.prefix(while: { $0 != UInt8(ascii: " ") }).text.uppercased() {
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
}
