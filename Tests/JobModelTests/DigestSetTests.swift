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
      model.formUnion(batch)
      #expect(digests.insert(contentsOf: batch) == model.count - before)
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
