public import JobModel

/// A schedule as a table, a row a try, in the schedule's order and on the input's own clock.
///
/// Written as bytes in chunks: a history can have millions of tries, and text as `String` would cost ten times as much.
public enum ScheduleCSV {
  /// The names of the columns.
  public static let header = "job,try,submitted_s,started_s,stopped_s,state,instance_type,cost"

  /// How many bytes are gathered before they are handed on.
  private static let chunk = 1 << 18

  /// Writes the table, its last line ended too, and gives it to `sink` piece by piece.
  ///
  /// A time that never came and a cost without a price are empty fields.
  /// - Complexity: O(tries).
  public static func writeSchedule(_ schedule: Schedule, to sink: ([UInt8]) throws -> Void) rethrows {
    let states = schedule.outcomes.map { Array(CSVTable.field($0.state.name).utf8) }
    let types = schedule.types.map { Array(CSVTable.field($0).utf8) }
    var writer = Bytewise()
    writer.buffer.reserveCapacity(chunk + 4096)
    writer.buffer += header.utf8
    writer.buffer.append(UInt8(ascii: "\n"))
    // The columns are equally long by their maker's promise; a broken one must not end the program.
    let counts = [
      schedule.count, schedule.tryNumber.count, schedule.submitted.count, schedule.started.count,
      schedule.stopped.count, schedule.outcome.count, schedule.type.count, schedule.cost.count,
    ]
    for row in 0..<(counts.min() ?? 0) {
      let job = Int(schedule.job[row])
      if schedule.jobs.indices.contains(job) { writer.field(schedule.jobs[job]) }
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
      if states.indices.contains(outcome) { writer.buffer += states[outcome] }
      writer.comma()
      let type = Int(schedule.type[row])
      if types.indices.contains(type) { writer.buffer += types[type] }
      writer.comma()
      if let cost = schedule.cost[row] { writer.fixed(cost, places: 9, unit: 1_000_000_000) }
      writer.buffer.append(UInt8(ascii: "\n"))
      if writer.buffer.count >= chunk {
        try sink(writer.buffer)
        writer.buffer.removeAll(keepingCapacity: true)
      }
    }
    if !writer.buffer.isEmpty { try sink(writer.buffer) }
  }
}

/// Figures as ASCII digits, without a `String` for each.
private struct Bytewise {
  var buffer: [UInt8] = []

  mutating func comma() { buffer.append(UInt8(ascii: ",")) }

  mutating func field(_ text: String) {
    // Ids made of letters, digits, - and _ need neither quotes nor an apostrophe, unless they begin with a sign.
    let isPlain = text.utf8.allSatisfy { byte in
      (byte >= 0x30 && byte <= 0x39) || (byte >= 0x41 && byte <= 0x5A) || (byte >= 0x61 && byte <= 0x7A)
        || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_")
    }
    let plain = isPlain && text.utf8.first != UInt8(ascii: "-")
    buffer += plain ? text.utf8 : CSVTable.field(text).utf8
  }

  mutating func integer(_ value: Int64) {
    if value < 0 { buffer.append(UInt8(ascii: "-")) }
    digits(value.magnitude)
  }

  mutating func time(_ milliseconds: Int64) {
    if milliseconds != Schedule.never { fixed(milliseconds, places: 3, unit: 1000) }
  }

  /// A number of whole units of 10^-places, without noughts at its end: (12500, 3) → `12.5`.
  mutating func fixed(_ value: Int64, places: Int, unit: UInt64) {
    if value < 0 { buffer.append(UInt8(ascii: "-")) }
    var (whole, fraction) = value.magnitude.quotientAndRemainder(dividingBy: unit)
    digits(whole)
    if fraction == 0 { return }
    buffer.append(UInt8(ascii: "."))
    whole = unit / 10
    while fraction > 0 && whole > 0 {
      buffer.append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: fraction / whole))
      fraction %= whole
      whole /= 10
    }
  }

  private mutating func digits(_ value: UInt64) {
    if value < 10 {
      buffer.append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: value))
      return
    }
    let start = buffer.count
    var rest = value
    while rest > 0 {
      buffer.append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10))
      rest /= 10
    }
    buffer[start...].reverse()
  }
}
