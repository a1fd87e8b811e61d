internal import JobModel

/// One axis of a plot: what stands at it, and how values are placed.
public struct PlotAxis: Sendable {
  /// How values are placed.
  public enum Kind: Sendable {
    /// Evenly.
    case values(PlotUnit)
    /// By their logarithm; what is not above 0 is left out and counted.
    case logarithm(PlotUnit)
    /// Named places of equal size; a mark's value is the index of one.
    case bands([String])
  }

  /// What the values are: `Cost`, `Time since launch`; empty where the plot's title says it.
  public var label: String
  /// How values are placed.
  public var kind: Kind
  /// Whether nought is on the axis whatever the values are; bars and areas see to it themselves.
  public var hasZero: Bool
  /// The bounds, where the values do not decide; what lies outside is cut off.
  public var bounds: ClosedRange<Double>?

  /// An axis.
  public init(_ label: String, _ kind: Kind, hasZero: Bool = false, bounds: ClosedRange<Double>? = nil) {
    self.label = label
    self.kind = kind
    self.hasZero = hasZero
    self.bounds = bounds
  }

  /// The unit of the values; bands have none.
  var unit: PlotUnit? {
    switch kind {
    case .values(let unit), .logarithm(let unit): unit
    case .bands: nil
    }
  }

  var bandNames: [String]? {
    if case .bands(let names) = kind { return names }
    return nil
  }

  var isLogarithmic: Bool {
    if case .logarithm = kind { return true }
    return false
  }

  /// The label with what ticks leave out: the currency.
  var fullLabel: String {
    switch unit {
    case .money(let currency): label.isEmpty ? currency.code : "\(label), \(currency.code)"
    default: label
    }
  }

  /// A value of this axis as text: with its unit, or a band's name.
  func text(_ value: Double) -> String {
    if let unit { return unit.text(value) }
    let names = bandNames ?? []
    guard let index = Int(exactly: value), names.indices.contains(index) else { return "" }
    return names[index]
  }

  /// The scale between two pixels for what the marks need.
  func scale(_ extent: PlotExtent.Span, from start: Double, to end: Double) -> PlotScale {
    if let names = bandNames {
      return PlotScale(kind: .bands(names.count), low: -0.5, high: Double(names.count) - 0.5, start: start, end: end)
    }
    var range = PlotScale.bounds(
      isLogarithmic ? extent.positive : extent.all, from: hasZero || extent.hasZero, isLogarithmic: isLogarithmic)
    if let bounds, let low = PlotMath.drawable(bounds.lowerBound), let high = PlotMath.drawable(bounds.upperBound),
      low < high, !isLogarithmic || low > 0
    {
      range = low...high
    }
    return PlotScale(
      kind: isLogarithmic ? .logarithmic : .linear, low: range.lowerBound, high: range.upperBound, start: start,
      end: end)
  }

  /// The ticks on a scale; bands have none.
  func ticks(_ scale: PlotScale, wanted: Int) -> Ticks {
    guard let unit else { return Ticks(ticks: []) }
    return isLogarithmic
      ? .logarithmic(from: scale.low, to: scale.high, unit: unit, wanted: wanted)
      : .linear(from: scale.low, to: scale.high, unit: unit, wanted: wanted)
  }
}
