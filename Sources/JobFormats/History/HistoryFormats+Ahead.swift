import Foundation
public import JobModel

extension HistoryFormats {
  /// Jobs in a batch: enough that handing over costs nothing, few enough that a few batches are some MiB.
  private static let batchSize = 256
  private static let batchLimit = 4

  private struct Placed: Sendable {
    var job: Job
    var line: Int
  }

  /// Nobody wants the rest.
  private struct Stopped: Error {}

  /// Reads a history on a thread of its own while `sink` runs on the caller's: for a sink that does as much work as the
  /// reader, such as a store.
  ///
  /// Jobs, report and errors are those of ``read(_:format:clock:progress:into:)``, in the same order: `sink` has had
  /// every job before the fault when that is thrown. If `sink` throws, the reader ends with its next batch.
  public static func readAhead(
    _ bytes: ByteReader, with chosen: (any HistoryReader.Type)? = nil, clock: LocalClock? = nil,
    table: TableRecipe? = nil, into sink: (Job, Int) throws -> Void
  ) throws -> ImportReport {
    // Handed over: nobody else touches the bytes any more.
    nonisolated(unsafe) let bytes = bytes
    let queue = BatchQueue<Placed, Result<ImportReport, any Error>>(capacity: batchLimit)
    let reader = Thread {
      var batch: [Placed] = []
      batch.reserveCapacity(batchSize)
      let outcome = Result {
        try read(bytes, with: chosen, clock: clock, table: table) { job, line in
          batch.append(Placed(job: job, line: line))
          guard batch.count == batchSize else { return }
          guard queue.put(.batch(batch)) else { throw Stopped() }
          batch = []
          batch.reserveCapacity(batchSize)
        }
      }
      if !batch.isEmpty { _ = queue.put(.batch(batch)) }
      _ = queue.put(.end(outcome))
    }
    // As much as the main thread has: descriptions may stand in descriptions.
    reader.stackSize = 8 << 20
    reader.name = "purser.reader"
    reader.start()
    do {
      while let item = queue.take() {
        switch item {
        case .batch(let batch):
          // Where they lie: a loop over the array copies each job, and counts the references of all its texts.
          try batch.withUnsafeBufferPointer { batch in
            for place in batch.indices { try sink(batch[place].job, batch[place].line) }
          }
        case .end(let outcome): return try outcome.get()
        }
      }
      throw Stopped()
    } catch {
      queue.stop()
      throw error
    }
  }
}
