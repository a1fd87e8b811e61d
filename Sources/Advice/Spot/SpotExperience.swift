import JobModel

/// What past tries on the spot market say of it: how often machines were taken back, for each type and over all.
struct SpotExperience {
  /// Over all types.
  private(set) var all = InterruptionRate()
  private var byType: [String: InterruptionRate] = [:]

  /// Adds a spot try that ended well or was interrupted.
  mutating func observe(_ time: SimDuration, on type: String, wasInterrupted: Bool) {
    all.observe(time: time, wasInterrupted: wasInterrupted)
    byType[type, default: InterruptionRate()].observe(time: time, wasInterrupted: wasInterrupted)
  }

  /// How often an hour the market takes machines back, by type; the rate over all types stands under
  /// ``JobCost/anyType``, and each type's own is drawn towards it as if one interruption at that rate had been seen.
  /// Empty where no interruption was seen.
  var rates: [String: Double] {
    guard all.interruptions > 0, all.hours > 0 else { return [:] }
    let rate = Double(all.interruptions) / all.hours
    var rates = byType.mapValues { (Double($0.interruptions) + 1) / ($0.hours + 1 / rate) }
    rates[JobCost.anyType] = rate
    return rates
  }

  /// What is believed of a type: its own tries, drawn towards those of all types as above, where there are enough of them;
  /// else those of all types; nil where even those are fewer than needed.
  func rate(of type: String, needed: Int) -> InterruptionRate? {
    guard all.tries >= max(1, needed), let mean = all.mean, mean > 0 else { return nil }
    guard let own = byType[type], own.tries >= needed else { return all }
    return InterruptionRate(own, priorShape: 1, priorHours: 1 / mean)
  }

  /// The market as ``rate(of:needed:)`` has it; nil where too little was seen.
  func market(needed: Int) -> SpotMarket? {
    guard let rate = rate(of: JobCost.anyType, needed: needed)?.mean else { return nil }
    var market = SpotMarket()
    market.conditions.interruptionsPerHour = rate
    for type in byType.keys.sorted() {
      guard let own = self.rate(of: type, needed: needed)?.mean, own != rate else { continue }
      market.byType[type] = SpotMarket.Conditions(interruptionsPerHour: own)
    }
    return market
  }
}
