import JobModel

/// Turns records of a batch log into jobs.
///
/// One job is filled again and again, and the names of users and executables are shared, so that a record that nobody
/// keeps costs little more than its bytes.
struct WorkloadJobs: ~Copyable {
  /// The job of the record last read.
  var job: Job
  private var executables = NumberedNames("executable ")
  private var users = NumberedNames("user ")
  private var queues = NumberedNames("")

  /// Whether anybody wants the names of jobs and of what they ran.
  private let readsTexts: Bool

  init(run: String, readsTexts: Bool = true) {
    self.readsTexts = readsTexts
    job = Job(key: JobKey(run: run, id: ""), name: "", executable: "unknown", state: .done)
  }

  /// Reads a record into ``job``.
  ///
  /// - Parameter origin: milliseconds since the epoch at which the log's clock was nought.
  mutating func read(_ record: borrowing WorkloadRecord, origin: Int64) {
    let ran = record[.runtime] >= 0
    job.key.id = String(record[.number])
    job.state = Self.state(record[.status], ran: ran)
    if readsTexts { readTexts(record) }
    var submitted: Int64?
    var started: Int64?
    if record[.submit] >= 0 {
      submitted = saturatingSum(origin, record[.submit])
      if record[.wait] >= 0 && ran { started = saturatingSum(submitted ?? 0, record[.wait]) }
    }
    job.submitted = submitted.map { SimTime(milliseconds: $0) }
    job.started = started.map { SimTime(milliseconds: $0) }
    job.stopped = started.map { SimTime(milliseconds: saturatingSum($0, record[.runtime])) }
    job.ended = job.stopped
    job.runtime = ran ? SimDuration(milliseconds: record[.runtime]) : nil
    let processors = record[.requested] > 0 ? record[.requested] : record[.allocated]
    job.vcpus = processors > 0 ? Double(processors) : nil
    job.timeLimit = record[.requestedTime] > 0 ? SimDuration(milliseconds: record[.requestedTime]) : nil
    job.usage.peakMemory = Self.memory(record[.usedMemory], processors)
    job.memoryRequested = Self.memory(record[.requestedMemory], processors)
  }

  /// Hands the job on as it lies here: a copy would count the references of all its texts.
  func hand(to sink: (Job, Int) throws -> Void, line: Int) rethrows { try sink(job, line) }

  private mutating func readTexts(_ record: borrowing WorkloadRecord) {
    job.name = "job " + job.key.id
    job.executable = record[.executable] >= 0 ? executables[record[.executable]] : "unknown"
    job.user = record[.user] >= 0 ? users[record[.user]] : nil
    setQueue(record[.queue])
  }

  private mutating func setQueue(_ queue: Int64) {
    guard queue >= 0 else {
      if !job.properties.isEmpty { job.properties.removeAll() }
      return
    }
    if job.properties.isEmpty {
      job.properties = [Property(name: "queue", value: queues[queue])]
    } else {
      job.properties[0].value = queues[queue]
    }
  }

  /// Kilobytes a processor, in all; nil if there are none or more than anything has.
  private static func memory(_ kilobytes: Int64, _ processors: Int64) -> Bytes? {
    guard kilobytes > 0, processors > 0 else { return nil }
    let bytes = Bytes(saturatingProduct(saturatingProduct(kilobytes, 1024), processors))
    return bytes > Bytes.limit ? nil : bytes
  }

  /// The format's status: 1 completed, 0 failed, 5 cancelled; 2 to 4 are parts of a job that was stopped in between.
  private static func state(_ status: Int64, ran: Bool) -> JobState {
    switch status {
    case 0: .failed
    case 5: .terminated
    default: ran ? .done : .terminated
    }
  }
}

/// Names made of a word and a number, each made once as long as few others come between.
private struct NumberedNames {
  private let prefix: String
  private var names: [(number: Int64, name: String)]

  init(_ prefix: String) {
    self.prefix = prefix
    names = Array(repeating: (-1, ""), count: 1024)
  }

  /// The name of a number that is not negative.
  subscript(number: Int64) -> String {
    mutating get {
      let place = Int(truncatingIfNeeded: number) & 1023
      if names[place].number != number { names[place] = (number, prefix + String(number)) }
      return names[place].name
    }
  }
}
