import Foundation
import JobModel

/// Makes rows of jobs on the thread that reads them, for a writer on another.
///
/// Storing is the longer half of an import, so that the making of rows belongs to the other core.
struct JobPacker {
  /// What is known once all jobs were read.
  struct Remainder: Sendable {
    /// The tries that have not ended.
    var unfinished: [JobKey] = []
    /// Whether a job names files that it took in.
    var hasInputFiles = false
  }

  /// Rows in a batch: enough that handing over costs nothing, few enough that a few batches are some MiB.
  private static let batchSize = 256
  /// Rows of long texts are handed over sooner.
  private static let batchBytes = 1 << 20
  private static let batchLimit = 4

  private var rows = PackedRows()
  private var names = NameList()
  private var remainder = Remainder()

  /// Nobody wants the rest.
  private struct Stopped: Error {}

  /// Adds a job; gives the rows so far if they are enough for a batch.
  private mutating func add(_ job: Job, line: Int) -> PackedRows? {
    if !job.state.isFinal { remainder.unfinished.append(job.key) }
    if !job.inputFiles.isEmpty { remainder.hasInputFiles = true }
    rows.begin(line: line)
    JobRow.fill(&rows, with: job, names: &names)
    return rows.count >= Self.batchSize || rows.textLength >= Self.batchBytes ? take() : nil
  }

  private mutating func take() -> PackedRows {
    rows.newNames = names.takeNew()
    defer { rows = PackedRows() }
    return rows
  }

  /// Runs `read` on a thread of its own, which hands each job and its line to its argument, while `write` gets the rows
  /// on the caller's thread, in order. Returns when both have ended.
  ///
  /// `write` has had every job before a fault of the reading when that is thrown. If `write` throws, the reading ends
  /// with its next batch, and that error is the one.
  static func pack(
    _ read: @escaping (_ insert: (Job, Int) throws -> Void) throws -> ImportReport,
    into write: (PackedRows) throws -> Void
  ) throws -> (report: ImportReport, remainder: Remainder) {
    typealias Outcome = (report: Result<ImportReport, any Error>, remainder: Remainder)
    let queue = BatchQueue<PackedRows, Outcome>(capacity: batchLimit)
    // Handed over: the caller waits here until the thread is done with it.
    nonisolated(unsafe) let read = read
    let reader = Thread {
      var packer = JobPacker()
      let report = Result {
        try read { job, line in
          if let batch = packer.add(job, line: line), !queue.put(batch) { throw Stopped() }
        }
      }
      if packer.rows.count > 0 { _ = queue.put(packer.take()) }
      queue.end((report, packer.remainder))
    }
    // As much as the main thread has: descriptions may stand in descriptions.
    reader.stackSize = 8 << 20
    reader.name = "purser.reader"
    reader.start()
    var failure: (any Error)?
    while true {
      switch queue.take() {
      case .end(let outcome):
        if let failure { throw failure }
        return (try outcome.report.get(), outcome.remainder)
      case .batch(let rows):
        do {
          if failure == nil { try write(rows) }
        } catch {
          failure = error
          queue.stop()
        }
      }
    }
  }
}
