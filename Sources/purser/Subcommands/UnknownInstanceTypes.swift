import JobModel

/// Instance types of imported jobs that no built-in catalog has: retired ones, or ones that are newer than this program.
///
/// They are kept, as everything in a history is; but nothing can be said of their size or price, so they are counted.
struct UnknownInstanceTypes {
  private let types: BuiltInTypes
  /// The type that was known last: jobs of one type mostly follow each other.
  private var last: String?
  private var counts: [String: (jobs: Int, lines: [Int])] = [:]

  init(types: BuiltInTypes) { self.types = types }

  /// Takes a job into account; jobs without a type, and those of platforms other than DNAnexus, are left alone.
  mutating func count(_ job: Job, line: Int) throws {
    guard let type = job.instanceType, job.key.run.isEmpty, type != last else { return }
    if try types.contain(type) {
      last = type
      return
    }
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
