public import JobModel

/// Reads detailed job metrics as `dx watch --metrics csv` prints them.
///
/// The columns are those of `dx watch --metrics-help`, found by their names, however these are written; without a
/// header they are taken in its order. The table does not say whose it is.
public enum MetricsTableReader: JobLogReader {
  /// `dnanexus-metrics`.
  public static let format = "dnanexus-metrics"
  /// For messages.
  public static let summary = "job metrics as dx watch --metrics csv prints them"

  /// A header of a time, memory and processor use, or a row of numbers as long as the table is wide.
  public static func recognises(_ head: InputHead) -> Bool {
    MetricsColumns(header: head.firstLine) != nil || MetricsColumns(row: head.firstLine) != nil
  }

  /// Reads every row; see ``JobLogReader/read(_:context:into:report:)``.
  public static func read(
    _ bytes: ByteReader, context: ReadingContext, into sink: (JobLogEntry, Int) throws -> Void,
    report: inout ImportReport
  ) throws {
    let first = try bytes.head().firstLine
    let header = MetricsColumns(header: first)
    guard let columns = header ?? MetricsColumns(row: first) else {
      if first.isEmpty { return }
      throw InputError(
        file: context.file, line: 1,
        message: "expected a header with timestamp, memoryUsedBytes and cpuUsageUser, found "
          + "\"\(try bytes.head().printable())\"")
    }
    var entries = LogEntries(context: context, report: report)
    defer { report = entries.report }
    var records = DelimitedReader(bytes, delimiter: columns.delimiter)
    if header != nil { _ = try records.next() }
    while try records.next() {
      if MetricsColumns(header: records.raw[...]) != nil { continue }
      entries.report.rows += 1
      guard records.count == columns.count else {
        entries.report.skip("expected \(columns.count) columns, found \(records.count)", line: records.line)
        continue
      }
      if let sample = columns.sample(records, report: &entries.report) {
        try entries.sample(sample, of: nil, line: records.line, sink)
      }
    }
    try entries.finish(sink)
  }
}

/// Where the columns of a metrics table stand.
struct MetricsColumns {
  enum Column: String, CaseIterable {
    case timestamp, cpuCount, cpuUsageUser, cpuUsageSystem, cpuUsageIowait, cpuUsageIdle
    case memoryUsedBytes, memoryTotalBytes, diskUsedBytes, diskTotalBytes, networkOutBytes, networkInBytes
    case diskReadBytes, diskWriteBytes, diskReadOpsCount, diskWriteOpsCount

    /// The name without what people and programs write differently.
    var plainName: [UInt8] { MetricsColumns.plain(Array(rawValue.utf8)[...]) }
  }

  let delimiter: UInt8
  let count: Int
  private var places: [Column: Int] = [:]

  private static let delimiters = [UInt8(ascii: ","), UInt8(ascii: "\t"), UInt8(ascii: ";")]

  /// The columns that a line names; nil if it is no header of such a table.
  init?(header line: ArraySlice<UInt8>) {
    guard line.count < 4096, let delimiter = Self.delimiters.first(where: line.contains) else { return nil }
    let cells = line.split(separator: delimiter, omittingEmptySubsequences: false).map(Self.plain)
    for column in Column.allCases {
      let name = column.plainName
      if let place = cells.firstIndex(where: { $0 == name }) { places[column] = place }
    }
    guard places[.timestamp] != nil, places[.memoryUsedBytes] != nil, places[.cpuUsageUser] != nil else { return nil }
    self.delimiter = delimiter
    count = cells.count
  }

  /// The usual columns, if a line is a row of numbers that fits them.
  init?(row line: ArraySlice<UInt8>) {
    let delimiter = UInt8(ascii: ",")
    guard line.count < 4096 else { return nil }
    let cells = line.split(separator: delimiter, omittingEmptySubsequences: false)
    guard cells.count == Column.allCases.count, let time = cells.first?.trimmed.integer,
      // From 2001 on in milliseconds: no other table of 16 numbers begins so.
      (1_000_000_000_000...SimTime.limit.milliseconds).contains(time),
      cells.allSatisfy({ ShortDecimal($0.trimmed) != nil })
    else { return nil }
    self.delimiter = delimiter
    count = cells.count
    for (place, column) in Column.allCases.enumerated() { places[column] = place }
  }

  /// Letters and digits in lower case: `CPU usage (user)` is `cpuusageuser`.
  static func plain(_ cell: ArraySlice<UInt8>) -> [UInt8] {
    cell.filter(LoggedJob.isAlphanumeric).map { $0 >= UInt8(ascii: "A") && $0 <= UInt8(ascii: "Z") ? $0 | 0x20 : $0 }
  }

  /// The sample of a row, or nil after it was counted as skipped.
  func sample(_ row: borrowing DelimitedReader, report: inout ImportReport) -> UsageSample? {
    func cell(_ column: Column) -> ShortDecimal? {
      places[column].flatMap { ShortDecimal(row[$0].trimmed) }
    }
    func size(_ column: Column) -> Bytes? {
      guard let count = cell(column)?.times(1), count <= Bytes.limit.count else { return nil }
      return Bytes(count)
    }
    guard let time = cell(.timestamp)?.times(1), time <= SimTime.limit.milliseconds else {
      report.skip("timestamp is not a time in milliseconds", line: row.line)
      return nil
    }
    var sample = UsageSample(time: SimTime(milliseconds: time))
    sample.source = .metrics
    sample.cores = cell(.cpuCount).flatMap(ResourceLine.cores)
    sample.cpuUserPercent = cell(.cpuUsageUser).flatMap(ResourceLine.percent)
    sample.cpuSystemPercent = cell(.cpuUsageSystem).flatMap(ResourceLine.percent)
    sample.cpuIOWaitPercent = cell(.cpuUsageIowait).flatMap(ResourceLine.percent)
    if let user = sample.cpuUserPercent, let system = sample.cpuSystemPercent {
      sample.cpuPercentOfMachine = user + system
    }
    sample.memoryUsed = size(.memoryUsedBytes)
    sample.memoryTotal = size(.memoryTotalBytes)
    sample.diskUsed = size(.diskUsedBytes)
    sample.diskTotal = size(.diskTotalBytes)
    sample.networkInTotal = size(.networkInBytes)
    sample.networkOutTotal = size(.networkOutBytes)
    sample.diskReadTotal = size(.diskReadBytes)
    sample.diskWriteTotal = size(.diskWriteBytes)
    guard sample.memoryUsed != nil || sample.cpuPercentOfMachine != nil else {
      report.skip("neither memory nor processor use can be read", line: row.line)
      return nil
    }
    return sample
  }
}
