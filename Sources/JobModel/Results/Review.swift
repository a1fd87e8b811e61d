/// A look back at past jobs: where the money went, and what was wrong.
public struct Review: Sendable, Equatable {
  /// Where the money went.
  public var accounts = ReviewAccounts()
  /// What was wrong, the most serious first.
  public var findings: [Finding] = []
  /// Whether only tries that run now were looked at: accounts and findings are of these.
  public var onlyRunning = false
  /// The first and the last moment of the tries looked at.
  public var period: ClosedRange<SimTime>?
  /// Where the prices come from; nil where nobody named a catalog: recorded prices stand alone.
  public var catalog: String?
  /// The day of the catalog's prices; nil without one.
  public var pricesAsOf: SimTime?
  /// How many tries are priced by the catalog, and not by their record.
  public var pricedByCatalog = 0
  /// How many long tries have too few peers to be judged.
  public var notJudged = 0
  /// This period against the one before, and what became slower or larger.
  public var trends = Trends()
  /// What the reader must know.
  public var warnings: [String] = []

  /// A review of nothing.
  public init() {}

  /// By severity; of equals what costs money or cores before what waits; then by what is at stake, executable and kind.
  public static func ranks(_ a: Finding, before b: Finding) -> Bool {
    if a.severity != b.severity { return a.severity > b.severity }
    if (a.kind == .queueBound) != (b.kind == .queueBound) { return b.kind == .queueBound }
    if a.share != b.share { return a.share > b.share }
    return (a.executable, a.kind.rawValue) < (b.executable, b.kind.rawValue)
  }
}
