import JobModel
import TestSupport
import Testing

@testable import JobFormats

/// What is read from a text, and what is said of it.
private func read(_ text: String, blockSize: Int = 256 * 1024) throws -> (WorkflowInstance, ImportReport) {
  var report = ImportReport(file: "toy.json", format: "wfformat")
  let bytes = ByteReader(bytes: Array(text.utf8), name: "toy.json", blockSize: blockSize)
  return (try #require(try WfFormatReader.instance(bytes, report: &report)), report)
}

private func fault(_ text: String) -> String? {
  let error = #expect(throws: InputError.self) { _ = try read(text) }
  return error?.description
}

@Suite("Workflow instances of WfCommons")
struct WfFormatReaderTests {
  @Test("schema 1.5: tasks in two places, files and machines by name", arguments: [1, 7, 256 * 1024])
  func split(blockSize: Int) throws {
    let (toy, report) = try read(workflowOfSchema15, blockSize: blockSize)
    #expect(toy.name == "toy" && toy.makespan == SimDuration(milliseconds: 60_500) && toy.edgeCount == 4)
    #expect(toy.tasks.map(\.id) == ["split_ID01", "align_ID02", "align_ID03", "merge_ID04"])
    #expect(toy.tasks.map(\.executable) == ["split", "align", "align", "merge"])
    #expect(toy.tasks.map(\.runtime?.milliseconds) == [10_000, 20_000, 15_000, 5000])
    #expect(toy.tasks.map(\.cores) == [1, 2, nil, nil])
    #expect(toy.tasks.map(\.parents) == [[], [0], [0], [1, 2]])
    #expect(toy.tasks.map(\.machines) == [["one"], ["two"], ["one"], ["one"]])
    #expect(toy.tasks.map(\.input?.count) == [107, 10, nil, nil])
    #expect(toy.tasks[0].memory == Bytes(4_000_000) && toy.tasks[1].memory == nil)
    #expect(toy.tasks[0].read == Bytes(107) && toy.tasks[0].written == Bytes(5) && toy.tasks[0].cpuPercent == 99.5)
    #expect(toy.machines.map(\.name) == ["one", "two"] && toy.machines.map(\.cores) == [2, 4])
    #expect(toy.machines[0].memory == Bytes(131_795_984_000) && toy.machines[0].speedMHz == 1200)
    #expect(report.warnings == [] && report.rows == 4 && report.skipped == [])
  }

  @Test("schema 1.3: everything in the task, kB, references by name or id")
  func old() throws {
    let (old, report) = try read(workflowOfSchema13)
    var (new, _) = try read(workflowOfSchema15)
    for (index, id) in ["ID01", "ID02", "ID03", "ID04"].enumerated() { new.tasks[index].id = id }
    new.tasks[1].input = Bytes(3)
    #expect(old == new)
    #expect(
      report.warnings.map(\.message) == [
        "memory, input and output stand in kB, as up to schema 1.3: of 1000 bytes",
        "sizes of files, in kB by schema 1.3, are read as bytes, which is what its writers wrote",
      ])
  }

  @Test("as jobs they have a runtime, parents and usage, and no times")
  func jobs() throws {
    let reading = try Reading(workflowOfSchema15)
    #expect(reading.report.format == "wfformat" && reading.jobs.count == 4)
    let align = reading.jobs[1]
    #expect(align.executable == "align" && align.name == "align_ID02" && align.state == .done)
    #expect(align.submitted == nil && align.started == nil && align.workerTime == SimDuration(milliseconds: 20_000))
    #expect(reading.jobs[3].dependencies == ["align_ID02", "align_ID03"] && align.vcpus == 2)
    #expect(align.property("machine") == "two" && align.property("workflow") == "toy")
    #expect(reading.jobs[0].usage.peakMemory == Bytes(4_000_000) && reading.jobs[0].usage.cpuPercent == 99.5)
    #expect(
      reading.report.warnings.map(\.message) == ["the format has no start times: when jobs ran and waited is unknown"])
    #expect(Set(reading.jobs.map(\.key.run)).count == 1 && align.key.run.hasPrefix("wf-"))
    // The run is the content's, however it is laid out.
    let compact = workflowOfSchema15.split(separator: "\n").map { $0.drop { $0 == " " } }.joined()
    #expect(try Reading(compact).jobs == reading.jobs)
  }

  @Test("as a plan every task is a constant, and the document can be edited")
  func plan() throws {
    let (toy, _) = try read(workflowOfSchema15)
    let plan = toy.plan()
    try plan.validate()
    #expect(plan.tasks.map(\.name) == ["split_ID01", "align_ID02", "align_ID03", "merge_ID04"])
    #expect(plan.tasks[3].after == ["align_ID02", "align_ID03"] && plan.tasks[1].executable == "align")
    #expect(plan.tasks[1].runtime == .distribution(.constant(20_000)))
    let document = PlanDocument(toy, file: "toy.json")
    #expect(try document.plan().plan == plan)
    #expect(try PlanDocument(reading: Array(document.text.utf8), file: "x").plan().plan == plan)
    let edited = try document.setting("tasks.merge_ID04.runtime", to: "1h").plan().plan
    #expect(edited.tasks[3].runtime == .distribution(.constant(3_600_000)))
  }

  @Test("a plan's names are the tasks' names, or else their ids, or else their places")
  func planNames() {
    var toy = WorkflowInstance(name: "toy")
    toy.tasks = [.init(id: "1", name: "a", executable: "a"), .init(id: "2", name: "b", executable: "b")]
    #expect(toy.plan().tasks.map(\.name) == ["a", "b"])
    toy.tasks[1].name = "a"
    #expect(toy.plan().tasks.map(\.name) == ["1", "2"])
    toy.tasks[1].id = "two\nlines"
    #expect(toy.plan().tasks.map(\.name) == ["task 1", "task 2"])
  }

  @Test(
    "what a task runs is its category, its program if it is called so, or its name without its number",
    arguments: [
      ("dedup_ID0003", "ID0003", "mark", "java", "mark"),
      ("fast2bfq_s_1_ID02", "fast2bfq_s_1_ID02", "", "fast2bfq", "fast2bfq"),
      ("blastall_ID02", "blastall_ID02", "", "", "blastall"),
      ("cpuhog_chain_00000001", "cpuhog_chain_00000001", "", "", "cpuhog_chain"),
      ("NF.FASTQC_2", "NF.FASTQC_2_17", "", "printf", "NF.FASTQC_2"), ("_ID1", "_ID1", "", "", "_ID1"),
      ("42", "42", "", "", "42"),
      ("bwa", "bwa", "", "bw", "bwa"),
    ])
  func executable(name: String, id: String, category: String, program: String, expected: String) {
    #expect(WorkflowAssembly.executable(name: name, id: id, category: category, program: program) == expected)
  }

  @Test("edges are those of parents and of children; what leads nowhere is said and left out")
  func edges() throws {
    let (toy, report) = try read(
      workflowOf([
        ("a", "1", [], ["b", "ghost"]), ("b", "1", [], []), ("c", "1", ["a", "a", "nobody"], []),
      ]))
    #expect(toy.tasks.map(\.parents) == [[], [0], [0]])
    #expect(
      report.warnings.map(\.message) == [
        "a parent or child that is no task is left out: nobody, ghost",
        "a child does not name its parent, and waits for it all the same: b",
      ])
    #expect(report.warnings[0].lines == [4, 2] && report.warnings[0].count == 2)
  }

  @Test("tasks that wait for each other are an error that names them")
  func cycle() {
    let text = workflowOf([("a", "1", ["c"], []), ("b", "1", ["a"], []), ("c", "1", ["b"], [])])
    #expect(fault(text) == "toy.json:2: parents: these tasks wait for each other: a → c → b → a")
    #expect(fault(workflowOf([("a", "1", ["a"], [])]))?.hasSuffix("a → a") == true)
  }

  @Test("of two tasks with one id the later one stands")
  func duplicates() throws {
    let (toy, report) = try read(workflowOf([("a", "1", [], []), ("b", "2", ["a"], []), ("a", "3", [], [])]))
    #expect(toy.tasks.map(\.id) == ["a", "b"] && toy.tasks[0].runtime == .seconds(3))
    #expect(report.rows == 3 && report.skipped == [.init(reason: "a later task has the same id", count: 1, lines: [2])])
  }

  @Test(
    "a missing runtime, and what is none, is named", arguments: ["-1", "NaN", "1e300", "\"soon\"", "[1]", "Infinity"])
  func badRuntime(written: String) throws {
    let (toy, report) = try read(workflowOf([("a", written, [], []), ("b", "null", [], []), ("c", "0", [], [])]))
    #expect(toy.tasks.map(\.runtime) == [nil, nil, .zero])
    #expect(
      report.warnings.map(\.message) == [
        "a runtime is not a usable duration and counts as none: a", "a runtime is missing and counts as none: b",
        "1 of 3 runtimes are 0: too short for the trace to measure",
      ])
    #expect(report.warnings[0].lines == [2])
  }

  @Test("figures that cannot be are left out, and so is memory in kB that is said to be bytes")
  func units() throws {
    let (toy, report) = try read(
      """
      {"schemaVersion": "9.9", "workflow": {"execution": {
        "machines": [{"nodeName": "kb", "memoryInBytes": 196483612, "cpu": {"coreCount": 64}}, {"cpu": {}}, 7],
        "tasks": [{"id": "a", "runtimeInSeconds": 1, "memoryInBytes": 78152, "avgCPU": -3, "coreCount": 1e9,
                   "readBytes": 1e300, "machines": ["elsewhere"]}, {"id": "lost", "runtimeInSeconds": 1}],
        "makespanInSeconds": 1e300},
       "specification": {"tasks": [{"id": "a", "name": "a"}, {"children": []}, "x", {"name": "b"}]}}}
      """)
    #expect(toy.machines.map(\.memory) == [nil, nil] && toy.machines.map(\.name) == ["kb", "machine 2"])
    #expect(toy.tasks.map(\.id) == ["a", "b"] && toy.name == "toy" && toy.makespan == nil)
    #expect(toy.tasks[0].memory == nil && toy.tasks[0].cores == nil && toy.tasks[0].cpuPercent == nil)
    #expect(report.rows == 4 && report.skippedCount == 2)
    #expect(
      report.warnings.map(\.message) == [
        "a machine is a number: it is left out",
        "a machine does not say how many cores it has, one is assumed: machine 2",
        "avgCPU is not a usable number and left out: a", "coreCount is not a usable number and left out: a",
        "readBytes is not a usable number and left out: a",
        "makespanInSeconds is not a usable number and left out: the workflow",
        "an execution of a task that is not specified is left out: lost", "a runtime is missing and counts as none: b",
        "the memory of a machine is so small that it must be kB, and is left out: kb (187 MiB, 64 cores)",
        "a task ran on a machine that is not listed: elsewhere",
        "the memory of tasks is left out too: it may be in kB as well",
        "unknown schemaVersion \"9.9\": read as if it were 1.5", "no makespan is recorded",
      ])
  }

  @Test("what is no instance is refused")
  func refused() {
    #expect(fault("[]") == "toy.json:1: expected a WfFormat instance, found an array")
    #expect(fault("{\"name\": 1}") == "toy.json:1: expected a WfFormat instance, found an object without `workflow`")
    #expect(fault("{\"workflow\": []}")?.hasSuffix("found an array in `workflow`") == true)
    #expect(fault(workflowOfSchema15 + workflowOfSchema15)?.contains("expected one workflow instance") == true)
    #expect(fault(String(workflowOfSchema15.dropLast(3)))?.contains("cut short") == true)
  }

  @Test("an instance is recognised by the place of its keys")
  func recognised() {
    func takes(_ text: String) -> Bool { WfFormatReader.recognises(InputHead(Array(text.utf8))) }
    #expect(takes(workflowOfSchema13) && takes(workflowOfSchema15) && takes(String(workflowOfSchema15.prefix(120))))
    #expect(takes("\n {\"a\": {\"workflow\": 1}, \"workflow\": {\"x\": [], \"tasks\": ["))
    #expect(!takes("{\"a\": {\"workflow\": {\"tasks\": []}}}") && !takes("{\"workflow\": {\"id\": \"workflow-1\"}}"))
    #expect(!takes("[\"workflow\"]") && !takes("") && !takes("{\"workflow\": {"))
    #expect(!takes("{\"id\": \"analysis-1\", \"workflow\": {\"id\": \"workflow-1\", \"stages\": []}}"))
  }
}
