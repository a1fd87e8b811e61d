public import JobModel

/// What waits, runs, is held and is paid over time as a table, a row at each instant where any of it changes, on the
/// input's own clock.
public enum SeriesCSV {
  /// The names of the columns.
  public static let header = "time_s,queued,running,vcpus,cost_per_h"

  /// Writes the table, its last line ended too, and gives it to `sink` piece by piece.
  ///
  /// vCPUs that nobody knows and a rate without a price are empty fields.
  /// - Complexity: O(rows).
  public static func write(_ series: Series, to sink: ([UInt8]) throws -> Void) rethrows {
    var writer = FigureWriter()
    try writer.text(Array((header + "\n").utf8), sink)
    for row in series.rows { try write(row, &writer, sink) }
    try writer.flush(sink)
  }

  /// Writes the table of a batch log; vCPUs are processors, and where a job runs there is no price.
  ///
  /// - Parameter starts: milliseconds, one for each job of the log.
  /// - Complexity: O(jobs log jobs).
  public static func write(
    of log: RigidLog, starts: [Int64], to sink: ([UInt8]) throws -> Void
  ) rethrows {
    var writer = FigureWriter()
    try writer.text(Array((header + "\n").utf8), sink)
    try Series.forEachRow(of: log, starts: starts) { try write($0, &writer, sink) }
    try writer.flush(sink)
  }

  @inline(__always) private static func write(
    _ row: Series.Row, _ writer: inout FigureWriter, _ sink: ([UInt8]) throws -> Void
  ) rethrows {
    try writer.makeRoom(figures: 6, sink)
    writer.time(row.time)
    writer.comma()
    writer.integer(row.queued)
    writer.comma()
    writer.integer(row.running)
    writer.comma()
    if let vcpus = row.milliVCPUs { writer.fixed(vcpus, places: 3, unit: 1000) }
    writer.comma()
    if let rate = row.nanosPerHour { writer.fixed(rate, places: 9, unit: 1_000_000_000) }
    writer.newline()
  }
}
