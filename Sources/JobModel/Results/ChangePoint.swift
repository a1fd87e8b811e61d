/// A moment from which on the jobs of an executable take longer (or shorter), or more (or less) memory, with inputs and
/// machines as before.
public struct ChangePoint: Sendable, Equatable {
  /// What changed.
  public enum Measure: String, Sendable, CaseIterable {
    /// The time on a worker, in milliseconds.
    case runtime
    /// The most memory that was in use, in bytes.
    case peakMemory = "peak_memory"
  }

  /// What the jobs were put together by, so that those which are alike count once.
  public enum Block: String, Sendable, CaseIterable {
    /// The jobs, and runs, that began on one day in UTC.
    case day
    /// Those that began in one hour.
    case hour
    /// Single jobs, or those of one run.
    case job
  }

  /// The jobs on one side of the change.
  public struct Side: Sendable, Equatable {
    /// How many tries.
    public var tries: Int
    /// Their median, in the measure's unit.
    public var median: Int64
    /// The id of the executable that most of them ran; nil where the record tells none.
    public var executableID: String?

    /// A side of its parts.
    public init(tries: Int, median: Int64, executableID: String?) {
      self.tries = tries
      self.median = median
      self.executableID = executableID
    }
  }

  /// A try: when, and its value in the measure's unit.
  public struct Point: Sendable, Equatable {
    /// When it was submitted.
    public var time: SimTime
    /// Its value.
    public var value: Double

    /// A point.
    public init(time: SimTime, value: Double) {
      self.time = time
      self.value = value
    }
  }

  /// Whose jobs.
  public var executable: String
  /// What changed.
  public var measure: Measure
  /// When the last job before the change was submitted.
  public var lastBefore: SimTime
  /// When the first job after it was.
  public var firstAfter: SimTime
  /// The jobs before.
  public var before: Side
  /// The jobs after.
  public var after: Side
  /// After over before, for like inputs on like machines; above 1 is worse.
  public var ratio: Double
  /// The interval that holds it with 95 % (by ranks, at the change that was found).
  public var ratioLow: Double
  /// Its other end.
  public var ratioHigh: Double
  /// The probability of such a sight in any of the review's tests if nothing had changed.
  public var pValue: Double
  /// How many blocks of jobs it rests on.
  public var blocks: Int
  /// What makes a block.
  public var block: Block
  /// Whether the size of inputs is allowed for.
  public var usesInput: Bool
  /// The machines within which jobs are compared, sorted.
  public var machines: [String]
  /// What the jobs after it cost more than they would have without it (negative: less); nil without prices and for memory.
  public var cost: Money?
  /// The same as time on workers, in milliseconds; nought for memory.
  public var time: Int64 = 0
  /// Tries to draw, by time; no more than ``pointLimit``.
  public var points: [Point]
  /// How many points are kept.
  public static let pointLimit = 400

  /// Whether it became worse.
  public var isRegression: Bool { ratio > 1 }

  /// A change of its parts.
  public init(
    executable: String, measure: Measure, lastBefore: SimTime, firstAfter: SimTime, before: Side, after: Side,
    ratio: (value: Double, low: Double, high: Double), pValue: Double, blocks: Int, block: Block, usesInput: Bool,
    machines: [String], points: [Point]
  ) {
    self.executable = executable
    self.measure = measure
    self.lastBefore = lastBefore
    self.firstAfter = firstAfter
    self.before = before
    self.after = after
    self.ratio = ratio.value
    ratioLow = ratio.low
    ratioHigh = ratio.high
    self.pValue = pValue
    self.blocks = blocks
    self.block = block
    self.usesInput = usesInput
    self.machines = machines
    self.points = points
  }

  /// Regressions before improvements; of these what costs, or saves, most; then the larger ratio, executable and measure.
  public static func ranks(_ a: ChangePoint, before b: ChangePoint) -> Bool {
    if a.isRegression != b.isRegression { return a.isRegression }
    let (x, y) = (a.cost?.nanos.magnitude ?? 0, b.cost?.nanos.magnitude ?? 0)
    if x != y { return x > y }
    if a.time.magnitude != b.time.magnitude { return a.time.magnitude > b.time.magnitude }
    return (a.executable, a.measure.rawValue) < (b.executable, b.measure.rawValue)
  }

  /// What to look at next.
  public var advice: String {
    let what = measure == .runtime ? (isRegression ? "slower" : "faster") : (isRegression ? "larger" : "smaller")
    if let old = before.executableID, let new = after.executableID {
      guard old == new else {
        return "another version: \(old) before, \(new) after; compare the two, and run one sample with each"
      }
      return
        "the same version (\(new)) on both sides: look for other parameters, reference data or kinds of input that "
        + "make it \(what)"
    }
    return
      "the record names no version: see what was released or changed between the two days, and run an old sample again"
  }
}
