/// What the jobs of one file can and cannot support: counted while they pass, in memory that does not grow with them.
///
/// Analyses are counted and otherwise left alone: they hold no worker. Shares are of the jobs that ran, which a reused
/// result did not.
public struct DataQuality: Sendable, Equatable {
  /// Something that a job's record may or may not tell.
  public enum Fact: String, Sendable, CaseIterable {
    /// The most memory it used.
    case memoryUse = "memory_use"
    /// How busy its processors were.
    case cpuUse = "cpu_use"
    /// The most disk it used.
    case diskUse = "disk_use"
    /// The size of its inputs.
    case inputSize = "input_size"
    /// What machine it ran on.
    case instanceType = "instance_type"
    /// What it cost.
    case cost
    /// When it could have begun, so that its wait is known.
    case submission
    /// How long it ran.
    case runtime
  }

  /// Something that a file without certain facts cannot be used for.
  public enum Gap: String, Sendable, CaseIterable {
    /// How long jobs run: nothing to replay, to learn from or to estimate with.
    case runtimes
    /// How much memory jobs need.
    case memoryAdvice = "memory_advice"
    /// How many cores jobs need.
    case cpuAdvice = "cpu_advice"
    /// How much disk jobs need.
    case diskAdvice = "disk_advice"
    /// How runtimes and memory grow with the input.
    case inputScaling = "input_scaling"
    /// What jobs would cost, here or on another machine.
    case prices
    /// How long jobs waited.
    case waits
  }

  /// Jobs in one currency.
  public struct Charged: Sendable, Equatable {
    /// The currency.
    public var currency: Currency
    /// How many jobs have a cost in it.
    public var jobs: Int
  }

  /// A run shorter than this has no resource line in a DNAnexus log, which gets one every 600 s.
  public static let shortRun = SimDuration.seconds(600)
  /// How many currencies are told apart; no account has so many.
  static let currencyLimit = 20

  /// Tries of jobs.
  public private(set) var jobs = 0
  /// Analyses around jobs.
  public private(set) var analyses = 0
  /// Jobs that used an earlier result and did not run.
  public private(set) var cached = 0
  /// Jobs of which the record says that they ran and ended.
  public private(set) var ran = 0
  /// Jobs that ran for less than ``shortRun``.
  public private(set) var short = 0
  /// Jobs in a state that the platform does not document.
  public private(set) var unknownStates = 0
  /// Jobs that failed for a reason that the platform does not document.
  public private(set) var unknownReasons = 0
  /// Jobs on an instance type that no catalog at hand has; counted by whoever has catalogs.
  public var unknownTypes = 0
  /// Jobs whose cost is for a share of their worker, see ``Job/paidForShare``.
  public private(set) var sharedCosts = 0
  /// The first point in time that any job names.
  public private(set) var first: SimTime?
  /// The last one.
  public private(set) var last: SimTime?
  /// The currencies of costs, those of most jobs first, then by code.
  public var charged: [Charged] { counts.sorted { ($1.jobs, $0.currency.code) < ($0.jobs, $1.currency.code) } }

  private var counts: [Charged] = []
  /// How many jobs that ran tell each fact, in the order of ``Fact/allCases``.
  private var told: (Int, Int, Int, Int, Int, Int, Int, Int) = (0, 0, 0, 0, 0, 0, 0, 0)

  /// No job was counted.
  public init() {}

  /// Counts a job.
  ///
  /// - Complexity: O(1).
  public mutating func add(_ job: Job) { withUnsafePointer(to: job) { count($0) } }

  /// Counts a job as it lies there, which stays as it is: handed on otherwise, its eight hundred bytes would be copied.
  public mutating func add(inPlace job: inout Job) { withUnsafePointer(to: &job) { count($0) } }

  private mutating func count(_ job: UnsafePointer<Job>) {
    if !job.pointee.state.isKnown { unknownStates += 1 }
    if let reason = job.pointee.failureReason, !reason.isKnown { unknownReasons += 1 }
    span(job.pointee.submitted)
    span(job.pointee.runnable)
    span(job.pointee.started)
    span(job.pointee.stopped)
    span(job.pointee.ended)
    guard job.pointee.kind == .job else {
      analyses += 1
      return
    }
    jobs += 1
    if let cost = job.pointee.cost {
      count(cost.currency)
      if job.pointee.paidForShare { sharedCosts += 1 }
    }
    if job.pointee.isCached {
      cached += 1
      return
    }
    let time = job.pointee.workerTime
    // What still runs has no end or price yet, and lacks nothing.
    guard time != nil || (job.pointee.started != nil && job.pointee.state.isFinal) else { return }
    ran += 1
    if let time, time < Self.shortRun { short += 1 }
    if job.pointee.usage.peakMemory != nil { told.0 += 1 }
    if job.pointee.usage.cpuPercent != nil { told.1 += 1 }
    if job.pointee.usage.peakDisk != nil { told.2 += 1 }
    if job.pointee.usage.input != nil { told.3 += 1 }
    if job.pointee.instanceType != nil { told.4 += 1 }
    if job.pointee.cost != nil { told.5 += 1 }
    if job.pointee.started != nil && (job.pointee.submitted != nil || job.pointee.runnable != nil) { told.6 += 1 }
    if time != nil { told.7 += 1 }
  }

  /// Counts the jobs of the next part of the same file.
  public mutating func append(_ later: DataQuality) {
    jobs += later.jobs
    analyses += later.analyses
    cached += later.cached
    ran += later.ran
    short += later.short
    unknownStates += later.unknownStates
    unknownReasons += later.unknownReasons
    unknownTypes += later.unknownTypes
    sharedCosts += later.sharedCosts
    span(later.first)
    span(later.last)
    for more in later.counts { count(more.currency, more.jobs) }
    told.0 += later.told.0
    told.1 += later.told.1
    told.2 += later.told.2
    told.3 += later.told.3
    told.4 += later.told.4
    told.5 += later.told.5
    told.6 += later.told.6
    told.7 += later.told.7
  }

  /// How many of the jobs that ran do not tell a fact.
  public func missing(_ fact: Fact) -> Int {
    let known =
      switch fact {
      case .memoryUse: told.0
      case .cpuUse: told.1
      case .diskUse: told.2
      case .inputSize: told.3
      case .instanceType: told.4
      case .cost: told.5
      case .submission: told.6
      case .runtime: told.7
      }
    return ran - known
  }

  /// Which part of the jobs that ran do not tell a fact; nil if none ran.
  public func missingShare(_ fact: Fact) -> Double? { ran > 0 ? Double(missing(fact)) / Double(ran) : nil }

  /// What the file cannot be used for, because not one job has what it takes.
  public var gaps: [Gap] {
    guard jobs > 0 else { return [] }
    return Gap.allCases.filter { gap in
      switch gap {
      case .runtimes: missing(.runtime) == ran
      case .memoryAdvice: missing(.memoryUse) == ran
      case .cpuAdvice: missing(.cpuUse) == ran
      case .diskAdvice: missing(.diskUse) == ran
      case .inputScaling: missing(.inputSize) == ran
      // A type has a price in a catalog; a cost without a type is at least one that can be summed.
      case .prices: missing(.instanceType) == ran && missing(.cost) == ran
      case .waits: missing(.submission) == ran
      }
    }
  }

  private mutating func span(_ time: SimTime?) {
    guard let time else { return }
    first = first.map { min($0, time) } ?? time
    last = last.map { max($0, time) } ?? time
  }

  private mutating func count(_ currency: Currency, _ jobs: Int = 1) {
    if let place = counts.firstIndex(where: { $0.currency == currency }) {
      counts[place].jobs += jobs
    } else if counts.count < Self.currencyLimit {
      counts.append(Charged(currency: currency, jobs: jobs))
    }
  }

  /// Whether everything counted is equal.
  public static func == (a: DataQuality, b: DataQuality) -> Bool {
    a.jobs == b.jobs && a.analyses == b.analyses && a.cached == b.cached && a.ran == b.ran && a.short == b.short
      && a.unknownStates == b.unknownStates && a.unknownReasons == b.unknownReasons
      && a.unknownTypes == b.unknownTypes && a.sharedCosts == b.sharedCosts && a.first == b.first && a.last == b.last
      && a.charged == b.charged
      && Fact.allCases.allSatisfy { a.missing($0) == b.missing($0) }
  }
}
