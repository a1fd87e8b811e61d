/// A history in memory, asked by executable.
public struct InMemoryJobSource: JobSource {
  private let rows: [String: [UsageRow]]

  /// A source of the jobs of a history; analyses are left out.
  ///
  /// - Complexity: O(n log n).
  public init(_ history: History) {
    let jobs = history.jobs.filter { $0.kind == .job }
      .sorted { ($0.submitted?.milliseconds ?? .min, $0.key) < ($1.submitted?.milliseconds ?? .min, $1.key) }
    rows = Dictionary(grouping: jobs, by: \.executable).mapValues { $0.map(UsageRow.init) }
  }

  /// The names of all executables, sorted.
  public func executables() -> [String] { rows.keys.sorted() }

  /// What is known of the tries of one executable, by submission.
  public func usageRows(executable: String) -> [UsageRow] { rows[executable] ?? [] }
}
