import JobModel
import Testing

@testable import JobFormats

/// A job as `dx describe --json` writes it, made up.
let sampleDescribe = """
  {
    "id": "job-AAAAAAAAAAAAAAAAAAAAAAA1", "class": "job", "name": "align sample 7", "try": 2, "parentJobTry": 1,
    "executable": "app-B", "executableName": "aligner", "function": "map", "region": "aws:eu-west-2",
    "created": 1700000000000, "startedRunning": 1700000100000, "stoppedRunning": 1700000460000,
    "state": "failed",
    "stateTransitions": [
      {"newState": "runnable", "setAt": 1700000005000}, {"newState": "running", "setAt": 1700000100000},
      {"newState": "failed", "setAt": 1700000463000}
    ],
    "instanceType": "mem1_ssd1_v2_x4", "trueInstanceType": "dx_c5d", "clusterSpec": {"initialInstanceCount": 3},
    "priority": "normal", "finalPriority": "low", "rank": -3, "timeout": 3600000,
    "executionPolicy": {"maxSpotTries": 1, "maxRestarts": 4, "restartOn": {"ExecutionError": 2, "*": 1}},
    "failureReason": "AppInternalError", "failureMessage": "it broke", "exitCode": 137,
    "failureCounts": {"SpotInstanceInterruption": 2},
    "totalPrice": 0.0034468444444444445, "currency": {"dxCode": 1, "code": "GBP", "symbol": "£"}, "isFree": false,
    "spotCostSavings": 0.01, "costLimit": 12.5,
    "parentJob": "job-P", "originJob": "job-O", "rootExecution": "analysis-R", "parentAnalysis": "analysis-R",
    "analysis": null, "stage": "stage-1", "detachedFrom": null, "dependsOn": ["job-D", "record-X"],
    "input": {"reads": [{"$dnanexus_link": {"job": "job-L", "field": "out"}}, {"$dnanexus_link": "file-1"}]},
    "runInput": {"a": {"job": "job-L", "field": "x"}, "b": {"job": "job-M", "field": "x"}, "job": "not a link"},
    "originalInput": {"c": {"$dnanexus_link": {"analysis": "analysis-Q", "stage": "stage-2", "field": "y"}}},
    "billTo": "org-x", "project": "project-x", "folder": "/out", "launchedBy": "user-x",
    "tags": ["t1", "t2"], "properties": {"sample": "7", "batch": "b"}, "details": {"big": [1, 2, {"x": "y"}]}
  }
  """

private func job(_ fields: String) throws -> Reading {
  try Reading("{\"id\": \"job-1\", \"class\": \"job\", \"state\": \"done\", \(fields)}")
}

@Suite("Descriptions of DNAnexus jobs")
struct DNAnexusReaderTests {
  @Test("every field has its place, whatever the size of the blocks", arguments: [1, 7, 64, 65_536])
  func fields(blockSize: Int) throws {
    let reading = try Reading(sampleDescribe, blockSize: blockSize)
    #expect(reading.report.rows == 1)
    #expect(reading.warnings == [])
    let job = try #require(reading.jobs.first)
    #expect(job.key == JobKey(run: "", id: "job-AAAAAAAAAAAAAAAAAAAAAAA1", tryNumber: 2))
    #expect(job.kind == .job)
    #expect(job.name == "align sample 7")
    #expect(job.executable == "aligner:map")
    #expect(job.executableID == "app-B")
    #expect(job.submitted?.milliseconds == 1_700_000_000_000)
    #expect(job.runnable?.milliseconds == 1_700_000_005_000)
    #expect(job.started?.milliseconds == 1_700_000_100_000)
    #expect(job.stopped?.milliseconds == 1_700_000_460_000)
    #expect(job.ended?.milliseconds == 1_700_000_463_000)
    #expect(job.transitions.map(\.state) == [.runnable, .running, .failed])
    #expect(job.state == .failed)
    #expect(job.failureReason == .appInternalError)
    #expect(job.failureMessage == "it broke")
    #expect(job.exitCode == 137)
    #expect(job.instanceType == "mem1_ssd1_v2_x4")
    #expect(job.nodes == 3)
    #expect(job.priority == .normal)
    #expect(job.finalPriority == .low)
    #expect(job.rank == -3)
    #expect(job.timeLimit == .hours(1))
    #expect(
      job.restartPolicy
        == RestartPolicy(
          restartOn: [.executionError: 2, RestartPolicy.anyReason: 1], maxRestarts: 4, maxSpotTries: 1))
    #expect(job.cost == Money(nanos: 3_446_844, currency: .gbp))
    #expect(job.spotSavings == Money(nanos: 10_000_000, currency: .gbp))
    #expect(job.costLimit?.description == "12.5")
    #expect(job.parent == "job-P")
    #expect(job.parentTry == 1)
    #expect(job.origin == "job-O")
    #expect(job.root == "analysis-R")
    #expect(job.analysis == "analysis-R")
    #expect(job.stage == "stage-1")
    #expect(job.detachedFrom == nil)
    #expect(job.dependencies == ["job-D", "job-L", "job-M", "analysis-Q"])
    #expect(job.user == "user-x")
    #expect(job.billTo == "org-x")
    #expect(job.project == "project-x")
    #expect(job.folder == "/out")
    #expect(job.region == "aws:eu-west-2")
    #expect(job.tags == ["t1", "t2"])
    #expect(
      job.properties.map(\.name) == ["batch", "failureCounts.SpotInstanceInterruption", "sample", "trueInstanceType"])
    #expect(job.property("failureCounts.SpotInstanceInterruption") == "2")
    #expect(job.isCached == false)
  }

  @Test("an older record without try, class and currency is try 0 of a job, without a cost")
  func sparse() throws {
    let reading = try Reading(
      "{\"id\": \"job-1\", \"state\": \"done\", \"applet\": \"applet-1\", \"totalPrice\": 1.0, \"analysis\": \"a\"}")
    let job = try #require(reading.jobs.first)
    #expect(job.key.tryNumber == 0)
    #expect(job.executable == "applet-1")
    #expect(job.name == "job-1")
    #expect(job.cost == nil)
    #expect(reading.warnings == ["totalPrice without a currency: it is left out"])
  }

  @Test("arrays, pages, stages, newline-delimited records and single ones hold the same jobs")
  func shapes() throws {
    func record(_ id: String) -> String { "{\"id\": \"job-\(id)\", \"state\": \"done\"}" }
    func ids(_ text: String) throws -> [String] { try Reading(text).jobs.map(\.key.id) }
    #expect(try ids("[\(record("1")), \(record("2"))]") == ["job-1", "job-2"])
    #expect(try ids("\(record("1"))\n\(record("2"))\n") == ["job-1", "job-2"])
    #expect(try ids("\(record("1"))\(record("2"))") == ["job-1", "job-2"])
    #expect(
      try ids(
        "{\"results\": [{\"id\": \"job-1\", \"describe\": \(record("1"))}, {\"id\": \"job-2\", "
          + "\"describe\": \(record("2"))}], \"next\": {\"id\": \"job-3\"}}") == ["job-1", "job-2"])
    #expect(try ids("{\"id\": \"stage-1\", \"execution\": \(record("1"))}") == ["job-1"])
    #expect(try ids("[\(record("1"))]\n[\(record("2"))]") == ["job-1", "job-2"])
  }

  @Test("an analysis comes before its stages, and a job that stands beside it comes once")
  func analysis() throws {
    let reading = try Reading(
      """
      [
      {"id": "analysis-1", "class": "analysis", "name": "run 7", "state": "done", "created": 5,
       "workflow": {"id": "workflow-1", "name": "pipeline", "stages": [{"id": "stage-a", "executable": "app-1"}]},
       "stages": [
         {"id": "stage-a", "execution": {"id": "job-1", "class": "job", "state": "done", "stage": "stage-a",
          "analysis": "analysis-1", "parentJob": null}},
         {"id": "stage-b", "execution": {"id": "job-2", "class": "job", "state": "done", "stage": "stage-b",
          "analysis": "analysis-1",
          "input": {"x": {"$dnanexus_link": {"analysis": "analysis-1", "stage": "stage-a", "field": "out"}}}}},
         {"id": "stage-c", "execution": null},
         {"id": "stage-d", "execution": {"id": "job-4"}}
       ],
       "stateTransitions": [{"newState": "done", "setAt": 90}],
       "totalPrice": 2, "currency": {"code": "USD"}},
      {"id": "job-1", "class": "job", "state": "done", "stage": "stage-a", "analysis": "analysis-1"}
      ]
      """)
    #expect(reading.jobs.map(\.key.id) == ["analysis-1", "job-1", "job-2"])
    #expect(reading.lines == [2, 5, 7])
    #expect(reading.jobs.map(\.kind) == [.analysis, .job, .job])
    #expect(reading.jobs[0].executable == "pipeline")
    #expect(reading.jobs[0].executableID == "workflow-1")
    #expect(reading.jobs[0].ended?.milliseconds == 90)
    #expect(reading.jobs[2].dependencies == ["job-1"])
    #expect(reading.report.rows == 4)
    #expect(reading.report.duplicates == 1)
    #expect(reading.reasons == [])
  }

  @Test("a link to a stage whose job is not at hand is left out with a remark")
  func stageElsewhere() throws {
    let reading = try job(
      """
      "input": {"$dnanexus_link": {"analysis": "analysis-1", "stage": "stage-a"}}, "analysis": "analysis-1"
      """)
    #expect(reading.jobs[0].dependencies == [])
    #expect(reading.warnings == ["waits for a stage whose job is not in the same description: that is left out"])
  }

  @Test("lists that were put into a list are read as one")
  func listOfLists() throws {
    let reading = try Reading(
      """
      [[{"id": "job-1", "state": "done"}, {"id": "job-2", "state": "done"}],
      [{"id": "job-3", "state": "failed"}], []]
      """)
    #expect(reading.jobs.map(\.key.id) == ["job-1", "job-2", "job-3"] && reading.report.rows == 3)
    #expect(reading.lines == [1, 1, 2] && reading.reasons == [])
  }

  @Test("records that are no executions are skipped with their line and reason")
  func skipped() throws {
    let reading = try Reading(
      """
      [
      {"id": "job-1", "state": "done"},
      {"state": "done", "executableName": "x"},
      {"id": "job-2"},
      17,
      {"id": "applet-1", "class": "applet", "state": "closed"},
      {"id": "file-1", "state": "closed"},
      {"id": "job-3", "name": "n"}
      ]
      """)
    #expect(reading.jobs.count == 1)
    #expect(reading.report.rows == 7)
    #expect(
      reading.report.skipped == [
        .init(reason: "the record has no id", count: 1, lines: [3]),
        .init(
          reason: "the record is an id alone: ask dx find jobs for --json, or the API for describe", count: 1,
          lines: [4]),
        .init(reason: "expected an object, found a number", count: 1, lines: [5]),
        .init(reason: "class \"applet\" is neither job nor analysis", count: 1, lines: [6]),
        .init(reason: "the id is that of neither a job nor an analysis", count: 1, lines: [7]),
        .init(reason: "the record has no state", count: 1, lines: [8]),
      ])
  }

  @Test(
    "a time that cannot be one is left out with a remark, and the job is kept",
    arguments: ["1e300", "-5", "\"NaN\"", "NaN", "9223372036854775807", "1e999999", "true", "{\"a\": 1}", "\"\""])
  func badTimes(value: String) throws {
    let reading = try job("\"created\": \(value), \"name\": \"n\"")
    #expect(reading.jobs.first?.submitted == nil)
    #expect(reading.jobs.first?.name == "n")
    #expect(reading.warnings == ["created is not a usable number: it is left out"])
  }

  @Test("a number with a fraction, an exponent or quotes is the number it says")
  func oddNumbers() throws {
    #expect(try job("\"created\": 1.7e12").jobs[0].submitted?.milliseconds == 1_700_000_000_000)
    #expect(try job("\"created\": 1700000000000.0").jobs[0].submitted?.milliseconds == 1_700_000_000_000)
    #expect(try job("\"created\": \"1700000000000\"").jobs[0].submitted?.milliseconds == 1_700_000_000_000)
    let priced = try job("\"totalPrice\": \"0.5\", \"currency\": \"usd\"")
    #expect(priced.jobs[0].cost == Money(nanos: 500_000_000, currency: .usd))
  }

  @Test(
    "other fields that cannot be are left out with a remark",
    arguments: [
      ("\"totalPrice\": 1e300, \"currency\": {\"code\": \"USD\"}", "totalPrice is no amount: it is left out"),
      ("\"totalPrice\": -1, \"currency\": {\"code\": \"USD\"}", "totalPrice is no amount: it is left out"),
      ("\"currency\": {\"code\": \"pounds\"}", "currency has no code of three letters: it is left out"),
      ("\"try\": -1", "try is not a usable number: it is left out"),
      ("\"timeout\": 0", "timeout is not a usable number: it is left out"),
      ("\"rank\": 5000", "rank is not a usable number: it is left out"),
      ("\"priority\": \"urgent\"", "unknown priority \"urgent\": it is left out"),
      ("\"failureReason\": \"Gremlins\"", "unknown failureReason \"Gremlins\""),
      ("\"name\": [1]", "name is not a text: it is left out"),
      (
        "\"clusterSpec\": {\"initialInstanceCount\": 1e9}",
        "clusterSpec.initialInstanceCount is not a usable number: one node is assumed"
      ),
    ])
  func badFields(fields: String, warning: String) throws {
    let reading = try job(fields)
    #expect(reading.jobs.count == 1)
    #expect(reading.warnings == [warning])
  }

  @Test("an unknown state and an unknown reason are kept and told")
  func unknownWords() throws {
    let reading = try Reading("{\"id\": \"job-1\", \"state\": \"pondering\", \"failureReason\": \"Gremlins\"}")
    #expect(reading.jobs[0].state.name == "pondering")
    #expect(reading.jobs[0].failureReason?.name == "Gremlins")
    #expect(reading.warnings == ["unknown failureReason \"Gremlins\"", "unknown state \"pondering\""])
  }

  @Test("clocks that run backwards leave both times out")
  func clockSkew() throws {
    let reading = try job("\"created\": 1, \"startedRunning\": 500, \"stoppedRunning\": 400")
    #expect(reading.jobs[0].started == nil)
    #expect(reading.jobs[0].stopped == nil)
    #expect(reading.jobs[0].submitted?.milliseconds == 1)
    #expect(reading.warnings == ["stoppedRunning before startedRunning: both are left out"])
    let early = try job("\"created\": 900, \"startedRunning\": 500, \"stoppedRunning\": 600")
    #expect(early.jobs[0].submitted == nil)
    #expect(early.warnings == ["created after startedRunning: created is left out"])
  }

  @Test("the counts that the platform fills in are its default; others stand as they are")
  func policies() throws {
    let usual = "\"restartOn\": {\"UnresponsiveWorker\": 2, \"JMInternalError\": 1, \"ExecutionError\": 1}"
    #expect(try job("\"executionPolicy\": {\(usual)}").jobs[0].restartPolicy == .platformDefault)
    #expect(try job("\"executionPolicy\": {}").jobs[0].restartPolicy == nil)
    #expect(try job("\"executionPolicy\": {\"restartOn\": {}}").jobs[0].restartPolicy == RestartPolicy(restartOn: [:]))
    #expect(try job("\"executionPolicy\": {\(usual), \"maxSpotTries\": 5}").jobs[0].restartPolicy?.maxSpotTries == 5)
  }

  @Test("a reused result is cached, and a free job costs nothing")
  func cachedAndFree() throws {
    let cached = try job("\"outputReusedFrom\": \"job-9\"").jobs[0]
    #expect(cached.isCached)
    #expect(cached.workerTime == .zero)
    #expect(cached.property("outputReusedFrom") == "job-9")
    let free = try job("\"isFree\": true, \"currency\": {\"code\": \"USD\"}").jobs[0]
    #expect(free.cost == Money(nanos: 0, currency: .usd))
    #expect(free.property("isFree") == "true")
  }

  @Test("ten records in an array may be the default of dx find")
  func ten() throws {
    func array(_ count: Int) -> String {
      "[" + (0..<count).map { "{\"id\": \"job-\($0)\", \"state\": \"done\"}" }.joined(separator: ",") + "]"
    }
    #expect(
      try Reading(array(10)).warnings == [
        "exactly 10 records: dx find shows 10 by default; add --num-results"
      ])
    #expect(try Reading(array(11)).warnings == [])
  }

  @Test("a document that is cut short is an error, not a shorter history")
  func cutShort() {
    let whole = "[\(sampleDescribe)]"
    for length in [30, 400, whole.utf8.count - 3, whole.utf8.count - 1] {
      let text = String(decoding: Array(whole.utf8).prefix(length), as: UTF8.self)
      #expect(inputError(text, as: "dnanexus-json")?.contains("cut short at line") == true, "\(length)")
    }
    #expect(inputError("{\"id\": \"job-1\", \"state\": \"done\"}\n{\"id\": \"job-2\", ")?.contains("line 2") == true)
    #expect(inputError("[{\"id\": \"job-1\", \"state\": \"done\"}] oops")?.contains("expected a value") == true)
  }

  @Test("inputs nested beyond 512 are an error with their line")
  func deep() {
    let deep = String(repeating: "[", count: 600)
    #expect(
      inputError("{\"id\": \"job-1\",\n\"input\": \(deep)")?.contains("test:2: objects and arrays are nested") == true)
  }

  @Test("inputs and descriptions nested below the limit end neither the stack nor the import")
  func nested() throws {
    let inner = "{\"id\": \"job-1\", \"state\": \"done\"}"
    func wrapped(_ levels: Int) -> String {
      String(repeating: "{\"execution\":", count: levels) + inner + String(repeating: "}", count: levels)
    }
    #expect(try Reading(wrapped(100)).jobs.count == 1)
    #expect(try Reading(wrapped(500)).reasons == ["expected an object, found one nested too deep"])
    let input = String(repeating: "[{\"a\":", count: 250) + "1" + String(repeating: "}]", count: 250)
    #expect(try job("\"input\": \(input)").jobs.count == 1)
  }

  @Test("a name without end is an error before it fills the memory")
  func endlessName() {
    let text = "{\"id\": \"job-1\",\n\"name\": \"" + String(repeating: "x", count: 20 << 20)
    #expect(inputError(text)?.contains("test:2: a text or number is longer than 16 MiB") == true)
  }

  @Test("the files among the inputs are kept once; what was asked for stands only where nothing else does")
  func inputFiles() throws {
    let link = { (id: String) in "{\"$dnanexus_link\": \(id)}" }
    let file = { (id: String) in link("\"file-\(id)\"") }
    let both = try job(
      "\"input\": {\"a\": [\(file("1")), \(link("{\"project\": \"p\", \"id\": \"file-2\"}"))], \"id\": \"file-9\"}, "
        + "\"runInput\": {\"b\": \(file("1")), \"c\": \(file("3")), \"d\": \(link("\"record-1\""))}, "
        + "\"originalInput\": {\"e\": \(file("4"))}, \"dependsOn\": [\(file("5"))]")
    #expect(both.jobs.first?.inputFiles == ["file-1", "file-2", "file-3"])
    #expect(try job("\"originalInput\": {\"e\": \(file("4"))}").jobs.first?.inputFiles == ["file-4"])
    let many = (0...Describe.fileLimit).map { file(String($0)) }.joined(separator: ",")
    let tooMany = try job("\"input\": [\(many)]")
    #expect(tooMany.jobs.first?.inputFiles == [])
    #expect(tooMany.warnings == ["more than 10000 input files: their size is not added up"])
  }

  @Test("a list that hides earlier tries says so; one description by itself does not")
  func hiddenTries() throws {
    func record(_ id: String, _ number: Int) -> String {
      "{\"id\": \"job-\(id)\", \"state\": \"done\", \"try\": \(number)}"
    }
    let hidden = try Reading("[\(record("1", 2)), \(record("1", 0)), \(record("2", 1)), \(record("3", 0))]")
    #expect(
      hidden.report.warnings.map { "\($0.count): \($0.message)" } == [
        "2: earlier tries of a job are not in the file, and what they cost is missing: add --include-restarted to dx find"
      ])
    #expect(try Reading("[\(record("1", 2)), \(record("1", 1)), \(record("1", 0))]").warnings == [])
    #expect(try Reading(record("1", 2)).warnings == [])
    #expect(try Reading("[\(record("1", 1_000_000))]").warnings.count == 1)
  }

  @Test("the latest time of the file is how long its unfinished jobs were seen")
  func latestTime() throws {
    let text = """
      [{"id": "job-1", "state": "running", "startedRunning": 1000},
       {"id": "job-2", "state": "done", "created": 500, "modified": 91000, "startedRunning": 700}]
      """
    #expect(try Reading(text).report.latestTime == SimTime(milliseconds: 91_000))
    let (history, _) = try readHistory(ByteReader(text: text, name: "test"))
    #expect(history.jobs.map(\.elapsedSoFar) == [.seconds(90), nil])
  }

}
