import Foundation
import Reporting
import Synchronization

/// Standard output took no more.
struct OutputClosed: Error, CustomStringConvertible {
  let isBrokenPipe: Bool
  let description: String
}

/// Where results, messages and progress go: results to standard output, the rest to standard error.
enum Console {
  /// Writes text to standard output.
  static func write(_ text: String) throws(OutputClosed) { try write(Array(text.utf8)) }

  /// Writes a table for other programs: as it is into files and pipes, so that names stay what they are; on a terminal
  /// nothing in it can move the cursor.
  static func writeTable(_ text: String) throws(OutputClosed) {
    try write(isTerminal(STDOUT_FILENO) ? VisibleText.visibleLines(text) : text)
  }

  /// Writes bytes to standard output.
  static func write(_ bytes: [UInt8]) throws(OutputClosed) {
    try write(bytes, to: STDOUT_FILENO, name: "standard output")
  }

  /// Writes bytes to an open file, whole.
  static func write(_ bytes: [UInt8], to file: Int32, name: String) throws(OutputClosed) {
    var written = 0
    while written < bytes.count {
      let count = bytes.withUnsafeBytes { buffer in
        Foundation.write(file, buffer.baseAddress.map { $0 + written }, bytes.count - written)
      }
      if count < 0 {
        if errno == EINTR { continue }
        throw OutputClosed(
          isBrokenPipe: errno == EPIPE, description: "\(name) cannot be written: \(String(cString: strerror(errno)))")
      }
      written += count
    }
  }

  /// Writes a line to standard output, for help texts.
  static func print(_ text: String) { try? write(text + "\n") }

  /// Writes to standard error. That nobody reads it, or that its disk is full, must not end the program: there is no
  /// place left to say so, and `FileHandle` would trap.
  static func remark(_ text: String) { try? write(Array(text.utf8), to: STDERR_FILENO, name: "standard error") }

  /// Writes a message to standard error, under the program's name; what it quotes cannot drive the terminal.
  static func message(_ text: String) { remark("purser: \(VisibleText.visible(text))\n") }

  /// Writes warnings to standard error, each once.
  static func warn(_ warnings: [String]) {
    var seen: Set<String> = []
    for warning in warnings where seen.insert(warning).inserted {
      let text = "warning: \(VisibleText.visible(warning))"
      remark((isTerminal(STDERR_FILENO) ? VisibleText.folded(text, width: width(of: STDERR_FILENO)) : text) + "\n")
    }
  }

  /// Whether a stream is a terminal.
  static func isTerminal(_ file: Int32) -> Bool { isatty(file) == 1 }

  /// The width to lay tables out for.
  static var width: Int { width(of: STDOUT_FILENO) }

  private static func width(of file: Int32) -> Int {
    var size = winsize()
    if isTerminal(file), ioctl(file, UInt(TIOCGWINSZ), &size) == 0, size.ws_col >= 40 {
      return min(Int(size.ws_col), 160)
    }
    return 100
  }
}

/// A line on standard error that says how far a long computation is; only on a terminal, and only after two seconds.
final class Progress: Sendable {
  private struct State {
    var lastShown = 0.0
    var isShown = false
  }

  private let began = Double(DispatchTime.now().uptimeNanoseconds) / 1e9
  private let isOn = Console.isTerminal(STDERR_FILENO)
  private let line: ProgressLine
  private let state = Mutex(State())

  /// - Parameter unit: what is counted.
  init(_ unit: ProgressLine.Unit) { line = ProgressLine(unit) }

  /// Shows how far it is, with the rate and the time left.
  func show(_ done: Int64, of total: Int64?) {
    guard isOn else { return }
    let now = Double(DispatchTime.now().uptimeNanoseconds) / 1e9
    state.withLock { state in
      guard now - began > 2, now - state.lastShown > 0.2 else { return }
      state.lastShown = now
      state.isShown = true
      Console.remark("\r\u{1B}[K" + line.text(done: done, total: total, elapsedSeconds: now - began))
    }
  }

  /// Takes the line away.
  func end() {
    state.withLock { state in
      if state.isShown { Console.remark("\r\u{1B}[K") }
      state.isShown = false
    }
  }
}
