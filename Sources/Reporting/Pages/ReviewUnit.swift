import JobModel

/// What the amounts of a review are shown in: money, or core-hours where nothing has a price.
struct ReviewUnit {
  private let currency: Currency?

  init(_ review: Review) { currency = review.accounts.total.priced > 0 ? review.accounts.currency : nil }

  var isMoney: Bool { currency != nil }
  /// The head of a column.
  var title: String { currency.map { "Cost, \($0)" } ?? "Core-hours" }
  /// The name of an axis; plots add the currency.
  var axisLabel: String { isMoney ? "Cost" : "Core-hours" }
  var plotUnit: PlotUnit { currency.map { .money($0) } ?? .number }

  func split(_ account: ReviewAccounts.Account) -> ReviewAccounts.Split {
    isMoney ? account.cost : account.coreTime
  }

  /// A number for a plot.
  func value(_ amount: Int64) -> Double { Double(amount) / (isMoney ? 1e9 : 3_600_000) }

  func cell(_ amount: Int64) -> HTMLTable.Cell {
    isMoney ? .amount(amount) : HTMLTable.Cell(Self.hours(amount), key: value(amount))
  }

  func text(_ amount: Int64) -> String {
    isMoney ? Figures.money(amount, currency) : "\(Self.hours(amount)) core-hours"
  }

  /// What a finding is about: its money, else its core-hours, else its time.
  func text(_ finding: Finding) -> String {
    if isMoney, let cost = finding.cost { return Figures.money(cost.nanos, cost.currency) }
    if finding.coreMilliseconds > 0 { return "\(Self.hours(finding.coreMilliseconds)) core-hours" }
    return finding.time > .zero ? "\(finding.time) of waiting" : Figures.none
  }

  /// What a finding is about, as part of a sentence; nil where nothing can be said.
  func stake(_ finding: Finding) -> String? {
    let text = text(finding)
    if text == Figures.none { return nil }
    return text.hasSuffix("waiting") ? text : text + " at stake"
  }

  func share(_ part: Int64, of whole: Int64) -> Double? { whole > 0 ? Double(part) / Double(whole) : nil }

  /// Which part of an account was wasted.
  func wasted(_ account: ReviewAccounts.Account) -> Double? {
    share(split(account).wasted, of: split(account).total)
  }

  private static func hours(_ milliseconds: Int64) -> String {
    let tenths = milliseconds / 360_000
    if tenths == 0 && milliseconds > 0 { return "<0.1" }
    return tenths >= 1000 ? Figures.count((tenths + 5) / 10) : Figures.fixed(tenths, places: 1)
  }
}
