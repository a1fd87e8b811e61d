import JobModel

/// What was read of a piece of a log.
struct WorkloadPart: Sendable {
  private(set) var report: ImportReport
  private(set) var keys = KeyRegister.Part()
  /// How many jobs there are.
  private(set) var jobs = 0
  /// What the comments say up to the end of the piece.
  private(set) var header: WorkloadHeader
  /// Why reading ended before the end of the piece.
  private(set) var failure: InputError?

  /// Reads a piece.
  ///
  /// - Parameter header: what the comments before it say.
  /// - Parameter report: one in which nothing was counted.
  init(_ piece: TablePieces.Piece, header: WorkloadHeader, run: String, report: ImportReport) {
    self.report = report
    self.header = header
    let bytes = ByteReader(piece.bytes, name: report.file)
    var lines = LineReader(bytes, after: piece.linesBefore, limit: LineReader.usualLimit)
    var records = WorkloadJobs(run: run, readsTexts: false)
    var quality = DataQuality()
    var record = WorkloadRecord()
    do throws(InputError) {
      while try record.next(&lines, &self.header, &self.report) {
        records.read(record, origin: self.header.origin)
        jobs += 1
        records.count(in: &keys, &quality)
      }
    } catch {
      failure = error
    }
    self.report.quality = quality
  }
}

extension WorkloadJobs {
  /// Adds the job of the record last read as it lies here: a copy would count the references of all its texts.
  @inline(__always) fileprivate mutating func count(in keys: inout KeyRegister.Part, _ quality: inout DataQuality) {
    quality.add(inPlace: &job)
    keys.add(job.key)
  }
}
