/// A task whose runtimes belong together.
public struct RuntimeTask: Sendable, Hashable, Comparable {
  /// The workflow or whatever else the task is a part of; tasks of one group are peers.
  public let group: String
  /// The executable or the step.
  public let name: String
  /// The tool that runs, as far as the name says: what follows the last colon, in small letters.
  public let tool: String

  /// A task of a group.
  public init(group: String, name: String) {
    self.group = group
    self.name = name
    tool = name.split(separator: ":").last.map { $0.lowercased() } ?? name.lowercased()
  }

  /// The same group and name: the tool follows from them.
  public static func == (a: RuntimeTask, b: RuntimeTask) -> Bool { a.name == b.name && a.group == b.group }

  /// Hashes the group and the name.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(group)
    hasher.combine(name)
  }

  /// By group, then name.
  public static func < (a: RuntimeTask, b: RuntimeTask) -> Bool { (a.group, a.name) < (b.group, b.name) }
}
