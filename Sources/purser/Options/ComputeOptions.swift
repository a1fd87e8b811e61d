import ArgumentParser
import Foundation

/// The seed and the number of threads of a computation.
struct ComputeOptions: ParsableArguments {
  @Option(help: "The seed of the random draws: equal seeds give equal results.")
  var seed: UInt64 = 1

  @Option(help: "How many threads to use; the result does not depend on it. (default: all cores)")
  var threads: Int?

  func validate() throws {
    if let threads, threads < 1 { throw ValidationError("--threads must be at least 1, found \(threads).") }
  }

  /// The number of threads, filled in.
  var threadCount: Int { min(256, threads ?? ProcessInfo.processInfo.activeProcessorCount) }
}
