/// Why no plan can be made of a run: none of its jobs tells how long it took.
public struct NothingRan: Error, Equatable, Sendable, CustomStringConvertible {
  /// How many jobs there are.
  let jobs: Int
  /// What became of them, in words.
  let reasons: String

  /// What is missing, and what to do.
  public var description: String {
    "\(jobs == 1 ? "it tells no" : "none of them tells a") runtime (\(reasons)), so there is nothing to plan; "
      + "import past jobs of the same executables, or give one for all with --assume-runtime 1h"
  }
}
