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
}
