/// A mean with its standard error.
struct Measured: Sendable {
  var mean: Double
  var error: Double

  /// How many standard errors the mean lies above a value.
  func deviation(from exact: Double) -> Double {
    error > 0 ? (mean - exact) / error : (mean == exact ? 0 : .infinity)
  }
}

/// Means over batches of one run, sharpened by control variates.
///
/// A row holds the means of one batch: first what is measured, then the controls, whose true mean is 0. What is
/// measured is regressed on the controls, and the intercept is its mean; the residuals, not the raw scatter, give the
/// standard error (S. Lavenberg, P. Welch, "A perspective on the use of control variables to increase the efficiency of
/// Monte Carlo simulations", Management Science 27, 1981).
struct BatchedMeans: Sendable {
  /// How many columns of a row are controls: the last ones.
  let controls: Int
  private(set) var rows: [[Double]] = []

  init(controls: Int) { self.controls = controls }

  mutating func append(_ row: [Double]) { rows.append(row) }

  /// The mean of a column.
  func mean(_ column: Int) -> Measured { intercept(rows.map { $0[column] }) }

  /// The mean of a column as it is, without the controls.
  func plainMean(_ column: Int) -> Measured {
    var plain = BatchedMeans(controls: 0)
    for row in rows { plain.append([row[column]]) }
    return plain.mean(0)
  }

  /// The ratio of two columns' means; its error is that of the linearised ratio.
  func ratio(_ numerator: Int, _ denominator: Int) -> Measured {
    let below = mean(denominator).mean
    guard below != 0 else { return Measured(mean: 0, error: 0) }
    let ratio = mean(numerator).mean / below
    return Measured(
      mean: ratio, error: intercept(rows.map { ($0[numerator] - ratio * $0[denominator]) / below }).error)
  }

  private func intercept(_ values: [Double]) -> Measured {
    let count = Double(rows.count)
    let first = (rows.first?.count ?? 0) - controls
    var centre = [Double](repeating: 0, count: controls)
    for row in rows { for control in 0..<controls { centre[control] += row[first + control] / count } }
    let average = values.reduce(0, +) / count
    var gram = [[Double]](repeating: [Double](repeating: 0, count: controls), count: controls)
    var moment = [Double](repeating: 0, count: controls)
    for (row, value) in zip(rows, values) {
      for a in 0..<controls {
        let own = row[first + a] - centre[a]
        moment[a] += own * (value - average)
        for b in 0...a { gram[a][b] += own * (row[first + b] - centre[b]) }
      }
    }
    // Cholesky without the columns that the others explain, such as the service time where it is constant.
    var used: [Int] = []
    var factor: [[Double]] = []
    for a in 0..<controls {
      var line: [Double] = []
      for (place, b) in used.enumerated() {
        var rest = gram[a][b]
        for k in 0..<place { rest -= line[k] * factor[place][k] }
        line.append(rest / factor[place][place])
      }
      let rest = gram[a][a] - line.reduce(0) { $0 + $1 * $1 }
      guard rest > 1e-9 * gram[a][a], rest > 0 else { continue }
      used.append(a)
      factor.append(line + [rest.squareRoot()])
    }
    // In the factor's coordinates the controls are orthonormal: each explains its own part.
    var explained = 0.0
    var shift = 0.0
    var leverage = 1 / count
    var own: [Double] = []
    var middle: [Double] = []
    for (place, a) in used.enumerated() {
      var value = moment[a]
      var mean = centre[a]
      for k in 0..<place {
        value -= factor[place][k] * own[k]
        mean -= factor[place][k] * middle[k]
      }
      own.append(value / factor[place][place])
      middle.append(mean / factor[place][place])
      explained += own[place] * own[place]
      shift += own[place] * middle[place]
      leverage += middle[place] * middle[place]
    }
    let squares = values.reduce(0) { $0 + ($1 - average) * ($1 - average) }
    let variance = max(0, squares - explained) / max(1, count - 1 - Double(used.count))
    return Measured(mean: average - shift, error: (variance * leverage).squareRoot())
  }
}
