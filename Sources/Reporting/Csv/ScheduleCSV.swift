public import JobModel

/// A schedule as a table, a row a try, in the schedule's order and on the input's own clock.
///
/// Written as bytes in chunks: a history can have millions of tries, and text as `String` would cost ten times as much.
public enum ScheduleCSV {
  /// The names of the columns.
  public static let header = "job,try,submitted_s,started_s,stopped_s,state,instance_type,cost"

  /// Writes the table, its last line ended too, and gives it to `sink` piece by piece.
  ///
  /// A time that never came and a cost without a price are empty fields.
  /// - Complexity: O(tries).
  public static func writeSchedule(_ schedule: Schedule, to sink: ([UInt8]) throws -> Void) rethrows {
    let states = schedule.outcomes.map { Array(CSVTable.field($0.state.name).utf8) }
    let types = schedule.types.map { Array(CSVTable.field($0).utf8) }
    var writer = FigureWriter()
    try writer.text(Array((header + "\n").utf8), sink)
    for row in 0..<schedule.count {
      let job = Int(schedule.job[row])
      if schedule.jobs.indices.contains(job) { try writer.text(field(schedule.jobs[job]), sink) }
      try writer.makeRoom(figures: 8, sink)
      writer.comma()
      writer.integer(Int64(schedule.tryNumber[row]))
      writer.comma()
      writer.time(schedule.submitted[row])
      writer.comma()
      writer.time(schedule.started[row])
      writer.comma()
      writer.time(schedule.stopped[row])
      writer.comma()
      let outcome = Int(schedule.outcome[row])
      if states.indices.contains(outcome) { try writer.text(states[outcome], sink) }
      writer.comma()
      let type = Int(schedule.type[row])
      if types.indices.contains(type) { try writer.text(types[type], sink) }
      writer.comma()
      if let cost = schedule.cost[row] { writer.fixed(cost, places: 9, unit: 1_000_000_000) }
      writer.newline()
    }
    try writer.flush(sink)
  }

  /// Writes the schedule of a batch log: no tries but the first, no types, no prices.
  ///
  /// - Parameter starts: milliseconds, one for each job of the log.
  /// - Complexity: O(jobs).
  public static func writeSchedule(
    of log: RigidLog, starts: [Int64], to sink: ([UInt8]) throws -> Void
  ) rethrows {
    var writer = FigureWriter()
    try writer.text(Array((header + "\n").utf8), sink)
    let done = Array(",done,,\n".utf8)
    let failed = Array(",failed,,\n".utf8)
    let terminated = Array(",terminated,,\n".utf8)
    for job in 0..<log.count {
      try writer.makeRoom(figures: 8, sink)
      writer.integer(log.id[job])
      writer.comma()
      writer.byte(UInt8(ascii: "0"))
      writer.comma()
      writer.time(log.submitted[job])
      writer.comma()
      writer.time(starts[job])
      writer.comma()
      writer.time(saturatingSum(starts[job], log.runtime[job]))
      try writer.text(log.status[job] == 0 ? failed : (log.status[job] == 5 ? terminated : done), sink)
    }
    try writer.flush(sink)
  }

  private static func field(_ text: String) -> [UInt8] {
    // Ids made of letters, digits, - and _ need neither quotes nor an apostrophe, unless they begin with a sign.
    let isPlain = text.utf8.allSatisfy { byte in
      (byte >= 0x30 && byte <= 0x39) || (byte >= 0x41 && byte <= 0x5A) || (byte >= 0x61 && byte <= 0x7A)
        || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_")
    }
    return isPlain && text.utf8.first != UInt8(ascii: "-") ? Array(text.utf8) : Array(CSVTable.field(text).utf8)
  }
}
