public import JobModel

/// What one try tells about the memory that its executable needs.
///
/// Memory and input sizes are GB of 10^9 bytes, as in the published comparisons of sizing rules; times are hours.
public struct MemorySample: Sendable, Equatable {
  /// How far the peak can be trusted.
  public enum Kind: Sendable, Equatable {
    /// The largest memory the try ever used.
    case measured
    /// The largest of samples taken from time to time: the true peak is a little higher.
    case sampled
    /// The try was ended for lack of memory: it needed more than this.
    case atLeast
  }

  /// The size of its inputs in GB, if it is known.
  public var input: Double?
  /// Its peak memory in GB.
  public var peak: Double
  /// How long it ran, in hours.
  public var hours: Double
  /// What it had asked for in GB, if anybody knows.
  public var request: Double?
  /// How far the peak can be trusted.
  public var kind: Kind

  /// A sample of its parts.
  public init(input: Double?, peak: Double, hours: Double, request: Double? = nil, kind: Kind = .measured) {
    self.input = input.flatMap { $0.isFinite && $0 >= 0 ? $0 : nil }
    self.peak = peak
    self.hours = hours.isFinite ? min(max(0, hours), 1e6) : 0
    self.request = request.flatMap { $0.isFinite && $0 > 0 ? $0 : nil }
    self.kind = kind
  }

  /// What a past try tells; nil if it measured no memory, was reused rather than run, or ended otherwise than well or for
  /// lack of memory: what failed early says nothing of the whole.
  public init?(_ row: UsageRow) {
    guard !row.isCached, let peak = row.usage.peakMemory, peak.count > 0 else { return nil }
    let kind: Kind
    if row.failureReason == .appInsufficientResourceError {
      kind = .atLeast
    } else if row.state == .done {
      kind = row.usage.peaksAreLowerBounds ? .sampled : .measured
    } else {
      return nil
    }
    self.init(
      input: row.usage.input.map { Double($0.count) / 1e9 }, peak: Double(peak.count) / 1e9,
      hours: Double(row.runtime?.milliseconds ?? 0) / 3.6e6, kind: kind)
  }

  /// Whether the numbers can be reckoned with.
  var isUsable: Bool { peak.isFinite && peak > 0 && peak < 1e12 }
}
