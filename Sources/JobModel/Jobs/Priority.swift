/// The priority of a job: which kind of worker it asks for.
///
/// Source: the platform's page on priorities. High runs on demand at once, normal waits for a spot worker for up to 15
/// minutes and then runs on demand, low waits for a spot worker without limit.
public enum Priority: String, Sendable, Hashable, CaseIterable, Codable, CustomStringConvertible {
  /// Spot only.
  case low
  /// Spot for a while, then on demand.
  case normal
  /// On demand at once.
  case high

  /// The platform's word.
  public var description: String { rawValue }
}

/// What kind of machine a try ran on, and so which price it pays.
public enum PriceModel: String, Sendable, Hashable, CaseIterable, Codable, CustomStringConvertible {
  /// The machine is the job's until it ends.
  case onDemand = "on_demand"
  /// Cheaper; the cloud may take it back.
  case spot

  /// Which price applies to a recorded try: on demand unless the record says spot.
  ///
  /// - Parameters:
  ///   - stated: what the record says in as many words.
  ///   - spotSavings: what spot saved by the record, in nano-units; nought where it says nothing.
  ///   - finalPriority: the priority that the try ended with.
  @inlinable public static func recorded(stated: PriceModel?, spotSavings: Int64, finalPriority: Priority?)
    -> PriceModel
  {
    stated ?? (spotSavings > 0 || finalPriority == .low ? .spot : .onDemand)
  }

  /// `on_demand` or `spot`.
  public var description: String { rawValue }
}
