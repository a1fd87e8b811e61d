import Foundation
import JobFormats
import JobModel
import RunStore

/// The jobs that advice is learned from: those of files, or the store's.
struct PastJobs {
  /// Where they are asked for by executable.
  let source: any JobSource
  /// The store that they come from, or whose rates may be learned; nil without one.
  let store: JobStore?
  /// What a run of them is called.
  let name: String
  /// What there is to say about the files.
  private(set) var remarks: [String] = []
  private let read: History?
  private let path: String

  init(files: [String], reading: ReadingOptions, keep: KeepOptions) throws {
    path = keep.store.path
    guard !files.isEmpty else {
      let store = try keep.store.openForReading()
      self.store = store
      source = store
      read = nil
      name = "history"
      return
    }
    let found = try TarArchive.histories(files, isNamed: reading.format != nil)
    Console.warn(found.remarks)
    let (history, reports) = try readHistory(
      found.sources, format: reading.format, clock: reading.clock, table: reading.table)
    // A store that is not there yet is made for the runs, and has nothing to say before.
    store = keep.noStore || !FileManager.default.fileExists(atPath: path) ? nil : try keep.store.openForReading()
    source = InMemoryJobSource(history)
    read = history
    name = files.map(RunIdentity.fileName).joined(separator: ", ")
    remarks = reports.flatMap { HistoryFiles.remarks($0, named: RunIdentity.fileName($0.file)) }
  }

  /// The jobs themselves.
  func history(since: SimTime?, until: SimTime?) throws -> History {
    if let store, read == nil { return try store.history(matching: JobFilter(since: since, until: until)) }
    var history = read ?? History()
    history.jobs.removeAll { job in
      let time = job.submitted ?? job.started ?? job.ended
      return (since.map { since in time.map { $0 < since } ?? true } ?? false)
        || (until.map { until in time.map { $0 >= until } ?? true } ?? false)
    }
    return history
  }

  /// What to say where there is none.
  var empty: CommandError {
    read == nil
      ? CommandError("\(path): the store has no jobs; bring some in with `purser import FILE…`")
      : CommandError("\(name): no jobs to learn from")
  }
}
