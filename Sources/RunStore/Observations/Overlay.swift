import JobModel

/// What logs and lists of files add to a row of `jobs`, as SQL over `jobs j LEFT JOIN observed o ON o.job = j.number`.
///
/// It is added when rows are read and not stored in them: so logs, descriptions and lists of files can come in any
/// order, and come again.
enum Overlay {
  static let cpuPercent = "coalesce(j.cpu_percent, o.cpu_percent)"
  static let peakMemory = "coalesce(j.peak_memory_bytes, o.peak_memory_bytes)"
  static let peakDisk = "coalesce(j.peak_disk_bytes, o.peak_disk_bytes)"

  /// Peaks from logs are lower bounds; those of a record are what it says of itself.
  static let areLowerBounds = """
    CASE WHEN (j.peak_memory_bytes IS NULL AND o.peak_memory_bytes IS NOT NULL)
      OR (j.peak_disk_bytes IS NULL AND o.peak_disk_bytes IS NOT NULL)
    THEN 1 ELSE j.peaks_are_lower_bounds END
    """

  /// The recorded size, else the sum over the input files if all are known. In two parts, since a sum that overflows is an
  /// error of the whole query.
  static let input = """
    CASE WHEN j.input_bytes IS NULL AND j.input_files IS NOT NULL THEN (
      SELECT CASE WHEN count(f.id) = count(*) AND count(*) > 0 THEN CAST(
        sum(f.size_bytes >> 24) * 16777216 + sum(f.size_bytes & 16777215) AS INTEGER) END
      FROM json_each(j.input_files) i LEFT JOIN files f ON f.id = i.value
    ) ELSE j.input_bytes END
    """

  /// A log that goes on later than the description tells that the job had not ended by then.
  static let observedUntil = """
    CASE WHEN j.state NOT IN (SELECT id FROM names WHERE name IN ('done', 'failed', 'terminated', 'restarted'))
      THEN max(coalesce(j.observed_until_ms, o.last_ms), coalesce(o.last_ms, j.observed_until_ms))
      ELSE j.observed_until_ms END
    """

  /// The columns that ``RowReader/overlay(_:)`` takes.
  static let columns = [cpuPercent, peakMemory, peakDisk, input, areLowerBounds, observedUntil].joined(separator: ", ")
}

extension RowReader {
  /// Adds the ``Overlay/columns`` that come next to what is known of the same row.
  mutating func overlay(_ usage: inout Usage, _ observedUntil: inout SimTime?) {
    usage.cpuPercent = real()
    usage.peakMemory = bytes()
    usage.peakDisk = bytes()
    usage.input = bytes()
    usage.peaksAreLowerBounds = flag()
    observedUntil = time()
  }
}
