/// Names for a message, separated by commas: the first `most` of them, and how many more there are.
///
/// - Complexity: O(most).
public func listed(_ names: some Collection<String>, upTo most: Int) -> String {
  let more = names.count - most
  return names.prefix(most).joined(separator: ", ") + (more > 0 ? " and \(more) more" : "")
}
