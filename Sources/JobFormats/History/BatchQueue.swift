import Dispatch
import Synchronization

/// What one thread hands to another in batches, a bounded number of them at a time.
final class BatchQueue<Element: Sendable, Outcome: Sendable>: Sendable {
  /// What is taken.
  enum Item: Sendable {
    case batch([Element])
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
    // Counted up rather than made with a value: a semaphore that goes away below the value it was made with is a trap,
    // and one whose taker stopped does.
    for _ in 0..<capacity { free.signal() }
  }

  /// Adds an item once there is room; false if nobody takes any more.
  func put(_ item: Item) -> Bool {
    free.wait()
    let isTaken = state.withLock { state in
      if !state.isStopped { state.items.append(item) }
      return !state.isStopped
    }
    filled.signal()
    return isTaken
  }

  /// Takes the next item once there is one.
  ///
  /// - Precondition: the last one was not taken, and ``stop()`` was not called.
  func take() -> Item? {
    filled.wait()
    let item = state.withLock { $0.items.isEmpty ? nil : $0.items.removeFirst() }
    free.signal()
    return item
  }

  /// Lets whoever waits for room go: nothing is taken any more.
  func stop() {
    state.withLock { state in
      state.isStopped = true
      state.items.removeAll()
    }
    free.signal()
  }
}
