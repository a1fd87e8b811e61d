import Foundation
import JobModel

/// What the jobs of one executable cost on a machine, on average: their runtimes, and the catalog's way to charge.
struct JobCost {
  /// Runtimes in milliseconds on the machine in use, each standing for as many jobs.
  private let runtimes: [Double]
  private let billing: Billing
  private let nodes: Double
  /// The cores that jobs ask for; nil for the whole machine.
  private let asked: Double?
  /// Interruptions an hour.
  private let interruptions: [String: Double]
  private let isExact: Bool

  /// The mean runtime in milliseconds.
  let meanRuntime: Double

  /// - Parameter runtimes: in milliseconds, at least one.
  /// - Parameter interruptions: how often the spot market takes a machine back an hour, by type.
  init(runtimes: [Double], catalog: Catalog, nodes: Int, asked: Double?, interruptions: [String: Double]) {
    let groups = Self.groups(runtimes.sorted())
    self.runtimes = groups
    meanRuntime = groups.reduce(0, +) / Double(max(1, groups.count))
    billing = catalog.billing
    self.nodes = Double(max(1, nodes))
    self.asked = billing.share == .vcpu ? asked : nil
    self.interruptions = interruptions
    isExact = billing.minimum.milliseconds <= 1 && billing.granularity.milliseconds <= 1
  }

  /// Means of equally many neighbours, at most ``AdviceRules/runtimeGroups`` of them.
  private static func groups(_ sorted: [Double]) -> [Double] {
    let count = AdviceRules.runtimeGroups
    guard sorted.count > count else { return sorted }
    return (0..<count).map { index in
      let part = sorted[(sorted.count * index / count)..<(sorted.count * (index + 1) / count)]
      return part.reduce(0, +) / Double(part.count)
    }
  }

  /// What a millisecond on a machine costs in nano-units; nil is "no price".
  func rate(_ type: InstanceType, _ model: PriceModel, catalog: Catalog) -> Double? {
    guard let price = catalog.price(of: type.name, model)?.perHour.approximate, price.isFinite else { return nil }
    let share = asked.map { min(1, $0 / max(type.vcpus, 1e-6)) } ?? 1
    return price * 1e9 / 3_600_000 * nodes * share
  }

  /// The mean time that is charged, with runtimes times a factor: a whole run, or a part of one.
  func chargedMilliseconds(factor: Double) -> Double {
    if isExact { return meanRuntime * factor }
    let sum = runtimes.reduce(0.0) {
      $0 + Double(billing.chargedMilliseconds(checkedInteger($1 * factor) ?? .max))
    }
    return sum / Double(max(1, runtimes.count))
  }

  /// How many times as long workers are held on the spot market until a job is done, and how many tries are lost.
  ///
  /// A run of *T* hours that starts over at each interruption takes (e^{λT} − 1) / λ on average, after e^{λT} − 1
  /// interruptions; of runtimes that differ the mean is taken over all.
  func onSpot(_ type: InstanceType, factor: Double) -> (stretch: Double, interruptions: Double) {
    guard let rate = interruptions[type.name] ?? interruptions[Self.anyType], rate > 0, meanRuntime > 0 else {
      return (1, 0)
    }
    var time = 0.0
    var lost = 0.0
    for runtime in runtimes {
      let hours = runtime * factor / 3_600_000
      // Beyond e^20 interruptions nobody waits for the end.
      let tries = expm1(min(20, rate * hours))
      time += tries / rate
      lost += tries
    }
    let count = Double(runtimes.count)
    return (max(1, time / count * 3_600_000 / (meanRuntime * factor)), lost / count)
  }

  /// The name that stands for all types of which nothing is known.
  static let anyType = ""

}
