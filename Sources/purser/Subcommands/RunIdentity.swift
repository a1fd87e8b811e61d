import Advice
import Foundation
import JobFormats
import JobModel

/// What a run is called in the store: a hash of all that went in, so that the same computation has the same id.
enum RunIdentity {
  /// The id of a run whose inputs are set.
  ///
  /// - Parameter more: whatever else the result depends on.
  static func id(_ run: Run, catalog: Catalog, more: [String]) -> String {
    var hash = Fingerprint()
    hash.add(run.kind.rawValue)
    hash.add(run.name)
    hash.add(run.version)
    hash.add(Int64(bitPattern: run.seed))
    hash.add(Int64(run.replications))
    hash.add(CatalogWriter.yaml(catalog))
    for input in run.inputs {
      hash.add(input.role)
      hash.add(input.content)
    }
    for text in more { hash.add(text) }
    return String(hash.shortText.prefix(12))
  }

  /// The file that errors name for what `--set` made.
  static let setOption = "--set"

  /// ` under spot` for a scenario in `spot.yaml`; nothing without one, or for one from standard input.
  static func world(_ scenario: String?) -> String {
    guard let scenario, scenario != "-", scenario != setOption else { return "" }
    return " under " + URL(fileURLWithPath: scenario).deletingPathExtension().lastPathComponent
  }

  /// A file's name without its folder: runs on two machines have the same inputs.
  static func fileName(_ path: String) -> String { path == "-" ? "-" : URL(fileURLWithPath: path).lastPathComponent }
}

extension DocumentWarning {
  /// The warning as a run keeps it, the file without its folder: equal runs are equal bytes wherever their files lie.
  var textOfRun: String {
    var warning = self
    warning.file = RunIdentity.fileName(file)
    return warning.description
  }
}

/// Warnings about old prices.
enum PriceAge {
  /// One warning if the prices are older than 180 days.
  static func warnings(_ catalog: Catalog, on day: SimTime = .now) -> [String] {
    guard let date = catalog.pricesAsOf, (day - date) > CatalogCheck.oldAge else { return [] }
    let whose = catalog.name == LearnedCatalog.name ? "the learned prices" : "the prices of \(catalog.name)"
    // The date, not the age: equal runs on different days print the same.
    return [
      "\(whose) are of \(date.dateText), more than 180 days old; `purser catalog check` says more"
    ]
  }
}

extension SimTime {
  /// The present.
  static var now: SimTime { SimTime(milliseconds: checkedInteger(Date().timeIntervalSince1970 * 1000) ?? 0) }
}

/// What there is to say about history files that were read for a computation.
enum HistoryFiles {
  /// The remarks on one file; a run names it without its folder, a message as the person did.
  static func remarks(_ report: ImportReport, named file: String) -> [String] {
    report.skipped.map {
      "\(file): \($0.count) \($0.count == 1 ? "row" : "rows") left out: \($0.reason) (line \($0.lines.prefix(5).map(String.init).joined(separator: ", ")))"
    } + report.warnings.map { "\(file): \($0.message)" + ($0.count > 1 ? " (\($0.count) times)" : "") }
  }
}
