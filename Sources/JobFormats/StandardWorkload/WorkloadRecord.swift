/// One line of a Standard Workload Format log: 18 figures, -1 where one is missing.
///
/// Source: S. Chapin et al., "Benchmarks and standards for the evaluation of parallel job schedulers", JSSPP 1999, and
/// the archive's definition of version 2.2. Times are seconds, memory is kilobytes a processor.
struct WorkloadRecord {
  /// The fields in the format's order.
  enum Field: Int {
    case number, submit, wait, runtime, allocated, cpuTime, usedMemory, requested, requestedTime, requestedMemory
    case status, user, group, executable, queue, partition, precedingJob, thinkTime
  }

  static let fieldCount = 18
  /// Fewer fields than this do not make a job: all up to the status are needed.
  static let leastFieldCount = 11

  /// What a parse of a line came to.
  enum Parse {
    case record
    case fields(Int)
    case notANumber(Int)
  }

  /// Times in milliseconds, all else as written; -1 is missing.
  private(set) var values = [Int64](repeating: -1, count: fieldCount)

  subscript(field: Field) -> Int64 { values[field.rawValue] }

  /// Reads a line; what it had before is gone.
  ///
  /// Figures may have a point (some logs write seconds so); what is below a millisecond is cut off. A figure that does
  /// not fit is no number.
  mutating func read(_ line: UnsafeBufferPointer<UInt8>) -> Parse {
    values.withUnsafeMutableBufferPointer { values in
      var place = 0
      let end = line.count
      var field = 0
      while true {
        while place < end && line[place] <= UInt8(ascii: " ") { place &+= 1 }
        if place >= end || field == Self.fieldCount { break }
        var isNegative = false
        if line[place] == UInt8(ascii: "-") {
          isNegative = true
          place &+= 1
        }
        let begin = place
        var value: Int64 = 0
        while place < end {
          let digit = line[place] &- UInt8(ascii: "0")
          if digit > 9 { break }
          value = value &* 10 &+ Int64(digit)
          place &+= 1
        }
        // 15 digits of seconds are 30 million years; beyond that a product below could overflow.
        guard place > begin, place &- begin <= 15 else { return .notANumber(field) }
        var milliseconds: Int64 = 0
        if place < end && line[place] == UInt8(ascii: ".") {
          place &+= 1
          var unit: Int64 = 100
          while place < end, line[place] &- UInt8(ascii: "0") <= 9 {
            milliseconds &+= Int64(line[place] &- UInt8(ascii: "0")) &* unit
            unit /= 10
            place &+= 1
          }
        }
        guard place >= end || line[place] <= UInt8(ascii: " ") else { return .notANumber(field) }
        if isNegative {
          value = -1  // every negative figure is a missing one
        } else if Self.isTime(field) {
          value = value &* 1000 &+ milliseconds
        }
        values[field] = value
        field &+= 1
      }
      for missing in field..<Self.fieldCount { values[missing] = -1 }
      return field < Self.leastFieldCount ? .fields(field) : .record
    }
  }

  @inline(__always) private static func isTime(_ field: Int) -> Bool {
    field == Field.submit.rawValue || field == Field.wait.rawValue || field == Field.runtime.rawValue
      || field == Field.requestedTime.rawValue
  }
}
