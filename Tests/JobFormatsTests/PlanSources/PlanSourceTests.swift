import Foundation
import JobModel
import TestSupport
import Testing

@testable import JobFormats

private let workflow = """
  {"name": "wf", "stages": [
    {"id": "stage-trim", "executable": "app-trim/1.0.0"},
    {"id": "stage-align", "name": "align reads", "executable": "app-align/2.0.0",
     "input": {"reads": [{"$dnanexus_link": {"stage": "stage-trim", "outputField": "fastq"}}],
               "ref": {"$dnanexus_link": {"project": "project-1", "id": "file-1"}}},
     "systemRequirements": {"*": {"instanceType": "mem1_ssd1_v2_x8"}, "main": {"instanceType": "mem1_ssd1_v2_x16"}},
     "executionPolicy": {"restartOn": {"SpotInstanceInterruption": 3, "Nonsense": 1}, "maxRestarts": 4}},
    {"id": "stage-qc", "executable": "applet-G5Z0Q78433Gj16QGJP838zxg",
     "input": {"reads": {"$dnanexus_link": {"stage": "stage-align", "inputField": "reads"}}}},
    {"id": "stage-report", "executable": {"id": "app-report"},
     "input": {"all": {"bam": {"$dnanexus_link": {"stage": 1, "outputField": "bam"}},
                       "qc": {"$dnanexus_link": {"stage": "stage-qc", "outputField": "html"}}}}}
  ]}
  """
private let alignApp = """
  {"name": "align", "version": "2.0.1", "dxapi": "1.0.0", "runSpec": {"headJobOnDemand": true,
    "timeoutPolicy": {"*": {"hours": 6, "minutes": 30}, "main": {"days": 1}},
    "systemRequirements": {"*": {"instanceType": "old"}}},
   "regionalOptions": {
     "azure:westus": {"systemRequirements": {"*": {"instanceType": "azure:mem1_ssd1_x4"}}},
     "aws:us-east-1": {"systemRequirements": {"*": {"instanceType": "mem2_ssd1_v2_x4",
       "clusterSpec": {"type": "dxspark", "initialInstanceCount": 3}}}}}}
  """
private let task = """
  {"name": "sum", "resources": {"cpu_cores": 4, "ramGb": 15, "disk_gb": 100, "preemptible": true},
   "executors": [{"image": "a", "command": ["x"]}, {"image": "b", "command": ["y"]}],
   "logs": [{"start_time": "2024-01-01T00:00:00Z", "end_time": "2024-01-01T00:20:00.500Z"}]}
  """
private let assay = """
  {"assay": "A", "demultiplex": true, "demultiplex_config": {"app_id": "app-1", "instance_type": "mem2_ssd1_v2_x48"},
   "executables": {
    "app-a": {"name": "first/v1", "analysis": "analysis_1", "per_sample": false,
              "extra_args": {"priority": "high", "systemRequirements": {"*": {"instanceType": "mem1_ssd1_v2_x2"}}}},
    "app-b": {"name": "each/1", "analysis": "analysis_2", "per_sample": true, "depends_on": ["analysis_1"]},
    "app-c": {"name": "more/1", "analysis": "analysis_3", "per_sample": true,
              "inputs": {"x": {"$dnanexus_link": {"job": "analysis_2", "field": "y"}}}}}}
  """

private func draft(_ texts: [String], nearby: [String] = []) throws -> PlanDraft {
  func files(_ texts: [String], _ name: String) -> [PlanFile] {
    texts.enumerated().map { PlanFile(name: "dir/\(name)\($0.offset).json", bytes: Array($0.element.utf8)) }
  }
  return try PlanSources.draft(files(texts, "f"), nearby: files(nearby, "n"))
}

private func sourceFault(_ text: String) -> String {
  do { return "no error, but \(try draft([text]))" } catch { return "\(error)" }
}

@Suite("Plans from the documents of workflows")
struct PlanSourceTests {
  @Test("Stages, what links them, and what they say of their jobs")
  func stages() throws {
    let plan = try draft([workflow]).plan
    #expect(plan.name == "wf")
    #expect(plan.tasks.map(\.name) == ["trim", "align reads", "qc", "report"])
    #expect(plan.tasks.map(\.executable) == ["trim", "align", "applet-G5Z0Q78433Gj16QGJP838zxg", "report"])
    // An input that is another stage's input waits for what that one waits for; a number names a stage by its place.
    #expect(plan.tasks.map(\.after) == [[], ["trim"], ["trim"], ["align reads", "qc"]])
    let align = plan.tasks[1]
    #expect(align.instanceType == "mem1_ssd1_v2_x16")
    #expect(align.restart == RestartPolicy(restartOn: [.spotInstanceInterruption: 3], maxRestarts: 4))
    #expect(align.timeout == nil && align.runtime == .distribution(.fromHistory))
    #expect(plan.tasks[0].instanceType == nil && plan.tasks[0].restart == nil)
  }

  @Test("Descriptions of apps complete stages, given or found nearby", arguments: [true, false])
  func apps(isGiven: Bool) throws {
    let made = try isGiven ? draft([alignApp, workflow]) : draft([workflow], nearby: ["{broken", alignApp])
    #expect(made.plan.tasks.count == 4)
    let align = made.plan.tasks[1]
    #expect(align.instanceType == "mem1_ssd1_v2_x16")
    #expect(align.timeout == .hours(24))
    #expect(align.nodes == 3)
    #expect(align.priority == .high)
    #expect(made.comments["align reads"]?.contains { $0.contains("another version than the workflow's") } ?? false)
  }

  @Test("An app alone is a plan of one task")
  func app() throws {
    let made = try draft([alignApp])
    #expect(made.plan.tasks.count == 1)
    #expect(made.plan.tasks[0].instanceType == "mem2_ssd1_v2_x4")
    #expect(
      made.comments["align"]?.contains("its instance type is that of aws:us-east-1; other regions have others") ?? false
    )
  }

  @Test("What a TES task asks for, and what its log says")
  func taskExecution() throws {
    for text in [task, "[\(task)]", "{\"tasks\": [\(task)], \"next_page_token\": \"\"}"] {
      let made = try draft([text])
      let planned = made.plan.tasks[0]
      #expect(
        made.needs["sum"] == PlanDraft.Needs(vcpus: 4, memory: Bytes(15_000_000_000), disk: Bytes(100_000_000_000)))
      #expect(planned.disk == Bytes(100_000_000_000) && planned.priority == .low)
      #expect(planned.runtime == .distribution(.constant(1_200_500)))
    }
    let two = try draft([task, task])
    #expect(two.plan.tasks.map(\.name) == ["sum", "sum-2"])
  }

  @Test("Samples of an assay configuration are more jobs of what runs once a sample, not more runs of it all")
  func samplesOfAnAssay() throws {
    var made = try draft([assay])
    try made.scale(.samples(from: nil, to: 100))
    #expect(made.plan.tasks.map(\.count) == [1, 1, 100, 100] && made.plan.arrivals == nil)
    try made.plan.validate()
    // The blanks of a template are no executables.
    let blank = try draft([assay.replacingOccurrences(of: "first/v1", with: "")]).plan
    #expect(blank.tasks.map(\.executable).contains("app-a"), "\(blank.tasks.map(\.executable))")
    #expect(blank.tasks.allSatisfy { !$0.executable.isEmpty })
  }

  @Test("An assay configuration: what is launched once a sample, and what waits for what")
  func assayConfiguration() throws {
    let plan = try draft([assay]).plan
    #expect(plan.tasks.map(\.name) == ["demultiplex", "first", "each", "more"])
    #expect(plan.tasks.map(\.after) == [[], ["demultiplex"], ["first"], []])
    #expect(plan.tasks[3].each == "each")
    #expect(plan.tasks[1].priority == .high && plan.tasks[1].instanceType == "mem1_ssd1_v2_x2")
    let scaled = try plan.scaled(.task("each", to: 48)).plan
    #expect(scaled.tasks.map(\.count) == [1, 1, 48, 48])
  }

  @Test("Faults name their place")
  func faults() {
    #expect(
      sourceFault(workflow.replacing("\"stage\": \"stage-qc\"", with: "\"stage\": \"stage-qd\""))
        == "dir/f0.json:13: stages.3.input: this links to stage \"stage-qd\", which is none of the workflow; did you mean \"stage-qc\"?"
        || sourceFault(workflow.replacing("\"stage\": \"stage-qc\"", with: "\"stage\": \"stage-qd\"")).contains(
          "did you mean")
    )
    #expect(sourceFault("{\"stages\": []}").contains("expected at least one stage"))
    #expect(sourceFault("{\"stages\": [1]}").contains("expected a stage such as"))
    #expect(sourceFault("{\"stages\": [{\"id\": \"a\"}]}").contains("expected `executable`"))
    let circle =
      "{\"stages\": [{\"id\": \"a\", \"executable\": \"app-x/1\", \"input\": {\"i\": {\"$dnanexus_link\": {\"stage\": \"a\", \"outputField\": \"o\"}}}}]}"
    #expect(sourceFault(circle).contains("these tasks wait for each other"))
    #expect(sourceFault("{\"name\": \"x\"}").contains("expected a DNAnexus workflow, a DNAnexus app"))
    #expect(sourceFault(task.replacing("15", with: "-1")).contains("resources.ram_gb: expected a number from 0"))
  }

  @Test("A history is no such document, nor is a plan")
  func recognition() {
    func isSource(_ text: String) -> Bool { PlanSources.recognises(InputHead(Array(text.utf8))) }
    for text in [workflow, alignApp, task, assay] { #expect(isSource(text)) }
    #expect(!isSource(sampleDescribe) && !isSource("[\(sampleDescribe)]") && !isSource(sampleTrace))
    #expect(!isSource("{\"id\": \"analysis-1\", \"class\": \"analysis\", \"stages\": []}"))
    #expect(!isSource("{\"tasks\": [{\"name\": \"a\", \"runtime\": \"1h\"}], \"name\": \"p\"}"))
  }

  @Test("Whatever stands in a document, reading it ends in a plan that reads back, or in an error", arguments: 0..<4)
  func mutations(sample: Int) throws {
    let original = Array([workflow, alignApp, task, assay][sample].utf8)
    for end in original.indices {
      #expect(throws: InputError.self, "\(end) bytes") {
        try PlanSources.draft([PlanFile(name: "cut", bytes: Array(original[..<end]))])
      }
    }
    var random = SeededGenerator(seed: UInt64(sample))
    let pieces = [
      "1e300", "-1", "null", "\"\"", "[]", "{}", "9223372036854775807", "\"stage-qc\"", "\"\\u0000\\n\"", ",",
    ]
    var read = 0
    for round in 0..<800 {
      var text = original
      for _ in 0...random.below(3) {
        let place = random.below(text.count)
        text.replaceSubrange(
          place..<min(text.count, place + random.below(9)), with: Array(pieces[random.below(pieces.count)].utf8))
      }
      do throws(InputError) {
        let made = try PlanSources.draft([PlanFile(name: "m.json", bytes: text)])
        let back = try PlanDocument(reading: Array(PlanWriter.yaml(made).utf8), file: "back").plan().plan
        #expect(back == made.plan, "round \(round)")
        read += 1
      } catch {
        #expect(error.file != "back", "round \(round): \(error)")
      }
    }
    #expect(read > 10)
  }

  @Test("Every real document makes a plan that reads back", .enabled(if: realData != nil))
  func realDocuments() throws {
    let folder = try #require(realData).appendingPathComponent("plans")
    let found = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)?.allObjects as? [URL] ?? []
    let files = found.filter { $0.pathExtension == "json" }
    var kinds: [String: Int] = [:]
    for file in files {
      let bytes = try readAll(.file(file.path))
      #expect(PlanSources.recognises(InputHead(Array(bytes.prefix(InputHead.length)))), "\(file.path)")
      let made = try PlanSources.draft([PlanFile(name: file.path, bytes: bytes)])
      let back = try PlanDocument(reading: Array(PlanWriter.yaml(made).utf8), file: "back").plan().plan
      #expect(back == made.plan, "\(file.path)")
      kinds[made.origin.split(separator: ",").last.map(String.init) ?? "", default: 0] += 1
    }
    #expect(kinds[" a DNAnexus workflow"] == 3)
    #expect(kinds[" a DNAnexus app"] == 10)
    #expect(kinds[" a GA4GH TES task"] == 6)
    #expect(kinds[" an assay configuration of eggd_conductor"] == 1)
  }
}
