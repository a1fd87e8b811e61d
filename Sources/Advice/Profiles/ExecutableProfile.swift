public import JobModel

/// What the past tells of one executable, or of one of its entry points or stages: its latest tries, and sums over all.
///
/// ```swift
/// let table = try ProfileTable(source, filter: ScanFilter())
/// for profile in table.profiles() { print(profile.executable, profile.doneJobs) }
/// ```
public struct ExecutableProfile: Sendable {
  /// How a try ended, as far as advice cares.
  public enum Outcome: Sendable, Equatable {
    /// Well.
    case done
    /// For lack of memory or disk: it needed more than its peak.
    case outOfResources
    /// It outran its timeout: its runtime is a lower bound.
    case timedOut
    /// The spot market took its worker: its runtime is a lower bound.
    case interrupted
    /// For a reason that says nothing of its needs, or not at all yet.
    case other
  }

  /// A try.
  public struct Try: Sendable, Equatable {
    /// How it ended.
    public var outcome: Outcome
    /// Its machine.
    public var instanceType: String?
    /// How long it held its worker or worked, in milliseconds; above 0.
    public var milliseconds: Int64?
    /// Cores asked for.
    public var vcpus: Double?
    /// How many cores it kept busy on average.
    public var busyCores: Double?
    /// The largest memory seen.
    public var peakMemory: Bytes?
    /// Whether its peaks are those of samples.
    public var peaksAreLowerBounds: Bool
    /// The most disk seen in use.
    public var peakDisk: Bytes?
    /// The size of its inputs.
    public var input: Bytes?
    /// Memory asked for.
    public var memoryRequested: Bytes?
    /// Disk asked for.
    public var diskRequested: Bytes?
    /// The longest it might run.
    public var timeLimit: SimDuration?
    /// What it asked for.
    public var priority: Priority?
    /// Which price it paid.
    public var priceModel: PriceModel
    /// The number of machines.
    public var nodes: Int

    /// Whether it ended well after some time.
    var isDone: Bool { outcome == .done && milliseconds != nil }
  }

  /// Its name: jobs with equal names are compared.
  public var executable: String
  /// The platform's id, if all of its latest tries ran one.
  public var executableID: String?
  /// The entry point, if it is about one only.
  public var function: String?
  /// The stage, if it is about one only.
  public var stage: String?
  /// How many tries there are in all, reused results left out.
  public var tries: Int
  /// How many of them ended well after some time.
  public var doneJobs: Int
  /// The latest tries, at most ``ProfileTable/keptTries``, the oldest first.
  public var latest: [Try]

  /// The latest that ended well after some time.
  public var done: [Try] { latest.filter(\.isDone) }

  /// How many of the latest those are.
  var doneCount: Int { latest.count(where: \.isDone) }

  /// What it is called where entry points and stages stand apart.
  public var label: String {
    [executable, function.map { "entry point \($0)" }, stage.map { "stage \($0)" }].compactMap { $0 }
      .joined(separator: ", ")
  }
}
