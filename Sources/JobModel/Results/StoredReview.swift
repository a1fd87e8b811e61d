/// The findings of the last review of a store, as the store keeps them.
public struct StoredReview: Sendable, Equatable {
  /// One finding.
  public struct Entry: Sendable, Equatable {
    /// What is wrong.
    public var kind: String
    /// How much it matters.
    public var severity: String
    /// Whose jobs.
    public var executable: String
    /// How many jobs are concerned.
    public var jobCount: Int
    /// The first of them.
    public var jobs: [Finding.JobReference]
    /// Figures and quoted lines of logs, one a line.
    public var evidence: [String]
    /// What to do.
    public var remedy: String
    /// What was lost, or would have been saved.
    public var cost: Money?
    /// The same as time.
    public var time: SimDuration?

    /// A finding of its parts.
    public init(
      kind: String, severity: String, executable: String, jobCount: Int, jobs: [Finding.JobReference],
      evidence: [String], remedy: String, cost: Money?, time: SimDuration?
    ) {
      self.kind = kind
      self.severity = severity
      self.executable = executable
      self.jobCount = jobCount
      self.jobs = jobs
      self.evidence = evidence
      self.remedy = remedy
      self.cost = cost
      self.time = time
    }
  }

  /// When the review was made, as text in UTC; nil for a store that was never reviewed, or not since stores keep it.
  public var reviewedAt: String?
  /// Whether something was imported since; nil where it is not known when the review was made.
  public var isOlderThanImports: Bool?
  /// The most serious first, as the review ranked them.
  public var entries: [Entry]

  /// A review of its parts.
  public init(reviewedAt: String?, isOlderThanImports: Bool?, entries: [Entry]) {
    self.reviewedAt = reviewedAt
    self.isOlderThanImports = isOlderThanImports
    self.entries = entries
  }
}
