/// Which jobs a page of the server lists, as its form and its links say it: texts, as people wrote them.
public struct JobListQuery: Sendable, Equatable {
  /// A text in the id, the name, or the name of executable, user, instance type, state or failure reason.
  public var search = ""
  /// A pattern of the executable's name.
  public var executable = ""
  /// A pattern of the state.
  public var state = ""
  /// A pattern of the failure reason.
  public var reason = ""
  /// A pattern of the user's name.
  public var user = ""
  /// A pattern of the project.
  public var project = ""
  /// A pattern of a tag.
  public var tag = ""
  /// A pattern of the instance type.
  public var type = ""
  /// The run in which ids are unique.
  public var run = ""
  /// The first moment of submission.
  public var since = ""
  /// The moment before which jobs were submitted.
  public var until = ""
  /// By which figure they are ordered: a word of `purser jobs --sort`.
  public var sort = Self.usualSort
  /// The smallest or earliest first.
  public var isAscending = false
  /// How many come before this page.
  public var offset = 0
  /// How many a page has.
  public var limit = Self.usualLimit

  /// By what jobs are ordered unless somebody says otherwise.
  public static let usualSort = "submitted"
  /// How many a page has unless somebody says otherwise.
  public static let usualLimit = 50

  /// The texts by the names of their parameters, which are the options of `purser jobs`.
  public static let texts: [(name: String, path: any WritableKeyPath<JobListQuery, String> & Sendable)] = [
    ("search", \.search), ("executable", \.executable), ("state", \.state), ("reason", \.reason), ("user", \.user),
    ("project", \.project), ("tag", \.tag), ("type", \.type), ("run", \.run), ("since", \.since), ("until", \.until),
  ]

  /// All jobs.
  public init() {}

  /// Whether nothing is asked for, so that all jobs fit.
  var isEmpty: Bool { Self.texts.allSatisfy { self[keyPath: $0.path].isEmpty } }

  /// The parameters that differ from the usual ones.
  var items: [(String, String)] {
    var items = Self.texts.compactMap { text in
      self[keyPath: text.path].isEmpty ? nil : (text.name, self[keyPath: text.path])
    }
    items += order
    if offset > 0 { items.append(("offset", String(offset))) }
    return items
  }

  /// The parameters of order and length that differ from the usual ones.
  var order: [(String, String)] {
    var items: [(String, String)] = []
    if sort != Self.usualSort { items.append(("sort", sort)) }
    if isAscending { items.append(("ascending", "1")) }
    if limit != Self.usualLimit { items.append(("limit", String(limit))) }
    return items
  }

  /// The page of this query.
  public var address: String { PageAddress.address(PageAddress.jobs, items) }

  /// The same from its beginning, by another figure or the other way round.
  func ordered(by key: String) -> JobListQuery {
    var other = self
    other.isAscending = sort == key && !isAscending
    other.sort = key
    other.offset = 0
    return other
  }

  /// The same jobs from another one on.
  func from(_ offset: Int) -> JobListQuery {
    var other = self
    other.offset = offset
    return other
  }
}
