import Foundation
import JobModel
import RunStore
import Testing

@Suite struct OpeningTests {
  let folder: TestFolder

  init() throws { folder = try TestFolder() }

  private func failure(_ path: String, _ mode: JobStore.Mode = .readWrite) throws -> String {
    try #require(throws: StoreError.self) { try JobStore(path: path, mode: mode) }.description
      .replacingOccurrences(of: folder.url.path, with: "DIR")
  }

  @Test func theFileIsSetUpAsPromised() throws {
    let store = try folder.store()
    try store.importJobs([job("a")])
    #expect(
      try queryResult(folder.path(), "PRAGMA journal_mode; PRAGMA user_version; PRAGMA application_id")
        == "wal\n3\n\(0x5055_5253)\n")
  }

  @Test func aNewerStoreIsRefused() throws {
    _ = try folder.store()
    _ = try queryResult(folder.path(), "PRAGMA user_version = 99")
    for mode in [JobStore.Mode.readWrite, .readOnly] {
      #expect(
        try failure(folder.path(), mode)
          == "DIR/purser.sqlite: was written by a newer version of purser (store version 99, this one knows 3); "
          + "update purser, or name another file with --store")
    }
  }

  @Test func aFileThatIsNoDatabaseIsLeftAlone() throws {
    let text = String(repeating: "job,executable,runtime_s\n", count: 100)
    try text.write(toFile: folder.path("jobs.csv"), atomically: true, encoding: .utf8)
    for mode in [JobStore.Mode.readWrite, .readOnly] {
      #expect(
        try failure(folder.path("jobs.csv"), mode)
          == "DIR/jobs.csv: is not an SQLite file; name another file with --store")
    }
    #expect(try String(contentsOfFile: folder.path("jobs.csv"), encoding: .utf8) == text)
  }

  @Test func anotherProgramsDatabaseIsLeftAlone() throws {
    _ = try queryResult(folder.path("app.db"), "CREATE TABLE t (a); INSERT INTO t VALUES (1)")
    let before = try Data(contentsOf: URL(fileURLWithPath: folder.path("app.db")))
    for mode in [JobStore.Mode.readWrite, .readOnly] {
      #expect(
        try failure(folder.path("app.db"), mode)
          == "DIR/app.db: is an SQLite file of another program; name another file with --store")
    }
    #expect(try Data(contentsOf: URL(fileURLWithPath: folder.path("app.db"))) == before)
  }

  @Test func aDamagedFileSaysSo() throws {
    do {
      let store = try folder.store()
      try store.importJobs((0..<500).map { job("j\($0)") })
    }
    var data = try Data(contentsOf: URL(fileURLWithPath: folder.path()))
    for index in 8192..<data.count { data[index] = 0xaa }
    try data.write(to: URL(fileURLWithPath: folder.path()))
    let error = try #require(throws: StoreError.self) { try folder.store(.readOnly).history() }
    #expect(error.message.hasPrefix("is damaged: "), "\(error)")
    #expect(error.hint?.hasPrefix("restore a copy") == true)
  }

  @Test func valuesThatWeNeverWroteAreDamageAndNoTrap() throws {
    let store = try folder.store()
    try store.importJobs([job("a")])
    for change in ["state = 12345", "tags = '[1]'", "transitions = '[\"done\"'", "restart_policy = '[\"x\",1]'"] {
      _ = try queryResult(folder.path(), "UPDATE jobs SET \(change)")
      let error = try #require(throws: StoreError.self) { try store.history() }
      #expect(error.message.hasPrefix("is damaged: "), "\(error)")
      _ = try queryResult(
        folder.path(),
        "UPDATE jobs SET state = (SELECT id FROM names WHERE name = 'done'), tags = NULL, transitions = NULL, "
          + "restart_policy = NULL")
      #expect(try store.jobs == [job("a")])
    }
  }

  @Test func placesWhereNoStoreCanBe() throws {
    #expect(
      try failure(folder.path("no/such/store.sqlite"))
        == "DIR/no/such/store.sqlite: cannot be opened: there is no folder DIR/no/such; "
        + "make the folder, or name another file with --store")
    #expect(try failure(folder.url.path) == "DIR: is a folder; name a file in it with --store")
    #expect(try failure("") == ": is not the name of a file; name one with --store")
    // A folder in which nobody can make a file, root included.
    #expect(
      try failure("/proc/purser.sqlite")
        == "/proc/purser.sqlite: cannot be opened; check the permissions of the file and its folder, "
        + "or name another file with --store")
  }

  @Test func readingAMissingStoreSaysHowToMakeOne() throws {
    let expected = "DIR/purser.sqlite: there is no store here; make one with `purser import FILE…`"
    #expect(try failure(folder.path(), .readOnly) == expected)
    #expect(!FileManager.default.fileExists(atPath: folder.path()))
    try Data().write(to: URL(fileURLWithPath: folder.path()))
    #expect(try failure(folder.path(), .readOnly) == expected)
    // An empty file, as `mktemp` makes, can become a store.
    #expect(try folder.store().jobs.isEmpty)
  }

  @Test func aReadOnlyStoreReadsAndRefusesToWrite() throws {
    try folder.store().importJobs([job("a")])
    let store = try folder.store(.readOnly)
    #expect(try store.jobs.map(\.key.id) == ["a"])
    let error = try #require(throws: StoreError.self) { try store.importJobs([job("b")]) }
    #expect(error.message == "was opened for reading only")
  }

  @Test func aReadOnlyFolderCanBeRead() throws {
    try folder.store().importJobs([job("a")])
    try FileManager.default.setAttributes([.posixPermissions: 0o444], ofItemAtPath: folder.path())
    try FileManager.default.setAttributes([.posixPermissions: 0o555], ofItemAtPath: folder.url.path)
    defer { try? FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: folder.url.path) }
    // As root this is an ordinary folder; it must work either way.
    #expect(try folder.store(.readOnly).jobs.map(\.key.id) == ["a"])
  }

  @Test func aWriterWaitsForAnother() async throws {
    let path = folder.path()
    // Eight open a file that is not there yet, and each writes on its own.
    try await withThrowingTaskGroup(of: Void.self) { group in
      for writer in 0..<8 {
        group.addTask {
          let store = try JobStore(path: path)
          for file in 0..<5 { try store.importJobs([job("w\(writer)-\(file)"), job("shared")]) }
        }
      }
      try await group.waitForAll()
    }
    let store = try folder.store()
    #expect(try store.jobCount() == 41)
    #expect(try store.executables() == ["align"])
  }

  @Test func aReaderSeesWhatWasCommittedWhileAnotherWrites() throws {
    let writer = try folder.store()
    try writer.importJobs([job("a")])
    let reader = try folder.store()
    _ = try writer.importJobs(file: "x", format: "csv") { insert in
      try insert(job("b"), 2)
      #expect(try reader.jobs.map(\.key.id) == ["a"])
      return ImportReport(file: "x", format: "csv")
    }
    #expect(try reader.jobs.map(\.key.id) == ["a", "b"])
  }
}
