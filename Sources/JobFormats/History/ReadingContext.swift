/// What a reader may have to know besides the bytes.
public struct ReadingContext: Sendable {
  /// The file as the person named it, for messages; `-` is standard input.
  public var file: String
  /// Where the clock stood that wrote times without a zone; nil leaves it to the format, and most take UTC.
  public var clock: LocalClock?
  /// Whose log it is, where the log does not say (`--job`).
  public var job: LoggedJob?
  /// How a table of jobs is to be read whose columns have other names.
  public var table: TableRecipe?

  /// A file of which nothing else is known.
  public init(file: String, clock: LocalClock? = nil, job: LoggedJob? = nil, table: TableRecipe? = nil) {
    self.file = file
    self.clock = clock
    self.job = job
    self.table = table
  }
}
