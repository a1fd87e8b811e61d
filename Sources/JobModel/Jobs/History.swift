/// Jobs that were run, in the order of their source.
public struct History: Sendable {
  /// The jobs, one element a try; analyses among them.
  public var jobs: [Job]

  /// A history of these jobs.
  public init(jobs: [Job] = []) { self.jobs = jobs }
}
