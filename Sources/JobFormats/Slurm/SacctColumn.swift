/// The columns of `sacct` that are read, by Slurm's names; others are passed over.
///
/// Source: the manual page of sacct, "Job Accounting Fields".
enum SacctColumn: Int, CaseIterable, Sendable {
  case jobID, jobIDRaw, cluster, partition, qos, account, group, user, submit, eligible, start, end, elapsed
  case elapsedRaw, exitCode, state, nodes, allocatedNodes, cpus, requestedCPUs, allocatedCPUs
  case requestedMemory, requestedTRES, allocatedTRES, timeLimit, timeLimitRaw, nodeList, jobName, totalCPU
  case userCPU, systemCPU, averageCPU, tasks, maxRSS, maxDiskRead, maxDiskWrite, reason, constraints
  case restarts, comment

  /// Slurm's name of the column.
  var label: String {
    switch self {
    case .jobID: "JobID"
    case .jobIDRaw: "JobIDRaw"
    case .cluster: "Cluster"
    case .partition: "Partition"
    case .qos: "QOS"
    case .account: "Account"
    case .group: "Group"
    case .user: "User"
    case .submit: "Submit"
    case .eligible: "Eligible"
    case .start: "Start"
    case .end: "End"
    case .elapsed: "Elapsed"
    case .elapsedRaw: "ElapsedRaw"
    case .exitCode: "ExitCode"
    case .state: "State"
    case .nodes: "NNodes"
    case .allocatedNodes: "AllocNodes"
    case .cpus: "NCPUS"
    case .requestedCPUs: "ReqCPUS"
    case .allocatedCPUs: "AllocCPUS"
    case .requestedMemory: "ReqMem"
    case .requestedTRES: "ReqTRES"
    case .allocatedTRES: "AllocTRES"
    case .timeLimit: "Timelimit"
    case .timeLimitRaw: "TimelimitRaw"
    case .nodeList: "NodeList"
    case .jobName: "JobName"
    case .totalCPU: "TotalCPU"
    case .userCPU: "UserCPU"
    case .systemCPU: "SystemCPU"
    case .averageCPU: "AveCPU"
    case .tasks: "NTasks"
    case .maxRSS: "MaxRSS"
    case .maxDiskRead: "MaxDiskRead"
    case .maxDiskWrite: "MaxDiskWrite"
    case .reason: "Reason"
    case .constraints: "Constraints"
    case .restarts: "Restarts"
    case .comment: "Comment"
    }
  }

  /// Columns kept as they are, as labels of the job, with the label's name; sorted by it.
  static let labels: [(column: SacctColumn, name: String)] = [
    (.account, "account"), (.constraints, "constraints"), (.group, "group"), (.nodeList, "node_list"),
    (.partition, "partition"), (.qos, "qos"), (.reason, "reason"), (.restarts, "restarts"),
  ]
}
