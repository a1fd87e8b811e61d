import Foundation
import TestSupport
import Testing

/// `purser serve` as people start and end it.
@Suite struct ServeTests {
  private static let wait = "for _ in $(seq 600); do grep -q http out && break; sleep 0.1; done"

  private func run(_ lines: String...) throws -> Command.Result {
    let place = FileManager.default.temporaryDirectory.appendingPathComponent("purser-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: place) }
    let jobs = "job,executable,name,runtime_s\na,bwa,first,60\nb,bwa,second,90\n"
    try Data(jobs.utf8).write(to: place.appendingPathComponent("jobs.csv"))
    return try Command.run(shell: lines.joined(separator: "\n"), in: place)
  }

  @Test(arguments: ["TERM", "INT"])
  func itSaysWhereItIsAndEndsWhenItIsTold(signal: String) throws {
    let result = try run(
      "purser import jobs.csv >/dev/null 2>&1", "cp purser.sqlite before.sqlite",
      // A shell lets what runs behind it ignore Ctrl-C.
      "set -m; purser serve --port 0 >out 2>err & pid=$!", Self.wait, "kill -\(signal) $pid", "wait $pid",
      "echo exit $?", "cat out err")
    #expect(result.output.contains("exit 0\n"))
    #expect(
      result.output.firstMatch(of: /purser\.sqlite is at http:\/\/127\.0\.0\.1:\d+\/ until Ctrl-C\n$/) != nil,
      "\(result.output)")
  }

  @Test func aMissingStoreIsOneClearError() throws {
    let result = try run("purser serve --port 0 --store none.sqlite")
    #expect(result.status == 1)
    #expect(result.error == "purser: none.sqlite: there is no store here; make one with `purser import FILE…`\n")
  }

  @Test func anotherHostIsWarnedOf() throws {
    let result = try run(
      "purser import jobs.csv >/dev/null 2>&1", "purser serve --port 0 --host 0.0.0.0 >out 2>err & pid=$!", Self.wait,
      "kill $pid", "wait $pid; echo exit $?", "cat err")
    #expect(
      result.output == """
        exit 0
        warning: 0.0.0.0 is not this machine alone: anyone who can reach it sees the whole history, and nothing asks who \
        they are

        """)
  }

  @Test func aPortInUseAndAnOddHostAreClearErrors() throws {
    let result = try run(
      "purser import jobs.csv >/dev/null 2>&1", "purser serve --port 0 >out 2>err & pid=$!", Self.wait,
      "port=$(grep -o ':[0-9][0-9]*/' out | tr -d ':/')", "purser serve --port $port 2>&1 | sed \"s/$port/PORT/\"",
      "purser serve --port 0 --host nowhere.invalid", "echo exit $?", "kill $pid; wait $pid")
    #expect(
      result.output
        == "purser: port PORT of 127.0.0.1 is in use; name another one with --port, or 0 for any that is free\nexit 1\n"
    )
    #expect(
      result.error
        == "purser: \"nowhere.invalid\" is no address of this machine; expected one such as 127.0.0.1, or 0.0.0.0 for all\n"
    )
    #expect(result.status == 0)
  }

  @Test func lookingChangesNothing() throws {
    let result = try run(
      "purser import jobs.csv >/dev/null 2>&1", "sha256sum purser.sqlite >sum; chmod 444 purser.sqlite",
      "purser serve --port 0 >out 2>err & pid=$!", Self.wait, "kill $pid; wait $pid",
      "sha256sum --quiet -c sum && echo same")
    #expect(result.output == "same\n", "\(result.error)")
  }
}
