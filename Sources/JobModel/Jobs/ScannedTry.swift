/// The figures of a try that advice rests on, as bare numbers: a million of them are read in seconds.
///
/// What is not known is -1 for amounts and times, NaN for rates, and ``noName`` for texts. Texts are numbers of the names
/// that the scan gives (``ScanNames``).
public struct ScannedTry: Sendable {
  /// The number of a text that is not there.
  public static let noName: UInt32 = 0
  /// A time that is not known.
  public static let noTime = Int64.min

  /// Its place in the source, for an order among tries submitted at one time.
  public var place: Int64 = 0
  /// What it ran, by name.
  public var executable = noName
  /// The platform's id of what it ran.
  public var executableID = noName
  /// Its entry point.
  public var function = noName
  /// Its stage.
  public var stage = noName
  /// How it ended.
  public var state = noName
  /// Why it failed.
  public var failureReason = noName
  /// Its machine.
  public var instanceType = noName
  /// What it asked for.
  public var priority: Priority?
  /// Whether it paid the spot price.
  public var isSpot = false
  /// Whether it was reused rather than run.
  public var isCached = false
  /// Whether its peaks come from samples.
  public var peaksAreLowerBounds = false
  /// The number of machines.
  public var nodes: Int32 = 1
  /// When it was submitted, in milliseconds, or ``noTime``.
  public var submitted = noTime
  /// How long it held its worker or worked, in milliseconds.
  public var runtime: Int64 = -1
  /// Its timeout in milliseconds.
  public var timeLimit: Int64 = -1
  /// Cores asked for.
  public var vcpus = Double.nan
  /// Memory asked for.
  public var memoryRequested: Int64 = -1
  /// Disk asked for.
  public var diskRequested: Int64 = -1
  /// Mean processor use in percent of one core.
  public var cpuPercent = Double.nan
  /// The largest memory seen.
  public var peakMemory: Int64 = -1
  /// The most disk seen in use.
  public var peakDisk: Int64 = -1
  /// The size of its inputs.
  public var input: Int64 = -1

  /// A try of which nothing is known.
  public init() {}
}

/// The texts that the numbers of scanned tries stand for.
public struct ScanNames: Sendable {
  private let names: [Int64: String]
  /// The texts of small numbers once more, to be found without hashing.
  private let small: [String?]

  /// Texts by number.
  public init(_ names: [Int64: String]) {
    self.names = names
    small = (0..<Int64(min(2 * names.count, 1 << 16))).map { names[$0] }
  }

  /// The text of a number; nil for ``ScannedTry/noName`` and for a number that no text has.
  public subscript(number: UInt32) -> String? {
    if number == ScannedTry.noName { return nil }
    return Int(number) < small.count ? small[Int(number)] : names[Int64(number)]
  }

  /// The number of a text; ``ScannedTry/noName`` if no try has it.
  /// - Complexity: O(texts).
  public func number(of text: String) -> UInt32 {
    names.first { $0.value == text }.map { UInt32(clamping: $0.key) } ?? ScannedTry.noName
  }
}

/// Which tries a scan hands out; what is nil does not choose.
public struct ScanFilter: Sendable {
  /// Fits the executable's name.
  public var executable: Glob?
  /// Submitted (or, where that is not known, started or ended) at this time or later.
  public var since: SimTime?
  /// Submitted (or, where that is not known, started or ended) before this time.
  public var until: SimTime?

  /// Chooses all.
  public init(executable: Glob? = nil, since: SimTime? = nil, until: SimTime? = nil) {
    self.executable = executable
    self.since = since
    self.until = until
  }
}
