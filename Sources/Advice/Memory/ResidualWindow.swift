/// The latest ratios of a peak to what one expert had guessed before it was known, in order of size.
struct ResidualWindow {
  /// A ratio, and the sample it is about.
  struct Residual {
    var ratio: Double
    var sample: Int
    /// The weight of its runtime.
    var weight: Double
    /// The logarithm of its input size; NaN where it is not known.
    var input: Double
    /// Whether the peak was only known to be at least that high.
    var isLowerBound: Bool
  }

  /// Ascending by ratio, then sample.
  private(set) var sorted: [Residual] = []
  private var arrivals: [Residual] = []
  private var oldest = 0
  private var total = 0

  /// How many are in the window.
  var count: Int { sorted.count }

  /// Adds a ratio and lets those go that are out of the window: all but the latest `kept`, and the share `dropped` of the
  /// first, which were guessed from less history than there is now.
  /// - Complexity: O(log *n*) and moves within the window.
  mutating func add(_ residual: Residual, rules: MemoryRules) {
    var new = residual
    new.ratio = min(max(residual.ratio, 1e-3), 1e3)
    sorted.insert(new, at: place(of: new))
    arrivals.append(new)
    total += 1
    let size = min(rules.kept, total - Int(rules.dropped * Double(total)))
    while sorted.count > max(1, size) {
      sorted.remove(at: place(of: arrivals[oldest]))
      oldest += 1
    }
    if oldest > rules.kept {
      arrivals.removeFirst(oldest)
      oldest = 0
    }
  }

  private func place(of residual: Residual) -> Int {
    sorted.partitionPoint {
      $0.ratio < residual.ratio || ($0.ratio == residual.ratio && $0.sample < residual.sample)
    }
  }
}
