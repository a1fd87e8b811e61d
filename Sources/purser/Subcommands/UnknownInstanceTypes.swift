import JobModel

/// Instance types of imported jobs that no built-in catalog has: retired ones, or ones that are newer than this program.
///
/// They are kept, as everything in a history is; but nothing can be said of their size or price, so they are counted.
struct UnknownInstanceTypes {
  private let known: Set<String>
  private var counts: [String: (jobs: Int, lines: [Int])] = [:]

  /// Counts against all types of these catalogs.
  init(catalogs: [Catalog]) { known = Set(catalogs.flatMap { $0.typeList.map(\.name) }) }

  /// Takes a job into account; jobs without a type, and those of platforms other than DNAnexus, are left alone.
  mutating func count(_ job: Job, line: Int) {
    guard let type = job.instanceType, job.key.run.isEmpty, !known.contains(type) else { return }
    // A file can hold any number of different names; the report folds what is too many anyway.
    guard counts.count < 1000 || counts[type] != nil else { return }
    counts[type, default: (0, [])].jobs += 1
    if counts[type].map({ $0.lines.count < ImportReport.exampleLimit }) ?? false { counts[type]?.lines.append(line) }
  }

  /// Adds a remark for each type, those of most jobs first.
  func report(in report: inout ImportReport) {
    let sorted = counts.sorted { ($1.value.jobs, $0.key) < ($0.value.jobs, $1.key) }
    for (type, found) in sorted {
      report.quality.unknownTypes += found.jobs
      report.warn("no built-in catalog has instance type \"\(type)\"", count: found.jobs, lines: found.lines)
    }
  }
}
