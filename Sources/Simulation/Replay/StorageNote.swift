import JobModel

/// What the runs of a history kept for themselves in storage: stated beside the cost, never in it.
///
/// Storage is reserved for as long as a run takes, so it belongs to no job, and a replay under other rules would change
/// it in ways that no job shows.
struct StorageNote {
  /// The sentence.
  let text: String

  /// Nil for a history whose runs say nothing of storage.
  ///
  /// - Complexity: O(jobs).
  init?(_ history: History, catalog: Catalog) {
    var nanos: Int64 = 0
    var runs = 0
    for job in history.jobs where job.kind == .analysis {
      guard let amount = job.storageGiBHours?.nanos(times: 1, dividedBy: 1) else { continue }
      nanos = saturatingSum(nanos, amount)
      runs += 1
    }
    guard runs > 0 else { return nil }
    var text = "storage of \(runs) \(runs == 1 ? "run" : "runs"): \(Money.shortText(nanos: nanos)) GiB-hours"
    if let rate = catalog.billing.storagePerGiBHour, let currency = catalog.currency {
      let cost = rate.nanos(times: nanos, dividedBy: 1_000_000_000)
      text += cost.map { ", \(Money(nanos: $0, currency: currency))" } ?? ""
    }
    self.text = text + ", not in any figure"
  }
}
