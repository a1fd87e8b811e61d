/// The keys of jobs that were met, to count how many there are.
///
/// Keys that are sure to be new (``RisingKeys``) are only noted; the others are looked up, many at once, since each look
/// into a set of millions is a wait for memory.
public struct KeyRegister: Sendable {
  private var set = DigestSet()
  private var noted = DigestLog()
  private var waiting: [UInt128] = []
  private var ids = RisingKeys()
  /// The run of the first key: ids of others are not compared with its.
  private var run: String?

  /// How many keys are looked up at once: the places where they belong fit into the processor's cache.
  private static let batchSize = 2048

  /// No key was met.
  public init() {}

  /// How many different keys there are.
  ///
  /// - Complexity: O(keys since the last time).
  public var count: Int {
    mutating get {
      settle()
      return set.count + noted.count
    }
  }

  /// Takes note of a key.
  ///
  /// - Complexity: O(1) amortised.
  public mutating func add(_ key: JobKey) {
    if run == nil { run = key.run }
    if key.run == run, key.id.utf8.withContiguousStorageIfAvailable({ ids.isNew($0) }) ?? false {
      noted.append(key.digest)
      return
    }
    waiting.append(key.digest)
    if waiting.count == Self.batchSize { settle() }
  }

  private mutating func settle() {
    guard !waiting.isEmpty else { return }
    noted.empty(into: &set)
    _ = set.insert(contentsOf: waiting)
    waiting.removeAll(keepingCapacity: true)
  }
}
