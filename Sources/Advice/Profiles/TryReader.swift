import JobModel

/// Makes a profile's tries of scanned rows.
struct TryReader {
  /// The texts that the rows' numbers stand for.
  let names: ScanNames
  /// The number of the state "done".
  let doneState: UInt32

  /// A row as a try; figures that cannot be are taken as not known.
  func read(_ row: ScannedTry) -> ExecutableProfile.Try {
    func bytes(_ count: Int64) -> Bytes? { count > 0 ? Bytes(count) : nil }
    func positive(_ value: Double) -> Double? { value.isFinite && value > 0 ? value : nil }
    return ExecutableProfile.Try(
      outcome: outcome(row), instanceType: names[row.instanceType],
      milliseconds: row.runtime > 0 ? min(row.runtime, SimDuration.limit.milliseconds) : nil,
      vcpus: positive(row.vcpus),
      busyCores: positive(row.cpuPercent).map { $0 / 100 }, peakMemory: bytes(row.peakMemory),
      peaksAreLowerBounds: row.peaksAreLowerBounds, peakDisk: bytes(row.peakDisk),
      input: row.input >= 0 ? Bytes(row.input) : nil, memoryRequested: bytes(row.memoryRequested),
      diskRequested: bytes(row.diskRequested),
      timeLimit: row.timeLimit > 0 ? SimDuration(milliseconds: row.timeLimit) : nil, priority: row.priority,
      priceModel: row.isSpot ? .spot : .onDemand, nodes: max(1, Int(row.nodes)))
  }

  private func outcome(_ row: ScannedTry) -> ExecutableProfile.Outcome {
    if row.state != ScannedTry.noName, row.state == doneState { return .done }
    switch names[row.failureReason] {
    case FailureReason.appInsufficientResourceError.name: return .outOfResources
    case FailureReason.jobTimeoutExceeded.name: return .timedOut
    case FailureReason.spotInstanceInterruption.name: return .interrupted
    default: return .other
    }
  }
}
