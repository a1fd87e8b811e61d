/// Random numbers as pure functions of (seed, replication, job, purpose, counter).
///
/// No generator is carried along, so a draw does not depend on what was drawn before, on the number of threads or on
/// the rest of the plan: two scenarios share the draws of the jobs they share, and their difference is not noise
/// (common random numbers).
///
/// The mixing function is the finaliser of SplitMix64 in D. Stafford's variant 13, applied once for each part of the
/// argument (G. Steele, D. Lea, C. Flood, "Fast splittable pseudorandom number generators", OOPSLA 2014).
struct Draws {
  /// What a number is drawn for.
  enum Purpose: UInt64 {
    case runtime = 1
    case memory, provisioning, spotWait, interruption, failurePart, setup, arrival, item, startup
    case failureOccurs, failureMoment, failureHazard
  }

  private let replicationKey: UInt64

  /// The draws of one replication.
  init(seed: UInt64, replication: Int) {
    replicationKey = Self.mix(Self.mix(seed) &+ UInt64(truncatingIfNeeded: replication))
  }

  /// 64 random bits.
  @inline(__always) func bits(_ job: UInt64, _ purpose: Purpose, _ counter: Int) -> UInt64 {
    let place = (purpose.rawValue &<< 40) ^ UInt64(truncatingIfNeeded: counter)
    return Self.mix(Self.mix(replicationKey ^ job) &+ place &* 0x9e37_79b9_7f4a_7c15)
  }

  /// A number strictly between 0 and 1.
  @inline(__always) func uniform(_ job: UInt64, _ purpose: Purpose, _ counter: Int = 0) -> Double {
    Self.unit(bits(job, purpose, counter))
  }

  /// The middle of one of 2^52 equal parts of 0...1; with one bit more the last middle would be rounded to 1.
  @inline(__always) static func unit(_ bits: UInt64) -> Double { (Double(bits &>> 12) + 0.5) * 0x1p-52 }

  @inline(__always) static func mix(_ value: UInt64) -> UInt64 {
    var z = value &+ 0x9e37_79b9_7f4a_7c15
    z = (z ^ (z &>> 30)) &* 0xbf58_476d_1ce4_e5b9
    z = (z ^ (z &>> 27)) &* 0x94d0_49bb_1331_11eb
    return z ^ (z &>> 31)
  }

  /// The key of a job: of its name, its place in the scatter and its launch, so that it survives changes elsewhere.
  static func key(_ name: String, index: Int = 0, launch: Int = 0) -> UInt64 {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325  // FNV-1a
    for byte in name.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
    return mix(
      mix(hash &+ UInt64(truncatingIfNeeded: index)) &+ UInt64(truncatingIfNeeded: launch) &* 0xd6e8_feb8_6659_fd93)
  }
}
