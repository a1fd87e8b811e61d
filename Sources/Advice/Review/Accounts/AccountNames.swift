import JobModel

/// Whose account a try is in, by dimension.
struct AccountNames: Equatable {
  private let executable: String
  private let workflow: String
  private let user: String?
  private let project: String?
  private let tags: [String]
  private let instanceType: String?
  private let priority: Priority?
  private let monday: SimTime?

  /// The names of a try.
  init(_ row: ReviewRow, workflow: String) {
    executable = row.executable
    self.workflow = workflow
    user = row.user
    project = row.project
    tags = row.tags
    instanceType = row.instanceType
    priority = row.priority
    monday = (row.started ?? row.time).map(Self.monday)
  }

  /// The same, by dimension; empty where the record does not say.
  var list: [(dimension: ReviewAccounts.Dimension, name: String)] {
    [
      (.executable, executable), (.workflow, workflow), (.user, user ?? ""), (.project, project ?? ""),
      (.tag, tags.joined(separator: ", ")), (.instanceType, instanceType ?? ""), (.priority, priority?.rawValue ?? ""),
      (.week, monday?.dateText ?? ""),
    ]
  }

  /// The beginning of a time's week in UTC.
  static func monday(_ time: SimTime) -> SimTime {
    let day = floorDivided(time.milliseconds, 86_400_000)
    // 1 January 1970 was a Thursday, three days after a Monday.
    let monday = saturatingDifference(day, floorModulo(saturatingSum(day, 3), 7))
    return SimTime(milliseconds: saturatingProduct(monday, 86_400_000))
  }

  private static func floorDivided(_ a: Int64, _ b: Int64) -> Int64 { a / b - (a % b < 0 ? 1 : 0) }
  private static func floorModulo(_ a: Int64, _ b: Int64) -> Int64 { (a % b + b) % b }
}
