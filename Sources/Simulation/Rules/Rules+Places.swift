import JobModel

extension Rules {
  /// Whether all jobs share a cluster, so that there are no types of machines to choose from.
  public var isCluster: Bool { room != nil }

  /// How many equal jobs the limits let run at once if nothing else does: 0 where not even one fits.
  ///
  /// - Parameters:
  ///   - vcpus: what the type of machine has.
  ///   - nodes: how many machines each job takes.
  public func places(vcpus: Double, nodes: Int, family: String) -> Int {
    let needed = vcpus * Double(max(1, nodes))
    var most = maxConcurrentJobs ?? .max
    for limit in [maxVCPUs].compactMap({ $0 }) + maxVCPUsByFamily.filter({ $0.covers(family) }).map(\.vcpus)
    where needed > 0 {
      most = min(most, checkedInteger((Double(limit) / needed).rounded(.down)).map { Int(clamping: $0) } ?? .max)
    }
    return most
  }
}
