import JobModel
import TestSupport
import Testing

@Suite("Sets of hashes")
struct DigestSetTests {
  @Test("they hold what was put in, once, as Swift's own set does")
  func likeASet() {
    var random = SeededGenerator(seed: 5)
    var digests = DigestSet()
    var model: Set<UInt128> = []
    for _ in 0..<20_000 {
      // Few low bits make places collide; nought is the hash that marks a free place.
      let digest = UInt128(random.below(100)) << 64 | UInt128(random.below(150))
      #expect(digests.insert(digest) == model.insert(digest).inserted)
    }
    #expect(digests.count == model.count)
  }

  @Test("many at once are the same as one after the other, also across a growth")
  func batches() {
    var random = SeededGenerator(seed: 6)
    var digests = DigestSet()
    var model: Set<UInt128> = []
    for count in [0, 1, 700, 5000, 20_000, 3] {
      let batch = (0..<count).map { _ in UInt128(random.below(200)) << 64 | UInt128(random.below(90)) }
      let before = model.count
      var known: [Int] = []
      let expected = batch.indices.filter { !model.insert(batch[$0]).inserted }
      #expect(digests.insert(contentsOf: batch) { known.append($0) } == model.count - before)
      #expect(known.sorted() == expected)
    }
    #expect(digests.count == model.count)
  }
}

@Suite("Lists of hashes")
struct DigestLogTests {
  @Test(
    "they count what they were given and hand all of it on, across pieces", arguments: [0, 1, 8191, 8192, 8193, 30_000])
  func pieces(count: Int) {
    var log = DigestLog()
    for value in 0..<count { log.append(UInt128(value) << 64 | UInt128(value % 1000)) }
    #expect(log.count == count)
    var set = DigestSet()
    log.empty(into: &set)
    #expect(log.count == 0)
    #expect(set.count == count)
    #expect((0..<count).allSatisfy { set.contains(UInt128($0) << 64 | UInt128($0 % 1000)) })
  }
}

@Suite("Keys that rise")
struct RisingKeysTests {
  private static let keys = [
    "1", "2", "02", "3", "job-1", "4", "", "a", "a1", "10", "9", "010", "11", "123456789012345678",
    "1234567890123456789",
    "223456789012345678", "9223372036854775808", "-5", "-6", "999999999999999999", "0999999999999999999",
  ]

  @Test("what is called new never came before", arguments: ["", "job-", "job-1", "é"])
  func neverAgain(prefix: String) {
    var random = SeededGenerator(seed: 7)
    for _ in 0..<200 {
      var rising = RisingKeys()
      var seen: Set<String> = []
      for _ in 0..<60 {
        let key =
          random.below(2) == 0
          ? prefix + String(random.below(40)) : prefix + Self.keys[random.below(Self.keys.count)]
        let isNew = Array(key.utf8).withUnsafeBufferPointer { rising.isNew($0) }
        let wasSeen = !seen.insert(key).inserted
        #expect(!(isNew && wasSeen), "\(key)")
      }
    }
  }

  @Test("a table in its order is all new")
  func inOrder() {
    for prefix in ["", "job-", "7/"] {
      var rising = RisingKeys()
      for number in [0, 1, 9, 10, 99, 1_000_000] {
        #expect(Array("\(prefix)\(number)".utf8).withUnsafeBufferPointer { rising.isNew($0) })
      }
      #expect(!Array("\(prefix)5".utf8).withUnsafeBufferPointer { rising.isNew($0) })
    }
  }

  @Test("keys of jobs are counted once, in whatever order they come")
  func register() {
    var random = SeededGenerator(seed: 8)
    for limit in [1, 5, 3000] {
      var register = KeyRegister()
      var model: Set<JobKey> = []
      for number in 0..<6000 {
        let id =
          number < 2000 ? "job-\(number)" : Self.keys[number % Self.keys.count] + String(random.below(limit))
        let key = JobKey(run: number % 7 == 0 ? "other" : "", id: id, tryNumber: number % 3)
        register.add(key)
        model.insert(key)
        if number % 1999 == 0 { #expect(register.count == model.count) }
      }
      #expect(register.count == model.count)
    }
  }
}

@Suite("Keys of parts of a file")
struct KeyPartTests {
  @Test("a register that is given keys in parts counts as many as one that is given them one by one")
  func parts() {
    var random = SeededGenerator(seed: 31)
    for number in 0..<300 {
      var model: Set<JobKey> = []
      var single = KeyRegister()
      var joined = KeyRegister()
      var next = 0
      for _ in 0..<random.below(6) {
        var part = KeyRegister.Part()
        let kind = random.below(4)
        let others = [20, 20, 2, 1][random.below(4)]
        for _ in 0..<random.below(50) {
          next += 1
          let id = ["job-\(next)", "\(random.below(60))", "job-\(random.below(200))", "é\(next)"][kind]
          let key = JobKey(run: random.below(others) == 0 ? "other" : "csv", id: id, tryNumber: random.below(2))
          model.insert(key)
          single.add(key)
          part.add(key)
        }
        joined.add(part)
        if random.below(3) == 0 { #expect(joined.count == model.count) }
      }
      #expect(single.count == model.count && joined.count == model.count, "round \(number)")
    }
  }

  @Test("parts whose numbers go on are told from parts that begin again")
  func rising() {
    func keys(_ ids: [String]) -> RisingLog {
      var log = RisingLog()
      for id in ids { Array(id.utf8).withUnsafeBufferPointer { log.append(ContentHash.of(id), key: $0) } }
      return log
    }
    var all = RisingKeys()
    let first = keys(["a1", "a2"])
    let second = keys(["a3", "a9"])
    #expect(first.isRising && second.isRising && !keys(["a3", "a3"]).isRising && !keys(["a"]).isRising)
    for (log, follows) in [(first, true), (second, true), (second, false), (keys(["b10"]), false), (keys([]), true)] {
      let areNew = all.add(log.keys, areNew: log.isRising)
      #expect(areNew == follows)
    }
    // A part that begins otherwise may have held anything.
    let isSure = all.add(keys(["a20"]).keys, areNew: true)
    #expect(!isSure)
  }
}
