/// The peaks of step functions over equal slices of time, so that many steps can be compared by eye.
///
/// Peaks and not means, since of what was recorded a run keeps the peaks (``LoadPoint/thinned(_:)``).
struct StepPeaks {
  /// For each function the greatest value that it came to in each slice, at the slice's begin; the last one again at the
  /// end.
  private(set) var points: [[PlotPoint]] = []
  /// How long a slice is, on the axis.
  let width: Double

  /// The peaks over all that any of the functions covers; nil where that has no length.
  ///
  /// - Parameters:
  ///   - functions: the steps of each, `x` ascending: from a point on holds its `y`. Before its first point a function is
  ///     nought.
  ///   - slices: how many; no more than half as many as there are stretches in what is thinned, so that a slice without
  ///     a point has one value from end to end.
  /// - Complexity: O(points + slices).
  init?(of functions: [[PlotPoint]], slices: Int) {
    guard slices > 0, let start = functions.compactMap({ $0.first?.x }).min(),
      let end = functions.compactMap({ $0.last?.x }).max(), start < end, (end - start).isFinite
    else { return nil }
    width = (end - start) / Double(slices)
    for steps in functions {
      var peaks = [Double?](repeating: nil, count: slices)
      var lasts = [Double?](repeating: nil, count: slices)
      for step in steps where step.y.isFinite {
        let slice = min(slices - 1, max(0, Int((step.x - start) / width)))
        peaks[slice] = max(peaks[slice] ?? step.y, step.y)
        lasts[slice] = step.y
      }
      var held = 0.0
      var line: [PlotPoint] = []
      for slice in 0..<slices {
        line.append(PlotPoint(start + Double(slice) * width, peaks[slice] ?? held))
        held = lasts[slice] ?? held
      }
      if let last = line.last { line.append(PlotPoint(end, last.y)) }
      points.append(line)
    }
  }
}
