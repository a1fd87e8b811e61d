import Foundation

/// Whole numbers as a blob: eight bytes each, the lowest first, on every machine.
enum SampleBlob {
  static func data(_ samples: [Int64]) -> Data {
    var data = Data(capacity: samples.count * 8)
    for sample in samples { withUnsafeBytes(of: sample.littleEndian) { data.append(contentsOf: $0) } }
    return data
  }

  static func samples(_ data: Data) throws -> [Int64] {
    guard data.count.isMultiple(of: 8) else { throw Damage(what: "the samples of a run are cut short") }
    return data.withUnsafeBytes { bytes in
      stride(from: 0, to: bytes.count, by: 8).map {
        Int64(littleEndian: bytes.loadUnaligned(fromByteOffset: $0, as: Int64.self))
      }
    }
  }
}
