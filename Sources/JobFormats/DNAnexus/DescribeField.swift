/// The fields of a job's or an analysis' description that are read, by the platform's own names.
///
/// Everything else (outputs, details, requirements, egress …) is passed over without being held. Source of the names:
/// the toolkit's `describe.py` and real descriptions.
enum DescribeField: String, CaseIterable, Sendable {
  // Who it is.
  case id, name, state, executable, executableName, function, stage
  case recordClass = "class"
  case tryNumber = "try"
  case workflow, applet, app

  // When.
  case created, modified, startedRunning, stoppedRunning, stateTransitions

  // On what, and under which rules.
  case instanceType, trueInstanceType, clusterSpec, priority, finalPriority, headJobOnDemand, rank
  case executionPolicy, timeout

  // How it ended.
  case failureReason, failureMessage, failureFrom, failureCounts, exitCode, outputReusedFrom

  // What it cost.
  case totalPrice, currency, isFree, spotCostSavings, costLimit

  // Where it stands in its tree.
  case parentJob, parentJobTry, originJob, rootExecution, analysis, parentAnalysis, detachedFrom, dependsOn
  case input, runInput, originalInput

  // Whose it is.
  case region, billTo, project, folder, launchedBy, tags, properties

  // What holds descriptions: API pages, stages, elements of them.
  case results, describe, stages, execution
}

/// The fields of a change of state.
enum TransitionField: String, CaseIterable, Sendable {
  case newState, setAt
}

/// The fields of an execution policy.
enum PolicyField: String, CaseIterable, Sendable {
  case restartOn, maxRestarts, maxSpotTries
}

/// The fields of small objects of which one or two are wanted.
enum PartField: String, CaseIterable, Sendable {
  case id, name, code, initialInstanceCount
}

/// The fields of links to executions and to data.
enum LinkField: String, CaseIterable, Sendable {
  case job, field, analysis, stage, id
  case link = "$dnanexus_link"
}
