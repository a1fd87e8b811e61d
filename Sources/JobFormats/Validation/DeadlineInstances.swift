import Foundation
public import JobModel

/// Reads graphs with machines to choose from and a deadline: a JSON array of objects with `price` (an hour of each
/// machine), `t` (seconds of each task on each machine), `edges` (pairs of tasks), `deadline` (seconds) and, where
/// somebody knows it, `optimal_cost`.
public enum DeadlineInstances {
  private struct Entry: Decodable {
    var id: Int?
    var price: [Double]
    var t: [[Double]]
    var edges: [[Int]]
    var deadline: Double
    var optimal_cost: Double?
  }

  /// The instances of a file, in its order.
  ///
  /// - Throws: ``InputError`` for text that is no such array, and for an instance whose parts do not fit together.
  public static func read(_ source: InputSource) throws -> [TypesValidation.Instance] {
    try read(readAll(source, limit: sizeLimit), file: source.name)
  }

  static func read(_ text: [UInt8], file: String) throws(InputError) -> [TypesValidation.Instance] {
    let entries: [Entry]
    do {
      entries = try JSONDecoder().decode([Entry].self, from: Data(text))
    } catch {
      throw InputError(
        file: file, field: place(error),
        message: "expected an array of instances with price, t, edges and deadline; \(reason(error))")
    }
    var instances: [TypesValidation.Instance] = []
    for (index, entry) in entries.enumerated() { instances.append(try instance(entry, at: index, file: file)) }
    return instances
  }

  /// Far beyond any set of instances that somebody solved exactly.
  private static let sizeLimit = 256 << 20

  private static func instance(
    _ entry: Entry, at index: Int, file: String
  ) throws(InputError) -> TypesValidation.Instance {
    func check(_ holds: Bool, _ field: String, _ expected: String) throws(InputError) {
      if !holds { throw InputError(file: file, field: "[\(index)].\(field)", message: "expected \(expected)") }
    }
    let usual = 0...1e9
    try check(
      !entry.price.isEmpty && entry.price.allSatisfy(usual.contains), "price", "prices of an hour, from 0 to 1e9")
    try check(
      entry.t.allSatisfy { $0.count == entry.price.count && $0.allSatisfy(usual.contains) }, "t",
      "\(entry.price.count) times in seconds for each task, one for each price, from 0 to 1e9")
    try check(
      entry.edges.allSatisfy { $0.count == 2 && $0[0] != $0[1] && $0.allSatisfy(entry.t.indices.contains) }, "edges",
      "pairs of different tasks from 0 to \(entry.t.count - 1)")
    try check(usual.contains(entry.deadline), "deadline", "seconds, from 0 to 1e9")
    try check(entry.optimal_cost.map(usual.contains) ?? true, "optimal_cost", "an amount, from 0 to 1e9")
    return TypesValidation.Instance(
      name: entry.id.map(String.init) ?? String(index), prices: entry.price, seconds: entry.t,
      edges: entry.edges.map { TypesValidation.Edge(from: $0[0], to: $0[1]) }, deadlineSeconds: entry.deadline,
      optimalCost: entry.optimal_cost)
  }

  private static func place(_ error: any Error) -> String? {
    let path: [any CodingKey]
    switch error as? DecodingError {
    case .typeMismatch(_, let context), .valueNotFound(_, let context), .dataCorrupted(let context):
      path = context.codingPath
    case .keyNotFound(let key, let context): path = context.codingPath + [key]
    default: path = []
    }
    let text = path.map { $0.intValue.map { "[\($0)]" } ?? ".\($0.stringValue)" }.joined()
    return text.isEmpty ? nil : text
  }

  private static func reason(_ error: any Error) -> String {
    switch error as? DecodingError {
    case .keyNotFound: "this key is missing"
    case .typeMismatch(let type, _): "expected \(type) here"
    case .valueNotFound: "found null"
    default: "this is not JSON, or it ends early"
    }
  }
}
