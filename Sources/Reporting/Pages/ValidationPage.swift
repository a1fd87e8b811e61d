import JobModel

/// The pages of validations: how advice that was tried on records fared, beside simple rules.
///
/// One file a kind holds what that kind shows: `ValidationPage+Memory.swift` and its neighbours.
public enum ValidationPage {
  /// The head of such a page.
  static func page(_ title: String, lead: String, basis: [String], version: String) -> HTMLPage {
    var page = HTMLPage(title: title, lead: lead)
    let parts = basis + (version.isEmpty ? [] : ["purser \(version)"])
    page.paragraph(parts.joined(separator: " · ") + ".")
    return page
  }

  /// What was predicted against what came, on logarithms, with the line on which both are equal.
  ///
  /// - Parameters:
  ///   - all: how many there were; the pairs may be a sample of them.
  ///   - names: what the axes are called.
  ///   - pairs: in the unit of the plot.
  ///   - caption: what is to be seen.
  static func scatter(
    _ title: String, _ pairs: [PredictionPair], of all: Int, names: (predicted: String, actual: String),
    unit: PlotUnit, caption: String, _ page: inout HTMLPage
  ) {
    let shown = pairs.filter { $0.predicted > 0 && $0.actual > 0 && $0.predicted.isFinite && $0.actual.isFinite }
    let ends = shown.flatMap { [$0.predicted, $0.actual] }
    guard let least = ends.min(), let most = ends.max(), least < most else { return }
    let below = shown.filter { $0.predicted < $0.actual }
    let above = shown.filter { $0.predicted >= $0.actual }
    func points(_ pairs: [PredictionPair]) -> [PlotPoint] { pairs.map { PlotPoint($0.actual, $0.predicted) } }
    let line = LineMark("equal", [PlotPoint(least, least), PlotPoint(most, most)], series: 7, isDashed: true)
    let sample =
      all > pairs.count ? " Shown are \(Figures.count(pairs.count)) of \(Figures.count(all)), at equal distances." : ""
    var marks: [any PlotMark] = [line]
    if !above.isEmpty { marks.append(PointMark("at least what came", points(above), series: 1)) }
    if !below.isEmpty { marks.append(PointMark("less than what came", points(below), series: 2)) }
    page.figure(
      Plot(
        title, summary: "Points by what came and what was predicted; the dashed line is where both are equal.",
        x: PlotAxis(names.actual, .logarithm(unit)), y: PlotAxis(names.predicted, .logarithm(unit)),
        marks: marks, height: 360),
      caption: caption + sample, table: quantiles(shown, names))
  }

  /// The ratio of what was predicted to what came, as quantiles.
  private static func quantiles(
    _ pairs: [PredictionPair], _ names: (predicted: String, actual: String)
  ) -> HTMLTable {
    let ratios = pairs.map { $0.predicted / $0.actual }.sorted()
    let rows: [(String, Double)] = [
      ("Least", 0), ("5 %", 0.05), ("25 %", 0.25), ("50 % (median)", 0.5), ("75 %", 0.75), ("95 %", 0.95), ("Most", 1),
    ]
    return HTMLTable(
      "\(names.predicted) to \(names.actual.lowercased())", [.init("Quantile"), .number("Ratio")],
      rows: rows.map { [.init($0.0), places(PlotMath.quantile(ratios, $0.1), 2)] })
  }

  /// Bars by rule, ours first.
  static func bars(
    _ title: String, _ values: [(name: String, value: Double?)], _ axis: PlotAxis, series: Int = 1,
    reference: PlotReference? = nil, caption: String, table: HTMLTable? = nil, _ page: inout HTMLPage
  ) {
    guard values.contains(where: { $0.value != nil }) else { return }
    // Ours stands out; without a name a layer is not in the legend, for the bars are named.
    let ours = values.indices.map { $0 == 0 ? values[$0].value : nil }
    let others = values.indices.map { $0 == 0 ? nil : values[$0].value }
    page.figure(
      Plot(
        title, summary: "Bars, one a rule.", x: axis, y: PlotAxis("", .bands(values.map(\.name))),
        marks: [BarMark(stacked: [.init("", ours, series: series), .init("", others, series: 7)])],
        references: reference.map { [$0] } ?? []),
      caption: caption, table: table)
  }

  /// A number with so many places; a dash where it is not known.
  static func places(_ value: Double?, _ places: Int) -> HTMLTable.Cell {
    .init(text(value, places), key: value ?? -.infinity)
  }

  /// A number with so many places as text.
  static func text(_ value: Double?, _ places: Int) -> String {
    value.flatMap { checkedInteger($0 * PlotMath.power10(places)) }.map { Figures.fixed($0, places: places) }
      ?? Figures.none
  }

  /// A file's name without its folder.
  static func shortName(_ file: String) -> String { file.split(separator: "/").last.map(String.init) ?? file }
}
