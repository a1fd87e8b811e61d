extension Catalog {
  /// The cheapest type on demand that has what is asked for; without any fitting price, the smallest one.
  ///
  /// The rule by which the platform's compilers choose (dxCompiler's `InstanceTypeRequest`): every minimum must be met,
  /// then the lowest price, then the fewest vCPUs, the least memory, the catalog's order. What is usable counts, not what
  /// is nominal. A machine without a known local disk meets a wish for disk outside DNAnexus, where disks are attached.
  /// Machines for other than x86 programs are left out, and without prices those with GPUs.
  /// - Complexity: O(number of types).
  public func cheapest(fitting needs: PlanDraft.Needs) -> InstanceType? {
    let fitting = typeList.filter { type in
      type.vcpus >= needs.vcpus ?? 0 && type.usableMemory >= needs.memory ?? Bytes(0)
        && hasDisk(type, needs.disk) && ["x86_64", "amd64"].contains(type.architecture ?? "x86_64")
    }
    let priced = fitting.filter { $0.onDemand != nil }
    guard !priced.isEmpty else {
      return fitting.filter { $0.gpus == 0 }.min { ($0.vcpus, $0.memory) < ($1.vcpus, $1.memory) }
    }
    return priced.min { a, b in
      let (first, second) = (a.onDemand?.perHour.approximate ?? 0, b.onDemand?.perHour.approximate ?? 0)
      return (first, a.vcpus, a.memory) < (second, b.vcpus, b.memory)
    }
  }

  private func hasDisk(_ type: InstanceType, _ wanted: Bytes?) -> Bool {
    guard let wanted else { return true }
    guard let disk = type.usableDisk else { return !isDNAnexus }
    return disk >= wanted
  }
}
