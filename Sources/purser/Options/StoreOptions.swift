import ArgumentParser
import Foundation
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

  /// The store that the run goes to, opened before the work is done so that a bad one is told at once.
  func openForWriting() throws -> JobStore? { noStore ? nil : try store.openForWriting() }
}
