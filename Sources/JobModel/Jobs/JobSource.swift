/// Where past jobs come from when somebody asks by executable: the store, or files just read.
public protocol JobSource {
  /// The names of all executables, sorted.
  func executables() throws -> [String]

  /// What is known of the tries of one executable, in a fixed order (by submission, then key); empty if unknown.
  func usageRows(executable: String) throws -> [UsageRow]

  /// The name of the executable of a platform's id (`applet-…`), as the latest job that ran it says; nil if none did.
  func executable(withID id: String) throws -> String?

  /// The launches of the jobs of one executable, reused results left out and each job once, in no order.
  ///
  /// - Parameters:
  ///   - part: only those of an entry point or a stage, where it is named.
  ///   - filter: only those of a time; its pattern is not looked at.
  func launches(executable: String, part: (function: String?, stage: String?), filter: ScanFilter) throws -> [JobLaunch]

  /// Hands out the tries that a filter chooses, analyses left out, in an order that is the same each time, and gives the
  /// texts that their numbers stand for.
  ///
  /// For whoever wants all executables at once: one pass over the jobs, however many executables there are.
  func scan(_ filter: ScanFilter, _ body: (ScannedTry) throws -> Void) throws -> ScanNames
}

/// The few figures of a try that statistics need.
public struct UsageRow: Sendable, Equatable {
  /// Which try.
  public var key: JobKey
  /// How it ended.
  public var state: JobState
  /// Why it failed.
  public var failureReason: FailureReason?
  /// Whether it was reused rather than run.
  public var isCached: Bool
  /// How long it held its worker or worked, in that order of preference.
  public var runtime: SimDuration?
  /// Its instance type.
  public var instanceType: String?
  /// Its cores.
  public var vcpus: Double?
  /// Its use.
  public var usage: Usage

  /// The runtime, where it tells how long the work takes; nil for one of nought or less, which clocks made.
  public var knownRuntime: SimDuration? { runtime.flatMap { $0 > .zero ? $0 : nil } }

  /// The row of a job.
  public init(_ job: Job) {
    key = job.key
    state = job.state
    failureReason = job.failureReason
    isCached = job.isCached
    runtime = job.runtime ?? job.workerTime
    instanceType = job.instanceType
    vcpus = job.vcpus
    usage = job.usage
  }

  /// A row of its parts, as a database holds them.
  public init(
    key: JobKey, state: JobState, failureReason: FailureReason?, isCached: Bool, runtime: SimDuration?,
    instanceType: String?, vcpus: Double?, usage: Usage
  ) {
    self.key = key
    self.state = state
    self.failureReason = failureReason
    self.isCached = isCached
    self.runtime = runtime
    self.instanceType = instanceType
    self.vcpus = vcpus
    self.usage = usage
  }
}
