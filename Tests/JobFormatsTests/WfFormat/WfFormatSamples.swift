/// One workflow in both shapes: split → two aligns → merge, on two machines.
let workflowOfSchema15 = """
  {"name": "toy", "schemaVersion": "1.5", "author": {"name": "x"}, "workflow": {
    "specification": {
      "tasks": [
        {"name": "split_ID01", "id": "split_ID01", "parents": [], "children": ["align_ID02", "align_ID03"],
         "inputFiles": ["reads.fq", "index"], "outputFiles": ["a", "b"]},
        {"name": "align_ID02", "id": "align_ID02", "parents": ["split_ID01"], "children": ["merge_ID04"],
         "inputFiles": ["a", "index", "index"]},
        {"name": "align_ID03", "id": "align_ID03", "parents": ["split_ID01"], "children": ["merge_ID04"],
         "inputFiles": ["unknown"]},
        {"name": "merge_ID04", "id": "merge_ID04", "parents": ["align_ID02", "align_ID03"], "children": []}
      ],
      "files": [{"id": "reads.fq", "sizeInBytes": 100}, {"id": "index", "sizeInBytes": 7}, {"id": "a", "sizeInBytes": 3}]
    },
    "execution": {
      "makespanInSeconds": 60.5, "executedAt": "2024-01-01T00:00:00Z",
      "tasks": [
        {"id": "split_ID01", "runtimeInSeconds": 10, "coreCount": 1, "avgCPU": 99.5, "readBytes": 107,
         "writtenBytes": 5, "memoryInBytes": 4000000, "machines": ["one"],
         "command": {"program": "split", "arguments": ["-n", "2"]}},
        {"id": "align_ID02", "runtimeInSeconds": 20.0004, "coreCount": 1.5, "memoryInBytes": 0, "machines": ["two"]},
        {"id": "align_ID03", "runtimeInSeconds": 15, "machines": ["one"]},
        {"id": "merge_ID04", "runtimeInSeconds": 5, "machines": ["one"]}
      ],
      "machines": [
        {"nodeName": "one", "memoryInBytes": 131795984000, "cpu": {"coreCount": 2, "speedInMHz": 1200}},
        {"nodeName": "two", "cpu": {"coreCount": 4}}
      ]
    }
  }}
  """

let workflowOfSchema13 = """
  {"name": "toy", "schemaVersion": "1.3", "workflow": {
    "makespan": 60.5, "executedAt": "20240101T000000Z",
    "machines": [{"nodeName": "one", "memory": 131795984, "cpu": {"count": 2, "speed": 1200}},
                 {"nodeName": "two", "cpu": {"count": 4}}],
    "tasks": [
      {"name": "split_ID01", "id": "ID01", "category": "split", "type": "compute", "runtime": 10, "cores": 1,
       "avgCPU": 99.5, "bytesRead": 0.107, "bytesWritten": 0.005, "memory": 4000, "machine": "one", "parents": [],
       "files": [{"link": "input", "name": "reads.fq", "size": 100}, {"link": "input", "name": "index", "size": 7},
                 {"link": "output", "name": "a", "size": 3}]},
      {"name": "align_ID02", "id": "ID02", "category": "align", "runtime": 20.0004, "cores": 1.5, "machine": "two",
       "parents": ["split_ID01"], "files": [{"link": "input", "name": "a", "size": 3}]},
      {"name": "align_ID03", "id": "ID03", "category": "align", "runtime": 15, "machine": "one", "parents": ["ID01"]},
      {"name": "merge_ID04", "id": "ID04", "runtime": 5, "machine": "one", "parents": ["align_ID02", "align_ID03"]}
    ]
  }}
  """

/// An instance of 1.4 in short: name, runtime as written, parents, children.
func workflowOf(_ tasks: [(name: String, runtime: String, parents: [String], children: [String])]) -> String {
  func list(_ names: [String]) -> String { "[" + names.map { "\"\($0)\"" }.joined(separator: ", ") + "]" }
  let lines = tasks.map {
    """
    {"name": "\($0.name)", "runtimeInSeconds": \($0.runtime), "parents": \(list($0.parents)), \
    "children": \(list($0.children))}
    """
  }
  return "{\"workflow\": {\"makespanInSeconds\": 9, \"tasks\": [\n\(lines.joined(separator: ",\n"))\n]}}"
}
