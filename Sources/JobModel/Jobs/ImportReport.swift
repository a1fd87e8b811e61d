/// What became of one file that was read: how many rows, what was kept, what was not and why.
public struct ImportReport: Sendable, Equatable {
  /// Rows that were not kept, for one reason.
  public struct Skipped: Sendable, Equatable {
    /// Why, in plain words.
    public var reason: String
    /// How many.
    public var count: Int
    /// The lines of the first ``ImportReport/exampleLimit`` of them, counted from 1.
    public var lines: [Int]

    /// Rows that were not kept, for one reason.
    public init(reason: String, count: Int, lines: [Int]) {
      self.reason = reason
      self.count = count
      self.lines = lines
    }
  }

  /// Something that a person should know about rows that were kept.
  public struct Warning: Sendable, Equatable {
    /// What, in plain words.
    public var message: String
    /// How many rows it touches.
    public var count: Int
    /// The lines of the first of them; empty where lines mean nothing.
    public var lines: [Int]

    /// A remark on kept rows.
    public init(message: String, count: Int = 0, lines: [Int] = []) {
      self.message = message
      self.count = count
      self.lines = lines
    }

    /// Counts a row that it touches.
    public mutating func count(line: Int) {
      count += 1
      if lines.count < ImportReport.exampleLimit { lines.append(line) }
    }
  }

  /// How the warning begins that a log is of a job that nobody described.
  public static let unknownJobs = "the store has no description of the job"

  /// The warning that ids do not tell jobs apart.
  public static let sameID =
    "the id and try of a job of another executable: the two are taken for one job; ids must be unique within a run"

  /// How many lines are named for each reason.
  public static let exampleLimit = 20
  /// How many different reasons are told apart; the rest is counted as one, so that a hostile file cannot fill memory.
  public static let reasonLimit = 100

  /// The file as the person named it; `-` is standard input.
  public var file: String
  /// The format it was read as.
  public var format: String
  /// Rows or records met, header apart.
  public var rows = 0
  /// Rows that became new jobs.
  public var kept = 0
  /// Rows that changed a job already there.
  public var updated = 0
  /// Rows that were there already, byte for byte or as a job.
  public var duplicates = 0
  /// The latest time that the file tells, where it is a picture of one moment: jobs that had not ended were seen so
  /// until then.
  public var latestTime: SimTime?
  /// Rows whose times contradict each other, so that some were left out: two clocks, or one that was set.
  public var clockSkew = 0
  /// What the jobs that were read can and cannot support.
  public var quality = DataQuality()
  /// Rows left out, by reason, in order of first appearance.
  public private(set) var skipped: [Skipped] = []
  /// Remarks, in order of first appearance.
  public private(set) var warnings: [Warning] = []

  /// The report of a file of which nothing was read yet.
  public init(file: String, format: String) {
    self.file = file
    self.format = format
  }

  /// Counts a row that is left out.
  public mutating func skip(_ reason: String, line: Int) {
    skipped.count(reason, 1, lines: CollectionOfOne(line), others: "other reasons")
  }

  /// Counts a row on which there is a remark.
  public mutating func warn(_ message: String, line: Int? = nil) {
    if let line {
      warnings.count(message, 1, lines: CollectionOfOne(line), others: "other remarks")
    } else {
      warnings.count(message, 1, lines: EmptyCollection(), others: "other remarks")
    }
  }

  /// Adds a remark on the file as a whole, for a reader that can word it only after the last row.
  public mutating func warn(_ message: String, count: Int, lines: [Int]) {
    guard warnings.count < Self.reasonLimit else { return warn(message) }
    warnings.append(Warning(message: message, count: count, lines: Array(lines.prefix(Self.exampleLimit))))
  }

  /// Adds a remark that was counted beside the rows; nothing if it touches none.
  public mutating func warn(_ warning: Warning) {
    if warning.count > 0 { warn(warning.message, count: warning.count, lines: warning.lines) }
  }

  /// Adds what became of the next part of the same file.
  ///
  /// - Complexity: O(reasons × reasons), of which there are few.
  public mutating func append(_ later: ImportReport) {
    rows += later.rows
    kept += later.kept
    updated += later.updated
    duplicates += later.duplicates
    clockSkew += later.clockSkew
    if let time = later.latestTime { latestTime = latestTime.map { max($0, time) } ?? time }
    quality.append(later.quality)
    for more in later.skipped { skipped.count(more.reason, more.count, lines: more.lines, others: "other reasons") }
    for more in later.warnings { warnings.count(more.message, more.count, lines: more.lines, others: "other remarks") }
  }

  /// How many rows were left out.
  public var skippedCount: Int { skipped.reduce(0) { $0 + $1.count } }
}

/// Rows that share what is said of them.
private protocol CountedRows {
  var text: String { get set }
  var count: Int { get set }
  var lines: [Int] { get set }
  init(text: String, count: Int, lines: [Int])
}

extension ImportReport.Skipped: CountedRows {
  fileprivate var text: String {
    get { reason }
    set { reason = newValue }
  }

  fileprivate init(text: String, count: Int, lines: [Int]) { self.init(reason: text, count: count, lines: lines) }
}

extension ImportReport.Warning: CountedRows {
  fileprivate var text: String {
    get { message }
    set { message = newValue }
  }

  fileprivate init(text: String, count: Int, lines: [Int]) { self.init(message: text, count: count, lines: lines) }
}

extension Array where Element: CountedRows {
  /// Counts rows with what has the same text, or anew; with `others` where there are too many texts.
  fileprivate mutating func count(_ text: String, _ rows: Int, lines: some Collection<Int>, others: String) {
    if let index = firstIndex(where: { $0.text == text }) {
      self[index].count += rows
      self[index].lines += lines.prefix(ImportReport.exampleLimit - self[index].lines.count)
    } else if count < ImportReport.reasonLimit {
      append(Element(text: text, count: rows, lines: Array<Int>(lines)))
    } else {
      self[ImportReport.reasonLimit - 1].text = others
      self[ImportReport.reasonLimit - 1].count += rows
    }
  }
}
