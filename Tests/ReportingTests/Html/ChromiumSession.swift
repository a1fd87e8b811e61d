import Foundation
import TestSupport

/// A page in a Chromium that is spoken to: keys are pressed as a person presses them, which no script of a page can do.
///
/// The DevTools protocol over two named pipes (`--remote-debugging-pipe`): JSON messages with a NUL after each.
final class ChromiumSession {
  /// The browser said nothing for so long, or not what was asked.
  struct Fault: Error { var message: String }

  private let process = Process()
  private let place: URL
  private let input: Int32
  private let output: Int32
  private var buffer: [UInt8] = []
  private var session = ""
  private var number = 0

  init(_ html: String, width: Int) throws {
    guard let program = Chromium.program else { throw Fault(message: "no browser") }
    place = FileManager.default.temporaryDirectory.appendingPathComponent("purser-session-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
    let page = place.appendingPathComponent("page.html")
    try Data(html.utf8).write(to: page)
    let (to, from) = (place.appendingPathComponent("to").path, place.appendingPathComponent("from").path)
    mkfifo(to, 0o600)
    mkfifo(from, 0o600)
    // Open for both, so that neither side waits for the other to open.
    input = open(to, O_RDWR)
    output = open(from, O_RDWR)
    process.executableURL = URL(fileURLWithPath: "/bin/sh")
    process.arguments = [
      "-c", "exec \"$0\" \"$@\" 3<'\(to)' 4>'\(from)' >/dev/null 2>&1", program.path, "--headless=new", "--no-sandbox",
      "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run", "--disable-extensions",
      "--disable-background-networking", "--user-data-dir=\(place.path)/profile", "--window-size=\(width),900",
      "--remote-debugging-pipe",
    ]
    try process.run()
    let target = try call("Target.createTarget", ["url": "about:blank"])
    let attached = try call("Target.attachToTarget", ["targetId": target["targetId"] ?? "", "flatten": true])
    session = attached["sessionId"] as? String ?? ""
    for domain in ["Page", "Runtime", "Log"] { _ = try call(domain + ".enable") }
    address = page.absoluteString
    try view(width: width)
  }

  private var address = ""
  private var loads = 0

  /// What the page or the browser complained of since it was opened: errors, refusals of the policy, the console.
  private(set) var complaints: [String] = []

  /// Opens the page anew: so wide, in a theme, with or without its scripts.
  func view(width: Int, isDark: Bool = false, hasScript: Bool = true) throws {
    _ = try call(
      "Emulation.setDeviceMetricsOverride",
      ["width": width, "height": 900, "deviceScaleFactor": 1, "mobile": false])
    _ = try call(
      "Emulation.setEmulatedMedia",
      ["features": [["name": "prefers-color-scheme", "value": isDark ? "dark" : "light"]]])
    _ = try call("Emulation.setScriptExecutionDisabled", ["value": !hasScript])
    loads += 1
    _ = try call("Page.navigate", ["url": address + "?\(loads)"])
    let limit = Date().addingTimeInterval(20)
    while try evaluate("document.readyState + location.search") as? String != "complete?\(loads)" {
      guard Date() < limit else { throw Fault(message: "the page does not load") }
      Thread.sleep(forTimeInterval: 0.02)
    }
  }

  deinit {
    process.terminate()
    process.waitUntilExit()
    close(input)
    close(output)
    try? FileManager.default.removeItem(at: place)
  }

  /// The value of an expression.
  func evaluate(_ script: String) throws -> Any? {
    let answer = try call("Runtime.evaluate", ["expression": script, "returnByValue": true])
    if let exception = answer["exceptionDetails"] { throw Fault(message: "\(exception)") }
    return (answer["result"] as? [String: Any])?["value"]
  }

  /// Presses a key and lets it go.
  func press(_ key: String, code: Int, text: String = "", shift: Bool = false) throws {
    for type in ["keyDown", "keyUp"] {
      var event: [String: Any] = [
        "type": type, "key": key, "code": key == " " ? "Space" : key, "windowsVirtualKeyCode": code,
        "modifiers": shift ? 8 : 0,
      ]
      if type == "keyDown", !text.isEmpty { event["text"] = text }
      _ = try call("Input.dispatchKeyEvent", event)
    }
  }

  func tab() throws { try press("Tab", code: 9) }
  func enter() throws { try press("Enter", code: 13, text: "\r") }
  func space() throws { try press(" ", code: 32, text: " ") }

  /// The page on paper, as a PDF.
  func pdf() throws -> Data {
    let answer = try call("Page.printToPDF", ["printBackground": false, "preferCSSPageSize": true])
    return Data(base64Encoded: answer["data"] as? String ?? "") ?? Data()
  }

  private func call(_ method: String, _ parameters: [String: Any] = [:]) throws -> [String: Any] {
    number += 1
    var message: [String: Any] = ["id": number, "method": method, "params": parameters]
    if !session.isEmpty { message["sessionId"] = session }
    var bytes = [UInt8](try JSONSerialization.data(withJSONObject: message)) + [0]
    while !bytes.isEmpty {
      let written = write(input, bytes, bytes.count)
      guard written > 0 else { throw Fault(message: "the pipe is closed") }
      bytes.removeFirst(written)
    }
    while true {
      let answer = try next()
      guard answer["id"] as? Int == number else {
        let method = answer["method"] as? String ?? ""
        if ["Log.entryAdded", "Runtime.exceptionThrown", "Runtime.consoleAPICalled"].contains(method) {
          complaints.append("\(method): \(answer["params"] ?? "")")
        }
        continue
      }
      if let error = answer["error"] { throw Fault(message: "\(method): \(error)") }
      return answer["result"] as? [String: Any] ?? [:]
    }
  }

  private func next() throws -> [String: Any] {
    var chunk = [UInt8](repeating: 0, count: 65_536)
    while true {
      if let end = buffer.firstIndex(of: 0) {
        let message = Data(buffer[..<end])
        buffer.removeSubrange(...end)
        return try JSONSerialization.jsonObject(with: message) as? [String: Any] ?? [:]
      }
      var wait = pollfd(fd: output, events: Int16(POLLIN), revents: 0)
      guard poll(&wait, 1, 30_000) > 0 else { throw Fault(message: "no answer") }
      let count = read(output, &chunk, chunk.count)
      guard count > 0 else { throw Fault(message: "the pipe is closed") }
      buffer += chunk[..<count]
    }
  }
}
