import JobModel

/// The line in which a worker says what it uses, in all forms of it that were seen.
///
/// ```
/// CPU: 27% (4 cores) * Memory: 4630/7677MB * Storage: 6/97GB * Net: 5↓/0↑MBps
/// CPU: 10% (4 cores) * Memory: 283/7225MB * Storage: 79GB free * Net: 0↓/0↑MBps
/// CPU: 12% (4 cores) \* Memory: 661/7478MB \* Storage: 79GB free \* Net: 0?/0?MBps
/// ** CPU usr/sys/idl/wai: 24/11/1/64% (4 cores) * Memory: 1566/31649MB * … * Disk: r/w 20/174 MBps iops r/w 8/1300
/// ```
/// Units are of base 2: 1 MB is 2^20 bytes (``DNAnexusUnit``).
enum ResourceLine {
  /// Whether a message begins like one.
  static func begins(_ message: ArraySlice<UInt8>) -> Bool {
    let text = message.drop(while: isMark)
    return text.prefix(4).isText("CPU:") || text.prefix(8).isText("CPU usr/")
  }

  /// The sample in a message; nil if processor and memory cannot be read.
  static func sample(_ message: ArraySlice<UInt8>, time: SimTime, precision: SimDuration) -> UsageSample? {
    guard begins(message) else { return nil }
    var sample = UsageSample(time: time)
    sample.precision = precision
    for part in message.prefix(limit).split(separator: UInt8(ascii: "*")) {
      let part = trimmed(part)
      if part.prefix(4).isText("CPU:") {
        guard let numbers = numbers(part), numbers.count == 2 else { return nil }
        sample.cpuPercentOfMachine = percent(numbers[0])
        sample.cores = cores(numbers[1])
      } else if part.prefix(3).isText("CPU") {
        guard detail(part, &sample) else { return nil }
      } else if part.prefix(7).isText("Memory:") {
        guard let sizes = sizes(part.dropFirst(7)), sizes.count == 2 else { return nil }
        sample.memoryUsed = sizes[0]
        sample.memoryTotal = sizes[1]
      } else if part.prefix(8).isText("Storage:"), let sizes = sizes(part.dropFirst(8)) {
        if sizes.count == 2 {
          sample.diskUsed = sizes[0]
          sample.diskTotal = sizes[1]
        } else if sizes.count == 1 {
          sample.diskFree = sizes[0]
        }
      } else if part.prefix(4).isText("Net:"), let sizes = sizes(part.dropFirst(4)), sizes.count == 2 {
        sample.networkInRate = sizes[0]
        sample.networkOutRate = sizes[1]
      } else if part.prefix(5).isText("Disk:"), let sizes = sizes(part.dropFirst(5)), sizes.count >= 2 {
        sample.diskReadRate = sizes[0]
        sample.diskWriteRate = sizes[1]
      }
    }
    guard sample.cpuPercentOfMachine != nil, sample.cores != nil, sample.memoryUsed != nil else { return nil }
    return sample
  }

  /// No such line is longer.
  private static let limit = 1000

  /// `CPU usr/sys/idl/wai: 24/11/1/64% (4 cores)`: the labels say what the figures are.
  private static func detail(_ part: ArraySlice<UInt8>, _ sample: inout UsageSample) -> Bool {
    guard let colon = part.firstIndex(of: UInt8(ascii: ":")), let numbers = numbers(part[colon...]) else {
      return false
    }
    let labels = part[..<colon].dropFirst(3).trimmed.split(separator: UInt8(ascii: "/"))
    guard numbers.count == labels.count + 1 else { return false }
    for (label, number) in zip(labels, numbers) {
      if label.isText("usr") { sample.cpuUserPercent = percent(number) }
      if label.isText("sys") { sample.cpuSystemPercent = percent(number) }
      if label.isText("wai") { sample.cpuIOWaitPercent = percent(number) }
    }
    guard let user = sample.cpuUserPercent, let system = sample.cpuSystemPercent else { return false }
    sample.source = .metrics
    sample.cpuPercentOfMachine = user + system
    sample.cores = numbers.last.flatMap { cores($0) }
    return true
  }

  static func percent(_ value: ShortDecimal) -> Double? {
    let value = value.double
    return value <= 1000 ? value : nil
  }

  static func cores(_ value: ShortDecimal) -> Double? {
    let value = value.double
    return value > 0 && value <= 100_000 ? value : nil
  }

  /// All numbers of a part, whatever stands between them; nil if one has too many digits.
  private static func numbers(_ part: ArraySlice<UInt8>) -> [ShortDecimal]? {
    var result: [ShortDecimal] = []
    var rest = part
    while let start = rest.firstIndex(where: isDigit) {
      let digits = rest[start...].prefix { isDigit($0) || $0 == UInt8(ascii: ".") }
      guard result.count < 8, let number = ShortDecimal(digits) else { return nil }
      result.append(number)
      rest = rest[digits.endIndex...]
    }
    return result
  }

  /// The numbers of a part in the unit that follows them.
  private static func sizes(_ part: ArraySlice<UInt8>) -> [Bytes]? {
    guard let numbers = numbers(part), let unit = unit(part) else { return nil }
    var result: [Bytes] = []
    for number in numbers {
      guard let count = number.times(unit), count <= Bytes.limit.count else { return nil }
      result.append(Bytes(count))
    }
    return result
  }

  /// The first unit: `MB` in `4630/7677MB`, in `5↓/0↑MBps` and in `20/174 MBps iops …`.
  private static func unit(_ part: ArraySlice<UInt8>) -> UInt64? {
    for index in part.indices.dropLast() where part[index + 1] == UInt8(ascii: "B") {
      switch part[index] {
      case UInt8(ascii: "K"), UInt8(ascii: "k"): return 1 << 10
      case UInt8(ascii: "M"): return UInt64(DNAnexusUnit.megabyte)
      case UInt8(ascii: "G"): return UInt64(DNAnexusUnit.gigabyte)
      case UInt8(ascii: "T"): return 1 << 40
      default: continue
      }
    }
    return nil
  }

  private static func isDigit(_ byte: UInt8) -> Bool { byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9") }

  /// What stands around the parts: stars, the backslashes of Markdown, and spaces.
  private static func isMark(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "*") || byte == UInt8(ascii: "\\") || byte == UInt8(ascii: " ")
  }

  private static func trimmed(_ part: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    var part = part.drop(while: isMark)
    while let last = part.last, isMark(last) { part = part.dropLast() }
    return part
  }
}

extension ShortDecimal {
  /// The nearest number that a Double holds.
  var double: Double {
    var divisor = 1.0
    for _ in 0..<scale { divisor *= 10 }
    return Double(digits) / divisor
  }
}
