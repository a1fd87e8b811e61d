import ArgumentParser
import Dispatch
import Foundation
import LocalPages
import Reporting
import RunStore

/// `purser serve`: the store as pages, for a browser on this machine.
struct ServeCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "serve", abstract: "Show the store as pages in a browser: jobs, runs, findings; read-only.",
    discussion: """
      purser serve                         then open http://127.0.0.1:8765/
      purser serve --store lab.sqlite --port 0
      It listens on this machine alone, changes nothing, and ends with Ctrl-C. What is imported meanwhile is shown. Jobs, \
      runs and findings are also had as JSON, with ?format=json behind the page's address.
      """)

  @Option(help: "The port; 0 takes any that is free.")
  var port: UInt16 = 8765

  @Option(help: "The address to listen on. On any but this machine's own, whoever reaches it sees the whole history.")
  var host = "127.0.0.1"

  @OptionGroup var store: StoreOptions

  func run() async throws {
    let router = try PageRouter(
      path: store.path, programVersion: ProgramVersion.text,
      runPages: .init(
        single: { PageFile.page(of: $0, isRedacted: false) },
        comparison: { try PageFile.comparison($0, isRedacted: false) }))
    let address = try ListenAddress(host: host, port: port)
    let server = try PageServer(address, router: router)
    if !address.isLocal {
      Console.warn([
        "\(host) is not this machine alone: anyone who can reach it sees the whole history, and nothing asks who they are"
      ])
    }
    let name = store.path
    let serving = Task {
      try await server.run { url in
        try? Console.write("\(VisibleText.visible(name)) is at \(url) until Ctrl-C\n")
        // The first page then has nothing to wait for, or less.
        DispatchQueue.global().async { router.warmUp() }
      }
    }
    let signals = [SIGINT, SIGTERM].map { number in
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
      source.setEventHandler {
        Task {
          await server.stop()
          // If it did not listen yet.
          serving.cancel()
        }
      }
      source.resume()
      return source
    }
    defer { signals.forEach { $0.cancel() } }
    try await serving.value
  }
}
