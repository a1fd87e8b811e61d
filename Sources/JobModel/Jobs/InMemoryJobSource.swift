/// A history in memory, asked by executable.
public struct InMemoryJobSource: JobSource {
  private let rows: [String: [UsageRow]]
  private let names: [String: String]

  /// A source of the jobs of a history; analyses are left out.
  ///
  /// - Complexity: O(n log n).
  public init(_ history: History) {
    let jobs = history.jobs.filter { $0.kind == .job }
      .sorted { ($0.submitted?.milliseconds ?? .min, $0.key) < ($1.submitted?.milliseconds ?? .min, $1.key) }
    names = Dictionary(
      jobs.compactMap { job in job.executableID.map { ($0, job.executable) } }, uniquingKeysWith: { $1 })
    rows = Dictionary(grouping: jobs, by: \.executable).mapValues { $0.map(UsageRow.init) }
  }

  /// The names of all executables, sorted.
  public func executables() -> [String] { rows.keys.sorted() }

  /// What is known of the tries of one executable, by submission.
  public func usageRows(executable: String) -> [UsageRow] { rows[executable] ?? [] }

  /// The name of the executable of an id, as the latest job that ran it says.
  public func executable(withID id: String) -> String? { names[id] }
}
