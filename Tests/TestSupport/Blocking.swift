import Dispatch

/// Runs what waits for something else, such as a browser, on a thread of its own: the few threads that tests share are
/// those that a server under test answers from.
public func blocking<Value: Sendable>(_ body: @Sendable @escaping () throws -> Value) async throws -> Value {
  try await withCheckedThrowingContinuation { continuation in
    DispatchQueue.global().async { continuation.resume(with: Result { try body() }) }
  }
}
