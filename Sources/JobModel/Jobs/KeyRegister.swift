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

  /// Takes note of all keys of a part of a file.
  ///
  /// - Complexity: O(1) for each some thousand keys that rise; O(keys) otherwise.
  public mutating func add(_ part: Part) {
    guard let run = part.run else { return }
    if self.run == nil { self.run = run }
    // Among keys of several runs may be any of this one.
    if self.run != run && part.hasOtherRuns { ids.giveUp() }
    if self.run == run, ids.add(part.log.keys, areNew: part.log.isRising) {
      noted.append(part.log.digests)
    } else {
      settle()
      noted.empty(into: &set)
      _ = part.log.digests.insert(into: &set)
    }
  }

  /// The keys of a part of a file, for a register that has those of the parts before it.
  public struct Part: Sendable {
    fileprivate var log = RisingLog()
    /// The run of the first key.
    fileprivate var run: String?
    fileprivate var hasOtherRuns = false
    /// The hash of that run and the first try.
    private var seed: UInt128 = 0

    /// No key was met.
    public init() {}

    /// Takes note of a key.
    ///
    /// - Complexity: O(1) amortised.
    public mutating func add(_ key: JobKey) {
      var id = key.id
      id.withUTF8 { add($0, of: key) }
    }

    /// Takes note of a key whose id is still in the file, for whoever makes no text of it.
    ///
    /// - Parameter id: UTF-8 as a String has it; that of `key` does not count.
    public mutating func add(_ id: UnsafeBufferPointer<UInt8>, of key: JobKey) {
      if run == nil {
        run = key.run
        seed = JobKey.seed(run: key.run, tryNumber: 0)
      }
      let isOfRun = key.run == run
      if !isOfRun { hasOtherRuns = true }
      let start = isOfRun && key.tryNumber == 0 ? seed : JobKey.seed(run: key.run, tryNumber: key.tryNumber)
      log.append(ContentHash.of(UnsafeRawBufferPointer(id), seed: start), key: isOfRun ? id : nil)
    }
  }

  private mutating func settle() {
    guard !waiting.isEmpty else { return }
    noted.empty(into: &set)
    _ = set.insert(contentsOf: waiting)
    waiting.removeAll(keepingCapacity: true)
  }
}
