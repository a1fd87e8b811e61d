import Foundation
import JobModel

/// What the jobs of one executable cost on a machine, on average: their runtimes, and the catalog's way to charge.
struct JobCost {
  /// Runtimes in milliseconds on the machine in use, each standing for as many jobs.
  private let runtimes: [Double]
  private let nodes: Double
  private let billing: Billing
  /// The cores that jobs ask for; nil is not known.
  private let asked: Double?
  /// The memory that they ask for.
  private let memory: Bytes?
  /// Interruptions an hour.
  private let interruptions: [String: Double]
  private let isExact: Bool
  /// In milliseconds.
  private let minimum: Double
  private let granularity: Double

  /// The mean runtime in milliseconds.
  let meanRuntime: Double

  /// - Parameter runtimes: in milliseconds, at least one.
  /// - Parameter interruptions: how often the spot market takes a machine back an hour, by type.
  init(
    runtimes: [Double], catalog: Catalog, nodes: Int, asked: Double?, memory: Bytes?, interruptions: [String: Double]
  ) {
    let groups = Self.groups(runtimes.sorted())
    self.runtimes = groups
    meanRuntime = groups.reduce(0, +) / Double(max(1, groups.count))
    billing = catalog.billing
    self.nodes = Double(max(1, nodes))
    self.asked = asked
    self.memory = memory
    self.interruptions = interruptions
    isExact = billing.minimum.milliseconds <= 1 && billing.granularity.milliseconds <= 1
    minimum = Double(billing.minimum.milliseconds)
    granularity = Double(max(1, billing.granularity.milliseconds))
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
    rate(price: catalog.price(of: type.name, model)?.perHour.approximate, on: type)
  }

  /// The same with the price of an hour, in whole units.
  func rate(price: Double?, on type: InstanceType) -> Double? {
    guard let price, price.isFinite else { return nil }
    let paid = billing.paidVCPUs(asked: asked, memory: memory, on: type)
    let share = paid.map { min(1, $0 / max(type.vcpus, 1e-6)) } ?? 1
    return price * 1e9 / 3_600_000 * nodes * share
  }

  /// The mean time that is charged, with runtimes times a factor: a whole run, or a part of one.
  func chargedMilliseconds(factor: Double) -> Double {
    if isExact { return meanRuntime * factor }
    // The rule of `Billing.chargedMilliseconds`, two at a time.
    var sums = SIMD2<Double>.zero
    for index in stride(from: 0, to: runtimes.count - 1, by: 2) {
      sums += charged(SIMD2(runtimes[index], runtimes[index + 1]) * factor)
    }
    var sum = sums.sum()
    if runtimes.count % 2 == 1, let last = runtimes.last { sum += charged(SIMD2(last * factor, 0))[0] }
    return sum / Double(max(1, runtimes.count))
  }

  /// The same for draws: where even the shortest run is above the minimum and many steps long, rounding up adds half a step.
  func roughlyCharged(factor: Double) -> Double {
    if isExact { return meanRuntime * factor }
    guard let shortest = runtimes.first, shortest * factor >= max(minimum, 20 * granularity) else {
      return chargedMilliseconds(factor: factor)
    }
    return meanRuntime * factor + granularity / 2
  }

  @inline(__always)
  private func charged(_ milliseconds: SIMD2<Double>) -> SIMD2<Double> {
    // Adding and taking away 3 × 2^51 leaves whole numbers up to 2^51; beyond that fractions are below the rounding.
    let magic = SIMD2<Double>(repeating: 0x1.8p52)
    let bounded = milliseconds.clamped(lowerBound: .zero, upperBound: SIMD2(repeating: 0x1p50))
    let whole = (bounded + magic) - magic
    let steps = pointwiseMax(whole, SIMD2(repeating: minimum)) / granularity
    var up = (steps + magic) - magic
    up.replace(with: up + 1, where: up .< steps)
    // No time at all is free; what is beyond all bounds is charged as it is.
    let result = (up * granularity).replacing(with: 0, where: whole .<= 0)
    return result.replacing(with: pointwiseMax(milliseconds, result), where: milliseconds .> 0x1p50)
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
