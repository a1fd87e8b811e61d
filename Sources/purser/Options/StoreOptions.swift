import ArgumentParser
import Foundation
import JobModel
import Reporting
import RunStore

/// Which store is used, if any.
struct StoreOptions: ParsableArguments {
  @Option(help: "The SQLite file. (default: $PURSER_STORE, or purser.sqlite in the current folder)")
  var store: String?

  /// The store's file.
  var path: String { store ?? ProcessInfo.processInfo.environment["PURSER_STORE"] ?? "purser.sqlite" }

  /// The store as it was given, for commands that are suggested.
  var given: GivenOptions {
    var given = GivenOptions()
    given.store = store
    return given
  }

  /// The store for reading and writing; it is made if it is not there.
  func openForWriting() throws -> JobStore {
    try JobStore(path: path, mode: .readWrite, programVersion: ProgramVersion.text)
  }

  /// The store for reading and writing; an error if it is not there.
  func openForChanging() throws -> JobStore {
    // Opened for reading it says itself what is missing.
    try JobStore.isThere(path: path) ? openForWriting() : openForReading()
  }

  /// The store for reading; an error if it is not there.
  func openForReading() throws -> JobStore {
    try JobStore(path: path, mode: .readOnly, programVersion: ProgramVersion.text)
  }

  /// The store for reading, or nil if nobody named one and the default one is not there.
  func openIfPresent() throws -> JobStore? {
    let named = store ?? ProcessInfo.processInfo.environment["PURSER_STORE"]
    guard named != nil || FileManager.default.fileExists(atPath: path) else { return nil }
    return try openForReading()
  }
}

/// Whether a run is kept.
struct KeepOptions: ParsableArguments {
  @OptionGroup var store: StoreOptions

  @Flag(name: .customLong("no-store"), help: "Neither read nor write a store; wins over --store.")
  var noStore = false

  /// The store as it was given, for commands that are suggested.
  var given: GivenOptions {
    var given = store.given
    given.noStore = noStore
    return given
  }

  /// The store that a run goes to.
  func keeper() throws -> StoreKeeper { try StoreKeeper(noStore ? nil : store) }
}

/// A store for what a command will make. One that is there is opened at once, so that a bad one is told before the work is
/// done; one that is not is made with the first thing that goes into it: what fails leaves no empty store behind.
final class StoreKeeper {
  private let options: StoreOptions?
  /// The store, as far as there is one.
  private(set) var store: JobStore?

  /// - Parameter options: nil keeps nothing.
  /// - Throws: ``StoreError`` for a store that cannot be opened, or not be made.
  init(_ options: StoreOptions?) throws {
    self.options = options
    if let options, try JobStore.isThere(path: options.path) { store = try options.openForWriting() }
  }

  /// Whether anything is kept.
  var isKeeping: Bool { options != nil }

  /// The store, made if it is not there; nil where nothing is kept.
  func opened() throws -> JobStore? {
    if store == nil { store = try options?.openForWriting() }
    return store
  }

  /// Keeps a run.
  func save(_ run: Run) throws { try opened()?.save(run) }
}
