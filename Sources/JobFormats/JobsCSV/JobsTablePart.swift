import JobModel

/// What is gathered from the jobs of a part of a file, on whatever thread.
protocol JobTally: Sendable {
  /// Whether it looks at the jobs' names, labels and links.
  static var readsTexts: Bool { get }
  /// Nothing was gathered.
  init()
  /// Takes a job into account, and leaves it as it is; see ``DataQuality/add(inPlace:)``.
  ///
  /// - Parameter id: the bytes of its id, which it itself only has if texts are read.
  mutating func add(_ job: inout Job, id: UnsafeBufferPointer<UInt8>)
}

/// What was read of a piece of a table of jobs.
struct JobsTablePart<Tally: JobTally>: Sendable {
  private(set) var report: ImportReport
  private(set) var tally = Tally()
  /// The hashes of the rows that were not refused, and their first fields as keys.
  private(set) var rows = RisingLog()
  /// Why reading ended before the end of the piece.
  private(set) var failure: InputError?

  /// Reads a piece.
  ///
  /// - Parameter empty: a report in which nothing was counted.
  /// - Parameter known: which of the rows that are not refused came before, byte for byte, in order.
  init(_ piece: TablePieces.Piece, of table: JobsTable, report empty: ImportReport, without known: [Int] = []) {
    report = empty
    do throws(InputError) {
      var jobs = try table.parser(empty, readsTexts: Tally.readsTexts)
      do throws(InputError) { try read(piece, of: table, &jobs, without: known) } catch { failure = error }
      report = jobs.report
    } catch {
      failure = error
    }
  }

  private mutating func read(
    _ piece: TablePieces.Piece, of table: JobsTable, _ jobs: inout JobRowParser, without known: [Int]
  ) throws(InputError) {
    let bytes = ByteReader(piece.bytes, name: report.file)
    var fields = DelimitedRows(bytes, after: piece.linesBefore, delimiter: table.delimiter)
    var next = 0
    while try fields.next() {
      jobs.report.rows += 1
      let hash = ContentHash.of(UnsafeRawBufferPointer(fields.raw))
      if let refusal = table.refusal(ofRowWith: fields.count, hash: hash) {
        jobs.report.skip(refusal, line: fields.line)
        continue
      }
      rows.append(hash, key: fields[0])
      if next < known.count && known[next] == rows.digests.count - 1 {
        next += 1
        jobs.report.duplicates += 1
      } else if jobs.read(fields.record, number: piece.recordsBefore + jobs.report.rows) {
        jobs.count(in: &tally)
      }
    }
  }
}

extension JobRowParser {
  /// Adds the job of the row last read as it lies here: a copy would count the references of all its texts.
  @inline(__always) fileprivate mutating func count(in tally: inout some JobTally) {
    report.quality.add(inPlace: &job)
    if let id { return tally.add(&job, id: id) }
    var id = job.key.id
    id.withUTF8 { tally.add(&job, id: $0) }
  }
}
