import Foundation
public import JobModel

/// Reads a folder of runs of the same tasks on several machines: `tasks.csv` or `tasks.csv.gz`, `task_benchmarks.csv` and
/// `machine_scores.csv`, comma separated, with a header. Columns are found by name; others are passed over.
public enum RuntimeTraceFolder {
  /// All three tables of a folder.
  ///
  /// - Throws: ``InputError`` for a file that is missing, lacks a column, or has a row that cannot be read.
  public static func read(_ folder: String) throws(InputError) -> RuntimeTraces {
    let place = URL(fileURLWithPath: folder, isDirectory: true)
    func path(_ name: String) -> String { place.appendingPathComponent(name).path }
    let plain = path("tasks.csv")
    let tasks = FileManager.default.fileExists(atPath: plain) ? plain : path("tasks.csv.gz")
    return try read(
      tasks: ByteReader(.file(tasks)), benchmarks: ByteReader(.file(path("task_benchmarks.csv"))),
      scores: ByteReader(.file(path("machine_scores.csv"))))
  }

  static func read(
    tasks: ByteReader, benchmarks: ByteReader, scores: ByteReader
  ) throws(InputError) -> RuntimeTraces {
    var traces = RuntimeTraces()
    try readTasks(tasks, into: &traces)
    try readBenchmarks(benchmarks, into: &traces)
    try readScores(scores, into: &traces)
    return traces
  }

  private static func readTasks(_ input: ByteReader, into traces: inout RuntimeTraces) throws(InputError) {
    var table = try NamedColumns(
      input,
      [
        "machine", "workflow", "row", "label", "task", "runtime_ms", "task_input_uncompressed", "workflow_input_bytes",
      ])
    while try table.next() {
      let runtime = try table.number(5, 0...1e15)
      // A run of nought milliseconds is below the resolution: no error of it could be a share.
      guard runtime > 0 else { continue }
      traces.runs.append(
        RuntimeTraces.Run(
          machine: try table.text(0), workflow: try table.text(1), row: Int(try table.number(2, 0...1e9)),
          label: try table.text(3), task: try table.text(4), seconds: runtime / 1000,
          inputBytes: try table.optionalNumber(6, 0...1e18),
          workflowInputBytes: try table.optionalNumber(7, 0...1e18)))
    }
  }

  private static func readBenchmarks(_ input: ByteReader, into traces: inout RuntimeTraces) throws(InputError) {
    var table = try NamedColumns(input, ["machine", "workflow", "task", "r1", "r2", "r3"])
    while try table.next() {
      var seconds: [Double] = []
      for column in 3...5 { seconds.append(try table.number(column, -1...1e9)) }
      seconds.sort()
      // -1 stands for a task without a benchmark.
      guard seconds[1] > 0 else { continue }
      traces.benchmarks.append(
        RuntimeTraces.Benchmark(
          machine: try table.text(0), workflow: try table.text(1), task: try table.text(2), seconds: seconds[1]))
    }
  }

  private static func readScores(_ input: ByteReader, into traces: inout RuntimeTraces) throws(InputError) {
    var table = try NamedColumns(input, ["machine", "cpu_score", "io_score"])
    while try table.next() {
      let machine = try table.text(0)
      guard !traces.scores.contains(where: { $0.machine == machine }) else {
        throw table.error(0, "expected each machine once, found \"\(machine.prefix(40))\" again")
      }
      traces.scores.append(
        RuntimeTraces.Score(
          machine: machine, cpu: try table.number(1, 1e-9...1e12), io: try table.number(2, 1e-9...1e12)))
    }
  }
}

/// A comma-separated table whose columns are known by name.
struct NamedColumns: ~Copyable {
  private let file: String
  private let names: [String]
  private var places: [Int] = []
  private var width = 0
  private var rows: DelimitedReader

  /// Reads the header.
  ///
  /// - Throws: ``InputError`` if a column is missing.
  init(_ input: ByteReader, _ names: [String]) throws(InputError) {
    file = input.name
    self.names = names
    rows = DelimitedReader(input, delimiter: UInt8(ascii: ","))
    guard try rows.next() else { throw InputError(file: file, message: "expected a header, found nothing") }
    var found: [String: Int] = [:]
    for index in 0..<rows.count {
      let name = rows[index].trimmed.text
      if found[name] == nil { found[name] = index }
    }
    width = rows.count
    for name in names {
      guard let place = found[name] else {
        throw InputError(
          file: file, line: rows.line, field: name, message: "this column is missing",
          hint: "expected \(names.joined(separator: ", "))")
      }
      places.append(place)
    }
  }

  /// Reads the next row; false at the end.
  ///
  /// - Throws: ``InputError`` if it has not as many fields as the header.
  mutating func next() throws(InputError) -> Bool {
    guard try rows.next() else { return false }
    guard rows.count == width else {
      throw InputError(file: file, line: rows.line, message: "expected \(width) fields, found \(rows.count)")
    }
    return true
  }

  /// Text that must not be empty.
  func text(_ column: Int) throws(InputError) -> String {
    let field = rows[places[column]].trimmed
    guard !field.isEmpty else { throw error(column, "expected a name, found nothing") }
    return field.text
  }

  /// A number within a range.
  func number(_ column: Int, _ range: ClosedRange<Double>) throws(InputError) -> Double {
    let text = rows[places[column]].trimmed.text
    guard let value = Double(text), range.contains(value) else {
      throw error(
        column, "expected a number from \(range.lowerBound) to \(range.upperBound), found \"\(text.prefix(40))\"")
    }
    return value
  }

  /// A number within a range, or nil for an empty field.
  func optionalNumber(_ column: Int, _ range: ClosedRange<Double>) throws(InputError) -> Double? {
    rows[places[column]].trimmed.isEmpty ? nil : try number(column, range)
  }

  /// A fault in the row last read.
  func error(_ column: Int, _ message: String) -> InputError {
    InputError(file: file, line: rows.line, field: names[column], message: message)
  }
}
