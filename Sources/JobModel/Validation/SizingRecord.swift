/// A recorded task, as the comparison of memory sizing rules reads it.
///
/// Memory and input sizes are in GB of 10^9 bytes, times in milliseconds, as the published comparisons have them; what
/// the record does not say is nil.
public struct SizingRecord: Sendable, Equatable {
  /// What it ran.
  public var executable: String
  /// Whether it ended well.
  public var isDone = true
  /// Its place in the order of submission.
  public var sequence: Int
  /// The number by which a split names it.
  public var row: Int
  /// When it started.
  public var startedMilliseconds: Double?
  /// When it ended.
  public var stoppedMilliseconds: Double?
  /// How long it ran.
  public var runtimeMilliseconds: Double?
  /// The size of its inputs in GB.
  public var input: Double?
  /// Its peak memory in GB.
  public var peak: Double?
  /// The memory that it asked for, in GB.
  public var request: Double?

  /// A record of which only the executable and its place are known.
  public init(executable: String, sequence: Int, row: Int) {
    self.executable = executable
    self.sequence = sequence
    self.row = row
  }
}

/// The recorded tasks of one workflow, from one file.
public struct SizingWorkflow: Sendable, Equatable {
  /// The file as it was named.
  public var file: String
  /// The workflow's name: the file's, without folder and endings.
  public var name: String
  /// Its tasks, in the order of the file.
  public var records: [SizingRecord]

  /// A workflow of its parts.
  public init(file: String, records: [SizingRecord]) {
    self.file = file
    self.records = records
    var name = file.split(separator: "/").last.map(String.init) ?? file
    for ending in [".gz", ".csv", ".tsv"] where name.hasSuffix(ending) { name.removeLast(ending.count) }
    self.name = name
  }
}

/// Which recorded tasks are known beforehand and which are to be sized, by workflow.
public struct SizingSplit: Sendable, Equatable {
  /// A task of a split.
  public struct Entry: Sendable, Equatable {
    /// What it ran.
    public var executable: String
    /// Whether it is known beforehand.
    public var isHistory: Bool
    /// Its place within its part.
    public var order: Int
    /// The record's number.
    public var row: Int

    /// An entry of its parts.
    public init(executable: String, isHistory: Bool, order: Int, row: Int) {
      self.executable = executable
      self.isHistory = isHistory
      self.order = order
      self.row = row
    }
  }

  /// The entries by the name of their workflow.
  public var workflows: [String: [Entry]]

  /// A split of its parts.
  public init(workflows: [String: [Entry]] = [:]) { self.workflows = workflows }
}
