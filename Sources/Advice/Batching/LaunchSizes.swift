import JobModel

/// How many jobs of an executable are launched together.
///
/// Jobs of one execution tree are. Where a tree has but one of them, or none is known, jobs of one run are that were
/// submitted one after the other with no more than ``longestGap`` between them.
enum LaunchSizes {
  /// Between the submissions of two jobs that belong together.
  static let longestGap = SimDuration.minutes(10)

  private struct Tree: Hashable {
    var run: String
    var name: String
  }

  /// The size of the launch that the job in the middle belongs to, jobs sorted by the size of their launch; nil without
  /// jobs.
  /// - Complexity: O(n log n).
  static func typical(_ launches: [JobLaunch]) -> Int? {
    var trees: [Tree: Int] = [:]
    for launch in launches {
      if let name = launch.tree { trees[Tree(run: launch.run, name: name), default: 0] += 1 }
    }
    var sizes = trees.values.filter { $0 > 1 }
    let alone = launches.filter { launch in
      launch.tree.map { trees[Tree(run: launch.run, name: $0)] == 1 } ?? true
    }
    for run in Dictionary(grouping: alone, by: \.run).values { sizes += bursts(run.map(\.submitted)) }
    sizes.sort()
    let middle = (launches.count + 1) / 2
    var below = 0
    for size in sizes {
      below += size
      if below >= middle { return size }
    }
    return sizes.last
  }

  /// Jobs whose submission nobody knows stand alone.
  private static func bursts(_ times: [SimTime?]) -> [Int] {
    let known = times.compactMap { $0 }.sorted()
    var sizes = [Int](repeating: 1, count: times.count - known.count)
    var size = 0
    for (index, time) in known.enumerated() {
      if index > 0, time - known[index - 1] > longestGap {
        sizes.append(size)
        size = 0
      }
      size += 1
    }
    if size > 0 { sizes.append(size) }
    return sizes
  }
}
