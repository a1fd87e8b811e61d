/// How often values fall into bins of equal width.
public struct HistogramMark: PlotMark {
  /// A bin: from its lower edge up to, not including, its upper one; the last includes both.
  public struct Bin: Sendable, Equatable {
    /// The lower edge.
    public var low: Double
    /// The upper edge.
    public var high: Double
    /// How many values it has.
    public var count: Int
  }

  /// The bins from left to right.
  public let bins: [Bin]
  /// Which of the theme's colours, from 1.
  public var series: Int
  private let leftOut: Int

  /// The most bins there are: more would show noise.
  public static let mostBins = 60

  /// Sorts values into bins whose width is Freedman and Diaconis' rule, 2 · IQR / ∛n, rounded to 1, 2 or 5 times a power
  /// of ten so that edges are round (D. Freedman, P. Diaconis, "On the histogram as a density estimator", 1981).
  ///
  /// Where half of the values are equal the rule gives no width, and Sturges' is taken. There are at most
  /// ``mostBins`` bins, and one if all values are equal.
  /// - Complexity: O(n log n).
  public init(_ values: [Double], series: Int = 1) {
    let sorted = values.compactMap(PlotMath.drawable).sorted()
    leftOut = values.count - sorted.count
    bins = Self.bins(sorted)
    self.series = SeriesNumber.held(series)
  }

  private static func bins(_ sorted: [Double]) -> [Bin] {
    guard let first = sorted.first, let last = sorted.last else { return [] }
    let span = last - first
    guard span > max(abs(first), abs(last)) * 1e-9,
      let lower = PlotMath.quantile(sorted, 0.25), let upper = PlotMath.quantile(sorted, 0.75)
    else {
      let half = max(abs(first) / 20, 0.5)
      return [Bin(low: first - half, high: first + half, count: sorted.count)]
    }
    let count = Double(sorted.count)
    var raw = 2 * (upper - lower) / PlotMath.cubeRoot(count)
    if !(raw > 0) { raw = span / (1 + PlotMath.log10(count) / PlotMath.log10(2)) }
    var width = Ticks.niceStep(max(raw, span / Double(mostBins)))
    // Rounding the width down can make more bins than there may be.
    while (last / width).rounded(.down) - (first / width).rounded(.down) >= Double(mostBins) {
      width = Ticks.niceStep(width * 2.1)
    }
    let start = (first / width).rounded(.down)
    let bound = min(mostBins, Int((last / width).rounded(.down) - start) + 1)
    var counts = [Int](repeating: 0, count: max(1, bound))
    for value in sorted {
      counts[min(max(Int((value / width).rounded(.down) - start), 0), counts.count - 1)] += 1
    }
    // The greatest value on an edge belongs to the bin below it.
    if counts.count > 1, last == (start + Double(counts.count - 1)) * width {
      counts[counts.count - 2] += counts.removeLast()
    }
    return counts.enumerated().map { index, count in
      Bin(low: (start + Double(index)) * width, high: (start + Double(index + 1)) * width, count: count)
    }
  }

  /// What the axes must reach.
  public func extent(on axes: PlotAxes) -> PlotExtent {
    var extent = PlotExtent()
    for bin in bins {
      extent.x.add(bin.low)
      extent.x.add(bin.high)
      extent.y.add(Double(bin.count))
    }
    extent.y.hasZero = !bins.isEmpty
    extent.leftOut = leftOut
    return extent
  }

  /// Draws it.
  public func draw(on canvas: inout PlotCanvas) {
    for bin in bins where bin.count > 0 {
      guard bin.low > 0 || !canvas.axes.x.isLogarithmic else { continue }
      let (left, right) = (canvas.x.position(bin.low), canvas.x.position(bin.high))
      let (top, base) = (canvas.y.position(Double(bin.count)), canvas.y.start)
      canvas.rectangle(
        PlotBox(x: left + 0.5, y: top, width: max(right - left - 1, 0.5), height: max(base - top, 0.5)),
        "f k\(series)",
        title:
          "\(canvas.axes.x.text(bin.low)) to \(canvas.axes.x.text(bin.high)): \(canvas.axes.y.text(Double(bin.count)))")
    }
  }
}
