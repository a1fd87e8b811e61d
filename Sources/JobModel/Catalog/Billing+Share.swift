extension Billing {
  /// The vCPUs of a machine that a job pays for: those it asked for, or as many as have the memory it asked for if that
  /// is more; nil for a job that pays for its whole worker. It may be more than the machine has, and is the whole then.
  ///
  /// Source: Seqera Platform's documentation of cloud costs, VM fraction = max(task CPUs / VM CPUs, task memory / VM
  /// memory). That the memory counts in whole vCPUs is not said there and is so in published runs: 6 GiB of a machine
  /// with 4 GiB a vCPU cost as much as two vCPUs, and 36 GiB where there are 7.6 as much as five.
  ///
  /// - Parameters:
  ///   - asked: the vCPUs that the job asked for.
  ///   - memory: the memory that it asked for.
  ///   - vcpus: how many the machine has.
  ///   - capacity: its nominal memory.
  public func paidVCPUs(asked: Double?, memory: Bytes?, ofMachineWith vcpus: Double, _ capacity: Bytes) -> Double? {
    guard share == .vcpu, let asked, asked > 0 else { return nil }
    guard let memory, memory.count > 0, capacity.count > 0 else { return asked }
    // Less a trifle, so that what is whole is not rounded up.
    let worth = (Double(memory.count) / Double(capacity.count) * vcpus - 1e-9).rounded(.up)
    return max(asked, worth)
  }

  /// The same on a type of a catalog.
  public func paidVCPUs(asked: Double?, memory: Bytes?, on type: InstanceType) -> Double? {
    paidVCPUs(asked: asked, memory: memory, ofMachineWith: type.vcpus, type.memory)
  }
}
