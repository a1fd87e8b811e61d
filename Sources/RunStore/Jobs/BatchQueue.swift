import Dispatch
import Synchronization

/// What one thread hands to another in batches, a bounded number of them at a time, and how it ended.
final class BatchQueue<Batch: Sendable, Outcome: Sendable>: Sendable {
  /// What is taken.
  enum Item: Sendable {
    case batch(Batch)
    /// The last one.
    case end(Outcome)
  }

  private struct State {
    var items: [Item] = []
    var isStopped = false
  }

  private let state = Mutex(State())
  private let free = DispatchSemaphore(value: 0)
  private let filled = DispatchSemaphore(value: 0)

  /// A queue that holds so many batches.
  init(capacity: Int) {
    // Counted up rather than made with a value: a semaphore that goes away below the value it was made with is a trap.
    for _ in 0..<capacity { free.signal() }
  }

  /// Adds a batch once there is room; false if nobody wants any more.
  func put(_ batch: Batch) -> Bool {
    add(.batch(batch)) { !$0.isStopped }
  }

  /// Says how it ended; nothing may be put after that.
  func end(_ outcome: Outcome) {
    _ = add(.end(outcome)) { _ in true }
  }

  private func add(_ item: Item, _ isWanted: (State) -> Bool) -> Bool {
    free.wait()
    let isTaken = state.withLock { state in
      guard isWanted(state) else { return false }
      state.items.append(item)
      return true
    }
    // One for each place, whether it was filled or not, so that the places come free again.
    filled.signal()
    return isTaken
  }

  /// Takes the next item once there is one.
  ///
  /// - Precondition: the end was not taken.
  func take() -> Item {
    while true {
      filled.wait()
      let item = state.withLock { $0.items.isEmpty ? nil : $0.items.removeFirst() }
      free.signal()
      if let item { return item }
    }
  }

  /// Refuses all further batches, and forgets those that were not taken: only the end is still to come.
  func stop() {
    state.withLock { state in
      state.isStopped = true
      state.items.removeAll { if case .batch = $0 { true } else { false } }
    }
  }
}
