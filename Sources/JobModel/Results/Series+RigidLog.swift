extension Series {
  /// Hands out the rows of a batch log one by one: as ``init(_:)`` would of its jobs, but over columns and without
  /// holding the rows, for such logs have millions of jobs.
  ///
  /// vCPUs are processors, and nothing has a price.
  /// - Parameter log: in order of submission.
  /// - Parameter starts: milliseconds, one for each job of the log and none before its submission.
  /// - Complexity: O(n log n); O(n) where jobs start in the log's order and are sorted by their ends already.
  public static func forEachRow(
    of log: RigidLog, starts: [Int64], _ body: (Row) throws -> Void
  ) rethrows {
    struct Change {
      var time: Int64
      var processors: Int32
    }
    let count = min(log.count, starts.count)
    var begins = (0..<count).map { Change(time: starts[$0], processors: log.processors[$0]) }
    begins.sort { $0.time < $1.time }
    var ends = (0..<count).map {
      Change(time: saturatingSum(starts[$0], log.runtime[$0]), processors: log.processors[$0])
    }
    ends.sort { $0.time < $1.time }
    var arrived = 0
    var begun = 0
    var ended = 0
    var processors: Int64 = 0
    var last: Row?
    // Nothing begins before it arrives or ends before it begins, so the ends are the last to run out.
    while ended < count {
      var now = ends[ended].time
      if begun < count { now = min(now, begins[begun].time) }
      if arrived < count { now = min(now, log.submitted[arrived]) }
      while arrived < count && log.submitted[arrived] <= now { arrived += 1 }
      while begun < count && begins[begun].time <= now {
        processors = saturatingSum(processors, Int64(begins[begun].processors))
        begun += 1
      }
      while ended < count && ends[ended].time <= now {
        processors = saturatingDifference(processors, Int64(ends[ended].processors))
        ended += 1
      }
      let row = Row(
        time: now, queued: Int64(arrived - begun), running: Int64(begun - ended),
        milliVCPUs: saturatingProduct(processors, 1000), nanosPerHour: begun == ended ? 0 : nil)
      if last.map({ row.differs(from: $0) }) ?? true { try body(row) }
      last = row
    }
  }
}
