public import JobModel

/// Who waited for whom in a history, by the rules by which it is replayed: for whoever makes a plan of it.
public struct RecordedWaits: Sendable {
  /// What one job waited for.
  public struct Wait: Sendable, Equatable {
    /// The jobs whose ends it followed, by their places.
    public var ends: [Int] = []
    /// The job that launched it, where it followed that one's start.
    public var start: Int?
  }

  /// The jobs that can be replayed, in the history's order; analyses and what had not ended are left out.
  public let jobs: [Job]
  /// What each job waited for, in the order of ``jobs``.
  public let waits: [Wait]
  /// The job that launched each; nil for roots.
  public let parents: [Int?]

  /// Reads them off a history.
  ///
  /// - Complexity: O(n log n).
  public init(_ history: History) {
    let selection = HistorySelection(history)
    let origin = selection.jobs.lazy.filter { !$0.isCached }.compactMap(\.recordedReady).min() ?? 0
    let tree = HistoryTree(selection.jobs, origin: origin)
    var waits = tree.anchors.map { anchor in
      switch anchor {
      case .time: Wait()
      case .end(let other, _): Wait(ends: [other])
      case .start(let other, _): Wait(start: other)
      }
    }
    for edge in tree.moreEnds { waits[Int(edge.to)].ends.append(Int(edge.from)) }
    jobs = selection.jobs
    self.waits = waits
    parents = tree.parents.map { $0 >= 0 ? $0 : nil }
  }
}
