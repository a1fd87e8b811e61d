/// How strongly two series go together.
enum Correlation {
  /// Pearson's coefficient; nil where one of the two does not vary, or for fewer than two pairs.
  static func pearson(_ x: [Double], _ y: [Double]) -> Double? {
    let count = Double(min(x.count, y.count))
    guard count >= 2 else { return nil }
    let meanX = x.reduce(0, +) / count
    let meanY = y.reduce(0, +) / count
    var xx = 0.0
    var yy = 0.0
    var xy = 0.0
    for (a, b) in zip(x, y) {
      xx += (a - meanX) * (a - meanX)
      yy += (b - meanY) * (b - meanY)
      xy += (a - meanX) * (b - meanY)
    }
    let result = xy / (xx.squareRoot() * yy.squareRoot())
    return result.isFinite ? min(1, max(-1, result)) : nil
  }

  /// Spearman's coefficient: Pearson's of the ranks, equal values sharing their mean rank.
  static func spearman(_ x: [Double], _ y: [Double]) -> Double? { pearson(ranks(x), ranks(y)) }

  private static func ranks(_ values: [Double]) -> [Double] {
    let order = values.indices.sorted { (values[$0], $0) < (values[$1], $1) }
    var ranks = [Double](repeating: 0, count: values.count)
    var start = 0
    while start < order.count {
      var end = start + 1
      while end < order.count && values[order[end]] == values[order[start]] { end += 1 }
      for place in start..<end { ranks[order[place]] = Double(start + end + 1) / 2 }
      start = end
    }
    return ranks
  }
}
