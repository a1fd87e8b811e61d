import JobModel

/// The values of sacct's columns.
enum SacctValue {
  /// `1-02:03:04`, `02:03:04`, `03:04.567`, `1-02`: days before a hyphen, then hours, else minutes and seconds.
  static func duration(_ field: ArraySlice<UInt8>) -> SimDuration? {
    var clock = field
    var days: Int64 = 0
    var hasDays = false
    if let hyphen = field.firstIndex(of: UInt8(ascii: "-")) {
      guard let value = field[..<hyphen].integer, value >= 0, value <= 100_000_000 else { return nil }
      days = value
      hasDays = true
      clock = field[(hyphen + 1)...]
    }
    let parts = clock.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
    // What the first part counts depends on whether there are days: 1-02 is hours, 02:03 is minutes.
    let units: [UInt64]
    switch (hasDays, parts.count) {
    case (_, 3): units = [3_600_000, 60_000, 1000]
    case (true, 2): units = [3_600_000, 60_000]
    case (true, 1): units = [3_600_000]
    case (false, 2): units = [60_000, 1000]
    default: return nil
    }
    var total = days * 86_400_000
    for (part, unit) in zip(parts, units) {
      guard unit == 1000 || part.integer != nil, part.first != UInt8(ascii: "-"), part.count <= 12,
        let value = ShortDecimal(part)?.times(unit)
      else { return nil }
      total = saturatingSum(total, value)
    }
    return total <= SimDuration.limit.milliseconds ? SimDuration(milliseconds: total) : nil
  }

  /// `1147220K`, `4.5G`, `0`: a number with a unit of 1024, of bytes if it has none.
  static func bytes(_ field: ArraySlice<UInt8>, unit: UInt64 = 1) -> Bytes? {
    var number = field
    var size = unit
    if let last = field.last, let exponent = exponent(last) {
      size = 1 << (10 * exponent)
      number = field.dropLast()
    }
    guard let count = ShortDecimal(number)?.times(size), count <= Bytes.limit.count else { return nil }
    return Bytes(count)
  }

  private static func exponent(_ unit: UInt8) -> UInt64? {
    switch unit {
    case UInt8(ascii: "K"), UInt8(ascii: "k"): 1
    case UInt8(ascii: "M"), UInt8(ascii: "m"): 2
    case UInt8(ascii: "G"), UInt8(ascii: "g"): 3
    case UInt8(ascii: "T"), UInt8(ascii: "t"): 4
    case UInt8(ascii: "P"), UInt8(ascii: "p"): 5
    default: nil
    }
  }

  /// What a job asked for, for each of what.
  struct MemoryRequest {
    /// What the amount is for.
    enum Share { case job, node, core }
    var amount: Bytes
    var share: Share
  }

  /// `32G` for the job, `4Gn` for each node, `2000Mc` for each core; without a unit it is MiB.
  ///
  /// Older versions of Slurm print the flag that marks memory per core, 2^31, as part of the number (`2147486648Mn` is
  /// 3000 MiB per core). Source: `MEM_PER_CPU` in slurm.h, and real logs, whose `ReqTRES` prove it.
  static func memoryRequest(_ field: ArraySlice<UInt8>) -> MemoryRequest? {
    var number = field
    var share = MemoryRequest.Share.job
    if field.last == UInt8(ascii: "n") || field.last == UInt8(ascii: "c") {
      share = field.last == UInt8(ascii: "n") ? .node : .core
      number = field.dropLast()
    }
    if number.last == UInt8(ascii: "?") { number = number.dropLast() }
    guard let amount = bytes(number, unit: 1 << 20) else { return nil }
    let flag = Int64(1) << 51  // 2^31 MiB
    if share == .node, amount.count >= flag { return MemoryRequest(amount: Bytes(amount.count - flag), share: .core) }
    return MemoryRequest(amount: amount, share: share)
  }

  /// `0:9` is a signal, which shells report as 128 + 9; `1:0` is the program's own code.
  static func exitCode(_ field: ArraySlice<UInt8>) -> Int? {
    let parts = field.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
    guard parts.count <= 2, let code = parts.first?.integer, (0...255).contains(code) else { return nil }
    guard parts.count == 2 else { return Int(code) }
    guard let signal = parts[1].integer, (0...255).contains(signal) else { return nil }
    return Int(signal > 0 ? 128 + signal : code)
  }

  /// The amount of one resource in a list such as `cpu=4,mem=8G,gres/gpu=1`.
  static func resource(_ name: StaticString, in field: ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
    for part in field.split(separator: UInt8(ascii: ",")) {
      guard let equals = part.firstIndex(of: UInt8(ascii: "=")), part[..<equals].isText(name) else { continue }
      return part[(equals + 1)...]
    }
    return nil
  }
}
