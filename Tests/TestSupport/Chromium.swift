public import Foundation

/// A Chromium without a window, to see what a page does in a browser.
public struct Chromium {
  /// The program, or nil where none is on the path: the tests are then skipped.
  public static let program: URL? = {
    let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
    for name in ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"] {
      for folder in folders where FileManager.default.isExecutableFile(atPath: "\(folder)/\(name)") {
        return URL(fileURLWithPath: "\(folder)/\(name)")
      }
    }
    return nil
  }()

  /// What came of a page.
  public struct Result: Sendable {
    /// How the browser ended.
    public var status: Int32
    /// The page's elements.
    public var output: String
    /// What the browser said.
    public var error: String

    /// What the page said on the console, errors and refusals of its policy among it.
    public var console: [String] {
      error.split(separator: "\n").filter { $0.contains("CONSOLE") }.map(String.init)
    }
  }

  /// What the browser said on no account in a minute.
  public struct Missing: Error {}

  /// The document in a frame: Chromium's windows are at least 500 pixels wide, frames are not.
  ///
  /// What the element `probe` in the frame says is said by one outside of it, which is where elements are told from.
  private static func framed(_ html: String, width: Int, height: Int) -> String {
    let escaped = html.replacingOccurrences(of: "&", with: "&amp;").replacingOccurrences(of: "\"", with: "&quot;")
    return """
      <!DOCTYPE html><html><body style="margin:0">
      <iframe width="\(width)" height="\(height)" style="border:0;display:block" srcdoc="\(escaped)"></iframe>
      <script>addEventListener("load", function () {
      var probe = document.querySelector("iframe").contentDocument.getElementById("probe");
      if (probe) { var copy = document.createElement("pre"); copy.id = "probe"; copy.textContent = probe.textContent;
      document.body.insertBefore(copy, document.body.firstChild); } });</script></body></html>
      """
  }

  /// Opens a document and gives its elements as they are once its scripts have run, or writes a picture.
  ///
  /// - Parameter isDark: what the system is said to prefer.
  public static func open(
    _ html: String, width: Int, height: Int = 900, isDark: Bool = false, screenshot: URL? = nil
  ) throws -> Result {
    try inFolder { place in
      let page = place.appendingPathComponent("page.html")
      try Data((width < 500 ? framed(html, width: width, height: height) : html).utf8).write(to: page)
      return try open(page, in: place, width: width, height: height, isDark: isDark, screenshot: screenshot)
    }
  }

  /// The same of a page that a server makes; windows are at least 500 pixels wide.
  public static func open(address: URL, width: Int) throws -> Result {
    try inFolder { try open(address, in: $0, width: width, height: 900, isDark: false, screenshot: nil) }
  }

  private static func inFolder(_ body: (URL) throws -> Result) throws -> Result {
    let place = FileManager.default.temporaryDirectory.appendingPathComponent("purser-page-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: place) }
    return try body(place)
  }

  private static func open(
    _ page: URL, in place: URL, width: Int, height: Int, isDark: Bool, screenshot: URL?
  ) throws -> Result {
    guard let program else { throw Missing() }
    let process = Process()
    process.executableURL = program
    process.arguments = [
      // The pages are ours; as root, as in a container, Chromium's own sandbox does not start.
      "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run",
      "--hide-scrollbars", "--disable-extensions", "--disable-background-networking",
      "--user-data-dir=\(place.path)/profile", "--window-size=\(max(width, 500)),\(height)",
      "--force-device-scale-factor=1",
      "--virtual-time-budget=3000", "--enable-logging=stderr",
      "--blink-settings=preferredColorScheme=\(isDark ? 0 : 1)",
      screenshot.map { "--screenshot=\($0.path)" } ?? "--dump-dom", page.absoluteString,
    ]
    // Files and no pipes: a full pipe would hold the browser up.
    let (output, error) = (place.appendingPathComponent("output"), place.appendingPathComponent("error"))
    for file in [output, error] { _ = FileManager.default.createFile(atPath: file.path, contents: nil) }
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = try FileHandle(forWritingTo: output)
    process.standardError = try FileHandle(forWritingTo: error)
    try process.run()
    let limit = Date().addingTimeInterval(60)
    while process.isRunning && Date() < limit { Thread.sleep(forTimeInterval: 0.02) }
    if process.isRunning { process.terminate() }
    process.waitUntilExit()
    return Result(
      status: process.terminationStatus, output: String(decoding: try Data(contentsOf: output), as: UTF8.self),
      error: String(decoding: try Data(contentsOf: error), as: UTF8.self))
  }
}
