import JobModel

/// Reads how long a worker takes to come: one distribution, or one for each priority and instance type.
enum ProvisioningReader {
  private static let keys = ["default", "by_priority", "by_type"]
  private static let example =
    "a duration, a distribution such as {median: 80s, p95: 200s}, or {default: 80s, by_priority: {low: 5m}, by_type: {…}}"

  /// Reads the part of a scenario; instance types are compared with a catalog later.
  static func read(_ field: YAMLField, into platform: inout Platform) throws(InputError) {
    guard case .mapping(let pairs) = field.tree.content, pairs.contains(where: { keys.contains($0.key) }) else {
      platform.provisioning = try DistributionReader.read(field, of: .duration)
      return
    }
    let fields = try YAMLFields(field, known: keys, expected: example)
    platform.provisioning = try fields["default"].map { (delay) throws(InputError) in
      try DistributionReader.read(delay, of: .duration)
    }
    if let priorities = fields["by_priority"] { platform.provisioningByPriority = try byPriority(priorities) }
    guard let types = fields["by_type"] else { return }
    for (name, field) in try types.pairs(of: "instance types and their delays") {
      platform.provisioningByType[name] = try ofType(field)
    }
  }

  /// Reads a distribution, or a mapping of priorities to distributions.
  private static func ofType(_ field: YAMLField) throws(InputError) -> Platform.ProvisioningOfType {
    let names = Priority.allCases.map(\.rawValue)
    guard case .mapping(let pairs) = field.tree.content,
      pairs.contains(where: { names.contains($0.key) })
        || !pairs.contains(where: { DistributionReader.keys.contains($0.key) })
    else { return Platform.ProvisioningOfType(all: try DistributionReader.read(field, of: .duration)) }
    return Platform.ProvisioningOfType(byPriority: try byPriority(field))
  }

  private static func byPriority(_ field: YAMLField) throws(InputError) -> [Priority: Distribution] {
    let expected = "delays by priority, such as {low: 5m, high: 1m}"
    let fields = try YAMLFields(field, known: Priority.allCases.map(\.rawValue), expected: expected)
    guard !fields.isEmpty else { throw field.unexpected(expected) }
    var delays: [Priority: Distribution] = [:]
    for priority in Priority.allCases {
      guard let delay = fields[priority.rawValue] else { continue }
      delays[priority] = try DistributionReader.read(delay, of: .duration)
    }
    return delays
  }
}
