/// The fields of a workflow's metadata that are read.
///
/// Source: `WorkflowMetadataKeys` and `CallMetadataKeys` of Cromwell; `version` and `workflowId` are the digest's.
enum CromwellField: String, CaseIterable, Sendable {
  case id, workflowName, status, submission, start, end, calls, failures, labels, rootWorkflowId, parentWorkflowId
  case workflowId
}

/// The fields of a call: one attempt of one shard.
enum CromwellCallField: String, CaseIterable, Sendable {
  case executionStatus, backendStatus, shardIndex, attempt, start, end, returnCode, failures, retryableFailure
  case runtimeAttributes, jes, callCaching, executionEvents, preemptible, backend, jobId
  case subWorkflowMetadata, subWorkflowId
  case vmStartTime, vmEndTime, vmCostPerHour, machineType, zone, dockerImageUsed
  // The digest's.
  case cromwellStart, cromwellEnd, papiStart, papiEnd, userCommandTimeSeconds, disks
}

/// The fields of small objects inside a call.
enum CromwellPartField: String, CaseIterable, Sendable {
  case description, startTime, endTime
  case message, causedBy
  case sizeGb
}
