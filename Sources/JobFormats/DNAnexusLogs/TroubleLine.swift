import Glibc
import JobModel

/// Lines that tell of trouble, or of the end: the kernel's, the platform's, and those of programs that could not write.
enum TroubleLine {
  /// The event in a message, or nil for a line like any other.
  static func event(_ message: ArraySlice<UInt8>, time: SimTime?, precision: SimDuration) -> LogEvent? {
    guard let kind = kind(message) else { return nil }
    // A repaired byte takes up to three: cut once more, so that the text keeps its limit.
    var text = String(decoding: message.prefix(LogEvent.textLimit), as: UTF8.self)
    while text.utf8.count > LogEvent.textLimit { text.removeLast() }
    var event = LogEvent(kind: kind, time: time, text: text)
    event.precision = precision
    switch kind {
    case .oomKillerInvoked:
      let before = message[..<(find(" invoked oom-killer", in: message) ?? message.startIndex)]
      event.process = name(before.split(separator: UInt8(ascii: " ")).last)
    case .processKilled:
      if let open = message.firstIndex(of: UInt8(ascii: "(")),
        let close = message[open...].firstIndex(of: UInt8(ascii: ")"))
      {
        event.process = name(message[(open + 1)..<close])
      }
      event.memory = kibibytes(after: "anon-rss:", in: message)
    case .memoryWarning, .lowDiskSpace, .diskFull, .endOfLog: break
    }
    return event
  }

  private static func kind(_ message: ArraySlice<UInt8>) -> LogEvent.Kind? {
    if message.count <= 16, message.trimmed.isText("END_LOG") { return .endOfLog }
    if has("invoked oom-killer", message) { return .oomKillerInvoked }
    // Older kernels write "Kill process" and then, without the first words, "Killed process".
    if has("ut of memory: Kill", message) || (has("Killed process ", message) && has("anon-rss:", message)) {
      return .processKilled
    }
    if has("Out of memory error occurred", message) { return .memoryWarning }
    if has("Low disk space", message) { return .lowDiskSpace }
    if has("No space left on device", message) { return .diskFull }
    return nil
  }

  private static func name(_ bytes: ArraySlice<UInt8>?) -> String? {
    guard let bytes, !bytes.isEmpty else { return nil }
    // The kernel's names have 15 bytes at most.
    return bytes.prefix(64).text
  }

  private static func kibibytes(after label: StaticString, in message: ArraySlice<UInt8>) -> Bytes? {
    guard let place = find(label, in: message) else { return nil }
    let digits = message[(place + label.utf8CodeUnitCount)...].prefix {
      $0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9")
    }
    guard let count = digits.integer.map({ saturatingProduct($0, 1024) }), count <= Bytes.limit.count else {
      return nil
    }
    return Bytes(count)
  }

  private static func has(_ text: StaticString, _ message: ArraySlice<UInt8>) -> Bool { find(text, in: message) != nil }

  /// The place at which a text begins.
  static func find(_ text: StaticString, in message: ArraySlice<UInt8>) -> Int? {
    let length = text.utf8CodeUnitCount
    return message.withUnsafeBufferPointer { bytes -> Int? in
      guard let base = bytes.baseAddress, length > 0 else { return nil }
      var start = 0
      while bytes.count - start >= length,
        let found = memchr(base + start, Int32(text.utf8Start[0]), bytes.count - start - length + 1)
      {
        let place = UnsafeRawPointer(found) - UnsafeRawPointer(base)
        if memcmp(base + place, text.utf8Start, length) == 0 { return message.startIndex + place }
        start = place + 1
      }
      return nil
    }
  }
}
