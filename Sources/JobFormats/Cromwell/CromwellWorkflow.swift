import JobModel

/// A workflow's run, with the calls that were read before its end told who it is.
struct CromwellWorkflow {
  var line: Int
  var id = ""
  var name: String?
  var status: String?
  var submitted: SimTime?
  var start: SimTime?
  var end: SimTime?
  var root: String?
  var parent: String?
  var message: String?
  var properties: [Property] = []
  var calls: [CromwellCall] = []
  /// Whether there was an object of calls: without it the document is something else.
  var hasCalls = false
  /// Whether it is the digest of a run: it has the calls alone.
  var isDigest = false

  init(line: Int) { self.line = line }

  /// The run as an analysis: what holds the calls, and is charged nothing itself.
  func job(run: String, _ report: inout ImportReport) -> Job {
    var job = Job(
      key: JobKey(run: run, id: id), name: name ?? "workflow", executable: name ?? "workflow", state: .done)
    job.kind = .analysis
    if let status {
      switch CromwellCall.state(status) {
      case .running: job.state = .inProgress
      case let state?: job.state = state
      case nil:
        report.warn("unknown status \"\(status.prefix(40))\"", line: line)
        job.state = JobState(status)
      }
    }
    job.analysis = parent
    job.root = root ?? (parent == nil ? id : nil)
    job.failureMessage = job.state == .failed ? message : nil
    job.properties = properties.sorted { ($0.name, $0.value) < ($1.name, $1.value) }
    job.submitted = submitted ?? start
    if let start, let end, end < start {
      report.warn("the end is before the start: both are left out", line: line)
      return job
    }
    job.started = start
    job.stopped = end
    job.ended = end
    return job
  }
}
