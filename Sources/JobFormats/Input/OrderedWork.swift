import Dispatch
import Foundation
import Synchronization

/// Work on pieces by as many threads as there are processors; what comes of them is taken in the order of the pieces.
final class OrderedWork<Piece: Sendable, Outcome: Sendable> {
  private final class Slot: Sendable {
    let piece: Piece
    let outcome = Mutex<Outcome?>(nil)
    let done = DispatchSemaphore(value: 0)

    init(_ piece: Piece) { self.piece = piece }
  }

  private let work: @Sendable (Piece) -> Outcome
  private let threads = DispatchQueue(label: "purser.pieces", attributes: .concurrent)
  private var slots: [Slot] = []
  /// How many pieces may be under way: one more than can be worked on, so that nobody waits.
  private let limit: Int

  /// - Parameter processors: how many pieces are worked on at once; nil is as many as there are processors.
  init(processors: Int? = nil, _ work: @escaping @Sendable (Piece) -> Outcome) {
    limit = (processors ?? min(ProcessInfo.processInfo.activeProcessorCount, 16)) + 1
    self.work = work
  }

  /// Whether a piece has to be taken before the next can be added.
  var isFull: Bool { slots.count >= limit }

  /// Begins with a piece.
  func add(_ piece: Piece) {
    let slot = Slot(piece)
    slots.append(slot)
    threads.async { [work] in
      let outcome = work(slot.piece)
      slot.outcome.withLock { $0 = outcome }
      slot.done.signal()
    }
  }

  /// Waits for the oldest piece; nil if there is none.
  func next() -> (piece: Piece, outcome: Outcome)? {
    while !slots.isEmpty {
      let slot = slots.removeFirst()
      slot.done.wait()
      if let outcome = slot.outcome.withLock({ $0 }) { return (slot.piece, outcome) }
    }
    return nil
  }
}
