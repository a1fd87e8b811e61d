/// When a job was launched, and as part of what: enough to tell which jobs were launched together.
public struct JobLaunch: Sendable, Hashable {
  /// Its execution tree, else its analysis or its parent, within its run; nil where the record names none.
  public var tree: String?
  /// The scope of its id, such as the file that a record is from.
  public var run: String
  /// When it was submitted; nil where nobody knows.
  public var submitted: SimTime?

  /// A launch of its parts.
  public init(tree: String?, run: String, submitted: SimTime?) {
    self.tree = tree
    self.run = run
    self.submitted = submitted
  }
}
