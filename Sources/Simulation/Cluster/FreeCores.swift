/// The free cores of some machines, and which machine has the most: a tournament tree.
struct FreeCores {
  /// The most in each part; the leaves, one a machine, fill the second half.
  private var most: [Int64]
  private let leaves: Int

  /// Machines with so many free cores; there must be one.
  init(_ cores: [Int64]) {
    var leaves = 1
    while leaves < cores.count { leaves *= 2 }
    self.leaves = leaves
    // Places without a machine never have the most.
    most = [Int64](repeating: -1, count: 2 * leaves)
    for (machine, count) in cores.enumerated() { most[leaves + machine] = count }
    for node in stride(from: leaves - 1, to: 0, by: -1) { most[node] = max(most[2 * node], most[2 * node + 1]) }
  }

  subscript(machine: Int) -> Int64 { most[leaves + machine] }

  /// The machine with the most free cores, of equals the first.
  var mostFree: Int {
    var node = 1
    while node < leaves { node = most[2 * node] == most[node] ? 2 * node : 2 * node + 1 }
    return node - leaves
  }

  /// Changes what is free.
  mutating func add(_ cores: Int64, to machine: Int) {
    var node = leaves + machine
    most[node] += cores
    node /= 2
    while node > 0 {
      most[node] = max(most[2 * node], most[2 * node + 1])
      node /= 2
    }
  }
}
