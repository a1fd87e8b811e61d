import JobModel

/// The options of each executable by cost and time: the Pareto front, with what is used now and what is proposed.
enum AdviceOptions {
  /// How many executables have a plot of their options.
  static let plotLimit = 10

  /// A point of such a plot, and a row of its table.
  struct Option {
    var name: String
    /// Whole units of the currency; nil without a price.
    var cost: Double?
    var nanos: Int64?
    var milliseconds: Int64
    var failure: Double
    var isCurrent = false
    var isProposed = false

    /// The name, with what it is beside the others.
    var label: String {
      isCurrent && isProposed
        ? "\(name) (now, keep)" : isCurrent ? "\(name) (now)" : isProposed ? "\(name) (proposed)" : name
    }
  }

  /// The section.
  static func write(_ advice: RecommendationSet, to page: inout HTMLPage) {
    guard let currency = advice.currency else { return }
    // Those that change come first: there is something to decide.
    let rows =
      (advice.recommendations.filter(\.changesMore) + advice.recommendations.filter { !$0.changesMore })
      .filter { options($0).count > 1 }
    guard !rows.isEmpty else { return }
    page.section("What else there is")
    page.paragraph(
      "The options of which none is both cheaper and faster than another, with what is asked for now."
        + (rows.count > plotLimit
          ? " Of \(Figures.counted(rows.count, "executable")) the first \(plotLimit), those that should change before others."
          : ""))
    for row in rows.prefix(plotLimit) {
      figure(
        row.label, options(row), currency, of: "a job", caption: reason(row).capitalizedFirst, page: &page)
    }
  }

  /// Why this machine; a limit's reason is no answer to that.
  private static func reason(_ row: Recommendation) -> String {
    guard let words = row.timeLimit?.words, !words.isEmpty else { return row.reason }
    return row.reason.replacing("; " + words, with: "")
  }

  /// A plot of options, with its table.
  static func figure(
    _ name: String, _ options: [Option], _ currency: Currency, of what: String, caption: String,
    page: inout HTMLPage
  ) {
    page.figure(
      Plot(
        name, summary: "Options by the expected cost and time of \(what).",
        x: PlotAxis("Cost of \(what)", .values(.money(currency))), y: PlotAxis("Time of \(what)", .values(.duration)),
        marks: [
          ParetoMark(
            options.map {
              ParetoMark.Choice(
                $0.name, $0.cost ?? .nan, Double($0.milliseconds), isCurrent: $0.isCurrent, isProposed: $0.isProposed)
            })
        ]), caption: caption + (caption.hasSuffix(".") ? "" : "."),
      table: HTMLTable(
        "Options of \(name)",
        [
          .init("Option"), .money("Cost of \(what)", currency), .number("Time of \(what)"),
          .number("First tries that fail"),
        ],
        rows: options.map {
          [
            .init($0.label), .amount($0.nanos), .duration($0.milliseconds),
            .init(Figures.chance($0.failure), key: $0.failure),
          ]
        }))
  }

  /// The settings in use and proposed, and the others; each once, whatever its timeout.
  private static func options(_ row: Recommendation) -> [Option] {
    var found: [Option] = []
    func add(_ option: Recommendation.Option, isCurrent: Bool = false, isProposed: Bool = false) {
      guard let cost = option.cost else { return }
      let name = RecommendationReport.words(option.setting, beside: row)
      if let place = found.firstIndex(where: { $0.name == name }) {
        found[place].isProposed = found[place].isProposed || isProposed
        return
      }
      found.append(
        Option(
          name: name, cost: PlotUnit.value(of: cost), nanos: cost.nanos, milliseconds: option.time.milliseconds,
          failure: option.failureProbability, isCurrent: isCurrent, isProposed: isProposed))
    }
    add(row.current, isCurrent: true, isProposed: !row.changesMore)
    if row.changesMore { add(row.recommended, isProposed: true) }
    for option in row.alternatives { add(option) }
    return found
  }
}
