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

  /// Works on every piece that `next` gives, and hands on what came of it, in order.
  ///
  /// - Throws: whatever `next` and `take` throw; pieces that are under way then come to nothing.
  func run(_ next: () throws -> Piece?, _ take: (Piece, Outcome) throws -> Void) throws {
    while let piece = try next() {
      if slots.count >= limit { try takeOldest(take) }
      begin(piece)
    }
    while !slots.isEmpty { try takeOldest(take) }
  }

  private func begin(_ piece: Piece) {
    let slot = Slot(piece)
    slots.append(slot)
    threads.async { [work] in
      let outcome = work(slot.piece)
      slot.outcome.withLock { $0 = outcome }
      slot.done.signal()
    }
  }

  private func takeOldest(_ take: (Piece, Outcome) throws -> Void) throws {
    let slot = slots.removeFirst()
    slot.done.wait()
    if let outcome = slot.outcome.withLock({ $0 }) { try take(slot.piece, outcome) }
  }
}
