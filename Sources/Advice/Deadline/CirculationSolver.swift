/// The cheapest circulation in a network: the network simplex method on strongly feasible trees.
///
/// Arcs have a capacity (or none), a cost for each unit of flow, and a lower bound of nought. Costs are whole numbers,
/// so potentials are exact. From: Ahuja, Magnanti, Orlin, *Network Flows* (1993), chapter 11, with Cunningham's rule for
/// the leaving arc (1976), which rules out cycling, and block search for the entering one.
struct CirculationSolver {
  private static let root = 0

  // One entry an arc; nodes count from 1, since the root of the tree is node 0.
  private var from: [Int32] = []
  private var to: [Int32] = []
  private var cost: [Int64] = []
  private var capacity: [Double] = []
  private var flow: [Double] = []
  /// 1 if at its lower bound, -1 if at its capacity, 0 in the tree.
  private var place: [Int8] = []

  // One entry a node.
  private var parent: [Int32]
  /// The arc to the parent, and whether it points to it.
  private var link: [Int32]
  private var pointsUp: [Bool]
  private var depth: [Int32]
  private var potential: [Int64]
  private var firstChild: [Int32]
  private var nextSibling: [Int32]
  private var previousSibling: [Int32]
  /// Where block search goes on.
  private var nextArc = 0
  private var stack: [Int32] = []

  /// A network of so many nodes and no arcs.
  init(nodes: Int) {
    let count = nodes + 1
    parent = [Int32](repeating: 0, count: count)
    parent[Self.root] = -1
    link = [Int32](repeating: -1, count: count)
    pointsUp = [Bool](repeating: true, count: count)
    depth = [Int32](repeating: 1, count: count)
    depth[Self.root] = 0
    potential = [Int64](repeating: 0, count: count)
    firstChild = [Int32](repeating: -1, count: count)
    nextSibling = [Int32](repeating: -1, count: count)
    previousSibling = [Int32](repeating: -1, count: count)
    // The first tree: every node hangs on the root by an arc of its own that never carries anything, since nothing
    // flows back from the root. Such an arc never enters again.
    for node in 1..<count { addChild(Int32(node), of: Int32(Self.root)) }
  }

  /// How many arcs there are.
  var arcCount: Int { from.count }

  /// Adds an arc; the nodes count from 0.
  mutating func addArc(from: Int, to: Int, cost: Int64, capacity: Double = .infinity) {
    self.from.append(Int32(from + 1))
    self.to.append(Int32(to + 1))
    self.cost.append(cost)
    self.capacity.append(capacity)
    flow.append(0)
    place.append(1)
  }

  /// Solves; false if the cost has no lower bound (a cycle of negative cost without a capacity).
  ///
  /// - Complexity: about O(arcs × √arcs) in practice; no better bound than exponential is known for this rule.
  mutating func solve() -> Bool {
    while let entering = enteringArc() {
      guard pivot(entering) else { return false }
    }
    return true
  }

  /// The potential of a node once solved: an arc below its capacity has cost + p(from) − p(to) ≥ 0, one that carries
  /// something ≤ 0.
  func potential(ofNode node: Int) -> Int64 { potential[node + 1] }

  /// What an arc carries once solved, by the order in which the arcs were added.
  func flow(onArc arc: Int) -> Double { flow[arc] }

  /// An arc whose flow should change: the worst of a block of arcs, block by block.
  private mutating func enteringArc() -> Int? {
    let count = from.count
    guard count > 0 else { return nil }
    let block = max(64, Int(Double(count).squareRoot()))
    var best = -1
    var worst: Int64 = 0
    var inBlock = 0
    var arc = nextArc
    for _ in 0..<count {
      let reduced = cost[arc] + potential[Int(from[arc])] - potential[Int(to[arc])]
      let gain = Int64(place[arc]) * reduced
      if gain < worst {
        worst = gain
        best = arc
      }
      arc = arc + 1 == count ? 0 : arc + 1
      inBlock += 1
      if inBlock == block {
        if best >= 0 { break }
        inBlock = 0
      }
    }
    nextArc = arc
    return best >= 0 ? best : nil
  }

  /// Brings an arc into the tree; false if its flow can grow without end.
  private mutating func pivot(_ entering: Int) -> Bool {
    let grows = place[entering] == 1
    let first = grows ? from[entering] : to[entering]
    let second = grows ? to[entering] : from[entering]
    let join = commonAncestor(first, second)
    // The arc that limits the change: on a tie the last one on the way round, begun at the join.
    var change = capacity[entering]
    var leaving: Int32 = -1
    var onFirst = false
    var node = first
    while node != join {
      let room = pointsUp[Int(node)] ? flowUp(node) : roomUp(node)
      if room < change {
        change = room
        leaving = node
        onFirst = true
      }
      node = parent[Int(node)]
    }
    node = second
    while node != join {
      let room = pointsUp[Int(node)] ? roomUp(node) : flowUp(node)
      if room <= change {
        change = room
        leaving = node
        onFirst = false
      }
      node = parent[Int(node)]
    }
    guard change < .infinity else { return false }
    push(change, entering: entering, join: join)
    guard leaving >= 0 else {
      flow[entering] = grows ? capacity[entering] : 0
      place[entering] = -place[entering]
      return true
    }
    let out = link[Int(leaving)]
    if out >= 0 {
      // Exactly at its bound, whatever the rounding of sums.
      let emptied = pointsUp[Int(leaving)] == onFirst
      flow[Int(out)] = emptied ? 0 : capacity[Int(out)]
      place[Int(out)] = emptied ? 1 : -1
    }
    place[entering] = 0
    hang(from: onFirst ? first : second, on: onFirst ? second : first, by: entering, until: leaving)
    return true
  }

  /// The flow of the arc between a node and its parent; none on an arc of the first tree.
  private func flowUp(_ node: Int32) -> Double {
    let arc = link[Int(node)]
    return arc < 0 ? 0 : flow[Int(arc)]
  }

  private func roomUp(_ node: Int32) -> Double {
    let arc = link[Int(node)]
    return arc < 0 ? .infinity : capacity[Int(arc)] - flow[Int(arc)]
  }

  private func commonAncestor(_ a: Int32, _ b: Int32) -> Int32 {
    var (a, b) = (a, b)
    while depth[Int(a)] > depth[Int(b)] { a = parent[Int(a)] }
    while depth[Int(b)] > depth[Int(a)] { b = parent[Int(b)] }
    while a != b {
      a = parent[Int(a)]
      b = parent[Int(b)]
    }
    return a
  }

  /// Changes the flow round the cycle that an arc closes.
  private mutating func push(_ change: Double, entering: Int, join: Int32) {
    guard change > 0 else { return }
    let signed = place[entering] == 1 ? change : -change
    flow[entering] += signed
    for (start, sign) in [(from[entering], -signed), (to[entering], signed)] {
      var node = start
      while node != join {
        let arc = Int(link[Int(node)])
        if arc >= 0 { flow[arc] += pointsUp[Int(node)] ? sign : -sign }
        node = parent[Int(node)]
      }
    }
  }

  /// Turns the subtree below `last` so that `top` is its root, and hangs it on another node by an arc.
  private mutating func hang(from top: Int32, on other: Int32, by arc: Int, until last: Int32) {
    var node = top
    var newParent = other
    var newLink = Int32(arc)
    var newPointsUp = from[arc] == top
    while true {
      let oldParent = parent[Int(node)]
      let oldLink = link[Int(node)]
      let oldPointsUp = pointsUp[Int(node)]
      removeChild(node)
      addChild(node, of: newParent)
      link[Int(node)] = newLink
      pointsUp[Int(node)] = newPointsUp
      if node == last { break }
      newParent = node
      newLink = oldLink
      newPointsUp = !oldPointsUp
      node = oldParent
    }
    let up = pointsUp[Int(top)]
    let shift = potential[Int(other)] - potential[Int(top)] + (up ? -cost[arc] : cost[arc])
    stack.append(top)
    while let node = stack.popLast() {
      potential[Int(node)] += shift
      depth[Int(node)] = depth[Int(parent[Int(node)])] + 1
      var child = firstChild[Int(node)]
      while child >= 0 {
        stack.append(child)
        child = nextSibling[Int(child)]
      }
    }
  }

  private mutating func addChild(_ node: Int32, of newParent: Int32) {
    let next = firstChild[Int(newParent)]
    parent[Int(node)] = newParent
    nextSibling[Int(node)] = next
    previousSibling[Int(node)] = -1
    if next >= 0 { previousSibling[Int(next)] = node }
    firstChild[Int(newParent)] = node
  }

  private mutating func removeChild(_ node: Int32) {
    let next = nextSibling[Int(node)]
    let previous = previousSibling[Int(node)]
    if previous >= 0 { nextSibling[Int(previous)] = next } else { firstChild[Int(parent[Int(node)])] = next }
    if next >= 0 { previousSibling[Int(next)] = previous }
  }
}
