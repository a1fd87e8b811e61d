import JobModel

/// Gives numbers to the names of one import, from 0 on, in the order in which they come.
///
/// These are not the store's: the thread that reads gives them, and the one that writes looks each name up once.
struct NameList {
  /// The names that ``takeNew()`` has not handed out.
  private var new: [String] = []
  private var numbers: [String: Int] = [:]
  /// What stood last in each column of a row: it mostly stands there again.
  private var last = [(name: String, number: Int)](repeating: ("", -1), count: JobRow.columns.count)
  /// Names that were asked for lately, by some bits of their hash: a dictionary's own hash costs five times as much.
  private var recent = [(name: String, number: Int)](repeating: ("", -1), count: 1024)
  private var lastPolicy: (policy: RestartPolicy, text: String?)?

  /// No names.
  init() {}

  /// The number of a name in a column of `jobs`.
  mutating func number(_ name: String, column: Int) -> Int {
    if last[column].number >= 0 && last[column].name == name { return last[column].number }
    let place = Int(truncatingIfNeeded: ContentHash.of(name)) & (recent.count - 1)
    if recent[place].number < 0 || recent[place].name != name { recent[place] = (name, number(name)) }
    last[column] = recent[place]
    return recent[place].number
  }

  private mutating func number(_ name: String) -> Int {
    if let number = numbers[name] { return number }
    let number = numbers.count
    numbers[name] = number
    new.append(name)
    return number
  }

  /// The names that were numbered since this was asked last, in the order of their numbers.
  mutating func takeNew() -> [String] {
    defer { new = [] }
    return new
  }

  /// A restart policy as it is stored: most jobs have the same.
  mutating func text(_ policy: RestartPolicy) -> String? {
    if let lastPolicy, lastPolicy.policy == policy { return lastPolicy.text }
    let text = JobRow.text(policy)
    lastPolicy = (policy, text)
    return text
  }
}
