import JobModel

/// Counts and sums over rows of ``JobColumns``; exact, so they do not depend on the order.
struct JobSums: Sendable {
  private(set) var count = 0
  private(set) var unpriced = 0
  private var time: Int128 = 0
  /// By the number of the currency's name; a handful.
  private var costs: [(currency: UInt32, nanos: Int128)] = []

  init() {}

  /// The sums over the rows with a flag, or over all.
  init(_ columns: JobColumns, _ flags: [Bool]?) {
    for row in 0..<columns.count where flags?[row] ?? true { add(row, of: columns) }
  }

  mutating func add(_ row: Int, of columns: JobColumns) {
    count += 1
    let runtime = columns.runtime[row]
    if runtime != RadixOrder.unknown { time += Int128(runtime) }
    let cost = columns.cost[row]
    if cost == RadixOrder.unknown {
      unpriced += 1
    } else if columns.currency[row] != 0 {
      add(Int128(cost), columns.currency[row])
    }
  }

  private mutating func add(_ nanos: Int128, _ currency: UInt32) {
    for index in costs.indices where costs[index].currency == currency {
      costs[index].nanos += nanos
      return
    }
    costs.append((currency, nanos))
  }

  var workerTime: SimDuration { SimDuration(milliseconds: saturated(time)) }

  /// What it costs, by currency, in order of the codes.
  func costs(_ names: NameTable) -> [Money] {
    costs.compactMap { sum in
      guard let code = try? names.name(Int64(sum.currency)), let currency = try? Currency(code) else { return nil }
      return Money(nanos: saturated(sum.nanos), currency: currency)
    }.sorted { $0.currency.code < $1.currency.code }
  }
}
