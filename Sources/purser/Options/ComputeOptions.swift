import ArgumentParser
import Foundation

/// The seed and the number of threads of a computation.
struct ComputeOptions: ParsableArguments {
  @Option(
    parsing: .unconditional, help: "The seed of the random draws: equal seeds give equal results. (default: 1)",
    transform: OptionValue.whole(UInt64.min...UInt64.max))
  var seed: UInt64 = 1

  @Option(
    parsing: .unconditional,
    help: "How many threads to use; the result does not depend on it. (default: all cores)",
    transform: OptionValue.whole(1...Int.max))
  var threads: Int?

  /// The number of threads, filled in.
  var threadCount: Int { min(256, threads ?? ProcessInfo.processInfo.activeProcessorCount) }
}

/// The same for commands in which nothing is random, and one thread does all: scripts give every command the same options.
struct IdleComputeOptions: ParsableArguments {
  @Option(
    parsing: .unconditional, help: "Nothing here is random: taken for the sake of scripts. (default: 1)",
    transform: OptionValue.whole(UInt64.min...UInt64.max))
  var seed: UInt64 = 1

  @OptionGroup var idle: IdleThreads
}

/// The number of threads where one does all.
struct IdleThreads: ParsableArguments {
  @Option(
    parsing: .unconditional, help: "One thread does all here: taken for the sake of scripts.",
    transform: OptionValue.whole(1...Int.max))
  var threads: Int?
}
