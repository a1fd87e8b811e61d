import JobModel
import Testing

@testable import JobFormats

@Suite("Graphs with a deadline, from JSON")
struct DeadlineInstancesTests {
  private func read(_ text: String) throws -> [TypesValidation.Instance] {
    try DeadlineInstances.read(Array(text.utf8), file: "graphs.json")
  }

  private func fault(_ text: String) -> String {
    do { return "\(try read(text).count) read" } catch { return "\(error)" }
  }

  @Test func readsAllOfAnInstance() throws {
    let read = try read(
      """
      [{"id": 7, "price": [1, 2], "t": [[10, 5], [4, 4]], "edges": [[0, 1]], "deadline": 12, "optimal_cost": 0.5,
        "shape": "chain"}, {"price": [1], "t": [], "edges": [], "deadline": 0}]
      """)
    #expect(
      read == [
        TypesValidation.Instance(
          name: "7", prices: [1, 2], seconds: [[10, 5], [4, 4]], edges: [.init(from: 0, to: 1)], deadlineSeconds: 12,
          optimalCost: 0.5),
        TypesValidation.Instance(
          name: "1", prices: [1], seconds: [], edges: [], deadlineSeconds: 0, optimalCost: nil),
      ])
  }

  @Test(arguments: [
    (
      "[{}]",
      "graphs.json: [0].price: expected an array of instances with price, t, edges and deadline; this key is missing"
    ),
    (
      "[",
      "graphs.json: expected an array of instances with price, t, edges and deadline; this is not JSON, or it ends early"
    ),
    (
      #"[{"price": [1, 2], "t": [[1]], "edges": [], "deadline": 1}]"#,
      "graphs.json: [0].t: expected 2 times in seconds for each task, one for each price, from 0 to 1e9"
    ),
    (
      #"[{"price": [1], "t": [[1e300]], "edges": [], "deadline": 1}]"#,
      "graphs.json: [0].t: expected 1 times in seconds for each task, one for each price, from 0 to 1e9"
    ),
    (
      #"[{"price": [1], "t": [[1]], "edges": [[0, 1]], "deadline": 1}]"#,
      "graphs.json: [0].edges: expected pairs of different tasks from 0 to 0"
    ),
    (
      #"[{"price": [1], "t": [[1]], "edges": [], "deadline": -1}]"#,
      "graphs.json: [0].deadline: expected seconds, from 0 to 1e9"
    ),
    (
      #"[{"price": [-1], "t": [[1]], "edges": [], "deadline": 1}]"#,
      "graphs.json: [0].price: expected prices of an hour, from 0 to 1e9"
    ),
  ])
  func namesWhatDoesNotFit(text: String, expected: String) { #expect(fault(text) == expected) }
}
