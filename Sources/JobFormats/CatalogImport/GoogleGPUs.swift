/// The GPUs that a machine of Google Compute Engine always has: its type's name says which and how many.
///
/// Source: https://cloud.google.com/compute/docs/gpus, "GPU machine types", under the names by which SkyPilot's tables price
/// them.
struct GoogleGPUs: Hashable {
  /// The GPU, such as `A100-80GB`.
  var model: String
  /// How many of it.
  var count: Int

  private static let models: [(family: String, model: String)] = [
    ("a2-highgpu-", "A100"), ("a2-megagpu-", "A100"), ("a2-ultragpu-", "A100-80GB"), ("a3-highgpu-", "H100"),
    ("a3-edgegpu-", "H100"), ("a3-megagpu-", "H100-MEGA"), ("a3-ultragpu-", "H200"), ("a4-highgpu-", "B200"),
    ("a4x-highgpu-", "GB200"),
  ]
  /// Of machines that are named by their vCPUs: how many GPUs there are for how many vCPUs.
  private static let byVCPUs: [(family: String, model: String, counts: [Int: Int])] = [
    ("g2-standard-", "L4", [4: 1, 8: 1, 12: 1, 16: 1, 24: 2, 32: 1, 48: 4, 96: 8]),
    ("g4-standard-", "RTXPRO6000", [48: 1, 96: 2, 192: 4, 384: 8]),
  ]

  /// The GPUs of a type; nil for machines to which none belong.
  init?(ofType name: String) {
    for (family, model) in Self.models where name.hasPrefix(family) {
      let size = name.dropFirst(family.count)
      guard let end = size.firstIndex(of: "g"), let count = Int(size[..<end]), (1...16).contains(count) else {
        return nil
      }
      self.init(model: model, count: count)
      return
    }
    for (family, model, counts) in Self.byVCPUs where name.hasPrefix(family) {
      guard let count = Int(name.dropFirst(family.count).prefix { $0.isNumber }).flatMap({ counts[$0] }) else {
        return nil
      }
      self.init(model: model, count: count)
      return
    }
    return nil
  }

  init(model: String, count: Int) {
    self.model = model
    self.count = count
  }
}
