import JobModel

extension JobColumns {
  /// For each number of a name whether it is that of a state that is no success.
  fileprivate func failures() -> [Bool] {
    var failures = [Bool](repeating: false, count: lastName + 1)
    for (number, name) in names.all where name == JobState.failed.name || name == JobState.terminated.name {
      if let index = Int(exactly: number), failures.indices.contains(index) { failures[index] = true }
    }
    return failures
  }

  /// Whether a row is the first of its job: tries of a job stand together.
  fileprivate func isFirstTry(_ row: Int) -> Bool { row == 0 || job[row] != job[row - 1] }

  /// What the tries of each executable come to, by name.
  func executables() -> [ExecutableSummary] {
    let failures = failures()
    var place = [Int32](repeating: -1, count: lastName + 1)
    var sums: [JobSums] = []
    var found: [(number: UInt32, jobs: Int, failed: Int, ran: Int, time: Int128, last: Int64)] = []
    for row in 0..<count {
      let number = Int(executable[row])
      if place[number] < 0 {
        place[number] = Int32(clamping: found.count)
        found.append((executable[row], 0, 0, 0, 0, RadixOrder.unknown))
        sums.append(JobSums())
      }
      let index = Int(place[number])
      sums[index].add(row, of: self)
      if isFirstTry(row) { found[index].jobs += 1 }
      if failures[Int(state[row])] { found[index].failed += 1 }
      if runtime[row] != RadixOrder.unknown, !isCached[row] {
        found[index].ran += 1
        found[index].time += Int128(runtime[row])
      }
      found[index].last = max(found[index].last, submitted[row])
    }
    return zip(found, sums).map { item, sums in
      var summary = ExecutableSummary(name: (try? names.name(Int64(item.number))) ?? "")
      summary.jobs = item.jobs
      summary.tries = sums.count
      summary.failed = item.failed
      summary.costs = sums.costs(names)
      summary.workerTime = sums.workerTime
      if item.ran > 0 { summary.runtimeMean = SimDuration(milliseconds: saturated(item.time / Int128(item.ran))) }
      if item.last != RadixOrder.unknown { summary.last = SimTime(milliseconds: item.last) }
      return summary
    }.sorted { $0.name < $1.name }
  }
}

extension StoreSummary {
  /// How many bars a picture of the parts can have.
  private static let mostParts = 48
  private static let day: Int64 = 86_400_000

  /// All but the counts of imports and runs.
  init(_ columns: JobColumns, _ sums: JobSums, executables: Int) {
    self.init()
    let failures = columns.failures()
    tries = sums.count
    self.executables = executables
    costs = sums.costs(columns.names)
    unpriced = sums.unpriced
    workerTime = sums.workerTime
    var days: [Int64: (tries: Int, failed: Int, cost: Int128)] = [:]
    var bounds: (first: Int64, last: Int64)?
    // Rows mostly follow each other in time, so the sums of a day are kept until another one comes.
    var current: Int64?
    var sum: (tries: Int, failed: Int, cost: Int128) = (0, 0, 0)
    func close() {
      guard let current else { return }
      let before = days[current] ?? (0, 0, 0)
      days[current] = (before.tries + sum.tries, before.failed + sum.failed, before.cost + sum.cost)
      sum = (0, 0, 0)
    }
    for row in 0..<columns.count {
      let isFailure = failures[Int(columns.state[row])]
      if isFailure { failed += 1 }
      if columns.isFirstTry(row) { jobs += 1 }
      let time = columns.submitted[row]
      guard time != RadixOrder.unknown else { continue }
      bounds = (min(bounds?.first ?? time, time), max(bounds?.last ?? time, time))
      // Rounded down, also before 1970.
      let day = time < 0 ? -(-(time + 1) / Self.day) - 1 : time / Self.day
      if day != current {
        close()
        current = day
      }
      sum.tries += 1
      if isFailure { sum.failed += 1 }
      if columns.cost[row] != RadixOrder.unknown { sum.cost += Int128(columns.cost[row]) }
    }
    close()
    if let bounds { period = SimTime(milliseconds: bounds.first)...SimTime(milliseconds: bounds.last) }
    parts = Self.parts(days, hasCost: costs.count == 1)
  }

  /// Days as they are if they are few, else months or years; of too many the last ones.
  private static func parts(
    _ days: [Int64: (tries: Int, failed: Int, cost: Int128)], hasCost: Bool
  ) -> [Part] {
    let sorted = days.sorted { $0.key < $1.key }
    for letters in [10, 7, 4] {
      var names: [String] = []
      var sums: [(tries: Int, failed: Int, cost: Int128)] = []
      for (day, sum) in sorted {
        let date = SimTime(milliseconds: saturatingProduct(day, Self.day)).dateText
        // From the end, since a year can have more than four digits.
        let name = String(date.dropLast(10 - letters))
        if names.last == name {
          let last = sums[sums.count - 1]
          sums[sums.count - 1] = (last.tries + sum.tries, last.failed + sum.failed, last.cost + sum.cost)
        } else {
          names.append(name)
          sums.append(sum)
        }
      }
      guard names.count <= mostParts || letters == 4 else { continue }
      return zip(names, sums).suffix(mostParts).map {
        Part(name: $0, tries: $1.tries, failed: $1.failed, cost: hasCost ? saturated($1.cost) : nil)
      }
    }
    return []
  }
}
