/// What a column of a jobs CSV may say, in the order in which rows are read.
enum JobColumn: UInt8, CaseIterable, Sendable {
  case job, tryNumber, run, executable, name, user
  case state, failureReason, exitCode
  case submitted, started, stopped, runtime, wait
  case instanceType, vcpus, memoryRequested, timeLimit, priority
  case cpuPercent, peakMemory, peakDisk, input, read, written
  case cost, currency, parent, after

  /// A header that names a column, and how its figures become the model's units.
  struct Name: Sendable {
    /// The header, in small letters.
    var header: String
    /// What a figure is multiplied by: 1000 for seconds that become milliseconds.
    var multiplier: Int32 = 1
    /// What is taken off afterwards: 1 for attempts, which count from 1.
    var offset: UInt8 = 0
    /// The currency that the header names.
    var currency: String?
  }

  /// The headers by which a column is known, the one that counts first if there are several.
  var names: [Name] {
    switch self {
    case .job: Self.plain("job", "task_id")
    case .tryNumber: [Name(header: "try"), Name(header: "attempt", offset: 1)]
    case .run: Self.plain("run")
    case .executable: Self.plain("executable", "process", "task", "exe")
    case .name: Self.plain("name")
    case .user: Self.plain("user")
    case .state: Self.plain("state", "status")
    case .failureReason: Self.plain("failure_reason")
    case .exitCode: Self.plain("exit_code", "exit")
    case .submitted: Self.timed("submitted", "submit")
    case .started: Self.timed("started", "start")
    case .stopped: Self.timed("stopped", "complete", "end")
    case .runtime: Self.timed("runtime", "realtime", "run")
    case .wait: Self.timed("wait")
    case .instanceType: Self.plain("instance_type")
    case .vcpus: Self.plain("vcpus", "cpus_req", "cpus", "procs")
    case .memoryRequested: Self.plain("memory_requested_bytes", "mem_req_bytes")
    case .timeLimit: Self.timed("time_limit", "req")
    case .priority: Self.plain("priority")
    case .cpuPercent: Self.plain("cpu_percent", "cpu_pct")
    case .peakMemory: Self.plain("peak_memory_bytes", "peak_rss_bytes")
    case .peakDisk: Self.plain("peak_disk_bytes")
    case .input: Self.plain("input_bytes", "task_input_uncompressed", "task_input_bytes")
    case .read: Self.plain("read_bytes", "disk_read_bytes")
    case .written: Self.plain("written_bytes", "disk_write_bytes")
    case .cost:
      Self.plain("cost")
        + Self.currencies.map { (code: String) -> Name in Name(header: "cost_\(code)", currency: code) }
    case .currency: Self.plain("currency")
    case .parent: Self.plain("parent")
    case .after: Self.plain("after")
    }
  }

  /// What a value should have been, for messages.
  var expected: String {
    switch self {
    case .tryNumber, .vcpus, .cpuPercent: "a number"
    case .exitCode: "an exit code"
    case .submitted, .started, .stopped: "a time"
    case .runtime, .wait, .timeLimit: "a duration"
    case .memoryRequested, .peakMemory, .peakDisk, .input, .read, .written: "a size"
    case .priority: "low, normal or high"
    case .cost: "an amount"
    case .currency: "a currency"
    default: "a text"
    }
  }

  /// Whether it holds figures, which a recipe may multiply.
  var isNumeric: Bool {
    switch self {
    case .submitted, .started, .stopped, .runtime, .wait, .vcpus, .memoryRequested, .timeLimit, .cpuPercent,
      .peakMemory, .peakDisk, .input, .read, .written:
      true
    default: false
    }
  }

  /// Whether it holds texts that say nothing of when and how a job ran, and can be anything.
  var isText: Bool {
    switch self {
    case .executable, .name, .user, .parent, .after: true
    default: false
    }
  }

  /// The column and the rank of each header.
  static let byHeader: [String: (column: JobColumn, rank: Int)] = {
    var found: [String: (column: JobColumn, rank: Int)] = [:]
    for column in allCases {
      for (rank, name) in column.names.enumerated() { found[name.header] = (column, rank) }
    }
    return found
  }()

  /// The currencies that a header can name.
  private static let currencies = ["usd", "gbp", "eur", "aud", "cad", "chf", "cny", "inr", "jpy", "sgd"]

  private static func plain(_ headers: String...) -> [Name] { headers.map { Name(header: $0) } }

  /// Milliseconds say more than seconds, so they come first.
  private static func timed(_ headers: String...) -> [Name] {
    headers.flatMap { [Name(header: $0 + "_ms"), Name(header: $0 + "_s", multiplier: 1000)] }
  }
}
