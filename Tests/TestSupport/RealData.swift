public import Foundation

/// The folder of real inputs that `PURSER_DATA` names, or nil where it is unset: tests on it are then skipped.
public let realData: URL? = ProcessInfo.processInfo.environment["PURSER_DATA"].map {
  URL(fileURLWithPath: $0, isDirectory: true)
}
