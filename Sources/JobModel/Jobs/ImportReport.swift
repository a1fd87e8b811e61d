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
    public init(message: String, count: Int, lines: [Int] = []) {
      self.message = message
      self.count = count
      self.lines = lines
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
    if let index = skipped.firstIndex(where: { $0.reason == reason }) {
      skipped[index].count += 1
      if skipped[index].lines.count < Self.exampleLimit { skipped[index].lines.append(line) }
    } else if skipped.count < Self.reasonLimit {
      skipped.append(Skipped(reason: reason, count: 1, lines: [line]))
    } else {
      skipped[Self.reasonLimit - 1].reason = "other reasons"
      skipped[Self.reasonLimit - 1].count += 1
    }
  }

  /// Counts a row on which there is a remark.
  public mutating func warn(_ message: String, line: Int? = nil) {
    if let index = warnings.firstIndex(where: { $0.message == message }) {
      warnings[index].count += 1
      if let line, warnings[index].lines.count < Self.exampleLimit { warnings[index].lines.append(line) }
    } else if warnings.count < Self.reasonLimit {
      warnings.append(Warning(message: message, count: 1, lines: line.map { [$0] } ?? []))
    } else {
      warnings[Self.reasonLimit - 1].message = "other remarks"
      warnings[Self.reasonLimit - 1].count += 1
    }
  }

  /// Adds a remark on the file as a whole, for a reader that can word it only after the last row.
  public mutating func warn(_ message: String, count: Int, lines: [Int]) {
    guard warnings.count < Self.reasonLimit else { return warn(message) }
    warnings.append(Warning(message: message, count: count, lines: Array(lines.prefix(Self.exampleLimit))))
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
    for more in later.skipped {
      if let index = skipped.firstIndex(where: { $0.reason == more.reason }) {
        skipped[index].count += more.count
        skipped[index].lines += more.lines.prefix(Self.exampleLimit - skipped[index].lines.count)
      } else if skipped.count < Self.reasonLimit {
        skipped.append(more)
      } else {
        skipped[Self.reasonLimit - 1].reason = "other reasons"
        skipped[Self.reasonLimit - 1].count += more.count
      }
    }
    for more in later.warnings {
      if let index = warnings.firstIndex(where: { $0.message == more.message }) {
        warnings[index].count += more.count
        warnings[index].lines += more.lines.prefix(Self.exampleLimit - warnings[index].lines.count)
      } else if warnings.count < Self.reasonLimit {
        warnings.append(more)
      } else {
        warnings[Self.reasonLimit - 1].message = "other remarks"
        warnings[Self.reasonLimit - 1].count += more.count
      }
    }
  }

  /// How many rows were left out.
  public var skippedCount: Int { skipped.reduce(0) { $0 + $1.count } }
}
