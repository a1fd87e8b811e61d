import Foundation

/// How much longer a task takes on one machine than on another, for its runs on average.
public struct RuntimeMove: Sendable, Equatable {
  /// ln of the ratio, and how far off its mean may be.
  public var ratio: LogEstimate
  /// How many runs of the task itself the other machine has seen.
  public var runsThere: Int
  /// How many other tasks ran on both machines.
  public var peers: Int

  /// The task stays where it is.
  public static let none = RuntimeMove(ratio: LogEstimate(log: 0, variance: 0), runsThere: 0, peers: 0)

  /// A ratio with what it rests on.
  public init(ratio: LogEstimate, runsThere: Int, peers: Int) {
    self.ratio = ratio
    self.runsThere = runsThere
    self.peers = peers
  }

  /// The ratio that is expected: of a lognormal variable, the mean.
  public var expectedFactor: Double { Self.factor(ratio.log + ratio.variance / 2) }

  /// The ratio that is passed with a chance of 5 %.
  public var highFactor: Double { Self.factor(ratio.log + MachineFactors.normal90 * ratio.variance.squareRoot()) }

  /// e to a power, held where numbers still can be reckoned with.
  static func factor(_ log: Double) -> Double { log.isFinite ? exp(min(max(log, -14), 14)) : 1 }
}

extension RuntimeModel {
  /// The peers that factors between two machines are learned from are at most so many: more change nothing, and are slow.
  static let comparedTasks = 100

  /// The tasks that ran on both machines, at most ``comparedTasks``, evenly chosen: what factors for many tasks are
  /// learned from. They tell what is expected on average, not how far single runs may be off.
  func sharedFactors(from: String, to: String) -> MachineFactors {
    let shared = tasks(on: from, and: to)
    let step = max(1, (shared.count + Self.comparedTasks - 1) / Self.comparedTasks)
    return MachineFactors(
      stride(from: 0, to: shared.count, by: step).flatMap { ratios(of: shared[$0], from: from, to: to) },
      learnsWidths: false)
  }

  /// How much longer a task takes elsewhere than on the machine where it runs now.
  ///
  /// - Parameters:
  ///   - machines: where to, each with what is to be expected before anything is known (``LogEstimate`` of 0 with a
  ///     variance that says how alike the machines are).
  ///   - factors: what ``sharedFactors(from:to:)`` gave.
  /// - Returns: a move a machine; nil for one of which nothing is known, not even its cores.
  /// - Complexity: O(runs log runs), once, and O(650) for each number of cores.
  public func moves(
    of task: RuntimeTask, from: String, to machines: [(name: String, prior: LogEstimate)],
    factors: (String, String) -> MachineFactors
  ) -> [RuntimeMove?] {
    moves(of: task, from: from, to: machines.map { target($0.name, $0.prior) }, factors: factors)
  }

  /// A machine that a task may go to, with what is asked of it for each task.
  struct Target {
    var name: String
    /// What is to be expected before anything is known.
    var prior: LogEstimate
    var cores: Double?
    /// Whether anything ran there.
    var isSeen: Bool
  }

  /// A machine by its name.
  func target(_ name: String, _ prior: LogEstimate) -> Target {
    Target(name: name, prior: prior, cores: cores[name], isSeen: machinesSeen.contains(name))
  }

  func moves(
    of task: RuntimeTask, from: String, to machines: [Target], factors: (String, String) -> MachineFactors
  ) -> [RuntimeMove?] {
    let here = cores[from]
    let curve = here == nil ? nil : coresCurve(task)
    let counts = Set(machines.compactMap(\.cores)).subtracting([here ?? -1]).sorted()
    let explained = here.flatMap { here in curve?.ratios(from: here, to: counts) } ?? []
    let byCores = Dictionary(uniqueKeysWithValues: zip(counts, explained))
    let busy = busyCores(task, on: from)
    let hereVariance = curveVariance(task, on: from) ?? 0
    var alike: [Likeness: RuntimeMove?] = [:]
    return machines.map { machine in
      if machine.name == from { return RuntimeMove.none }
      guard let here, let there = machine.cores else { return nil }
      let likeness = Likeness(cores: there, prior: machine.prior.variance)
      let isUnseen = !machine.isSeen
      if isUnseen, let known = alike[likeness] { return known }
      let explained = byCores[there] ?? LogEstimate(log: 0, variance: 0)
      let own = isUnseen ? [] : ratios(of: task, from: from, to: machine.name)
      let learned = isUnseen ? nil : factors(from, machine.name).meanEstimate(task, own: own, prior: machine.prior)
      var ratio = LogEstimate(log: machine.prior.log, variance: machine.prior.variance)
      var peers = 0
      if let learned {
        peers = learned.evidence.peers + learned.evidence.others
        if !own.isEmpty {
          ratio = LogEstimate(log: learned.estimate.log, variance: learned.estimate.variance + hereVariance)
        } else if peers > 0 {
          // Tasks differ no more between two machines than the machines may differ at all.
          let usual = MachineFactors.Usual.tasks.variance
          ratio = LogEstimate(
            log: learned.estimate.log,
            variance: max(0, learned.estimate.variance - usual) + min(usual, machine.prior.variance))
        }
      }
      ratio.log += explained.log
      if own.isEmpty {
        ratio.variance += explained.variance
        // Cores that were kept busy must be made up for by time.
        if let busy, there < here, busy > there { ratio.log = max(ratio.log, log(busy / there)) }
      }
      let move = RuntimeMove(ratio: ratio, runsThere: own.count, peers: peers)
      if isUnseen { alike[likeness] = .some(move) }
      return move
    }
  }

  /// What machines that nothing ran on differ in.
  private struct Likeness: Hashable {
    var cores: Double
    var prior: Double
  }
}
