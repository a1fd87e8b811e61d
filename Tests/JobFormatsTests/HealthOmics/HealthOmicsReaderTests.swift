import JobModel
import Testing

@testable import JobFormats

private let runArn = "arn:aws:omics:eu-west-1:123456789012:run/77"

/// A manifest, made up: a run, a task over several lines with fields of null, and one from the cache.
let sampleManifest = #"""
  {"arn":"arn:aws:omics:eu-west-1:123456789012:run\/77","creationTime":"2024-10-20T05:00:00.000Z","metrics":{"storageAverageGiB":110.5,"storageMaximumGiB":112,"storageReservedGiB":1200.0,"runningSeconds":5400},"name":"toy","parameters":{"run":"x"},"startTime":"2024-10-20T05:10:00Z","startedBy":"arn:aws:iam::123456789012:user\/ada","status":"COMPLETED","stopTime":"2024-10-20T06:40:00Z","storageType":"STATIC","uuid":"u-0","workflow":"arn:aws:omics:eu-west-1:123456789012:workflow\/5"}
  {
    "arn":"arn:aws:omics:eu-west-1:123456789012:task\/1",
    "creationTime":"2024-10-20T05:11:00.500Z",
    "digest":null,
    "metrics":{
      "cpusAverage":1.25,"cpusMaximum":1.9,"cpusReserved":2.0,"gpusReserved":0,
      "memoryAverageGiB":0.5,"memoryMaximumGiB":1.5,"memoryReservedGiB":4,"runningSeconds":90.25
    },
    "name":"Call-07-0708scattered","startTime":"2024-10-20T05:15:00Z","status":"COMPLETED",
    "stopTime":"2024-10-20T05:16:30.250Z","uuid":"u-1","cpus":1.0,"gpus":0.0,"image":"i:1",
    "instanceType":"omics.c.large","memory":3.0,"run":"arn:aws:omics:eu-west-1:123456789012:run\/77","workflow":null
  }
  {"arn":"arn:aws:omics:eu-west-1:123456789012:task/2","cacheHit":true,"creationTime":"2024-10-20T05:11:00Z","startTime":"2024-10-20T05:12:00Z","stopTime":"2024-10-20T05:12:05Z","metrics":{"runningSeconds":5},"name":"SORT (a)","status":"COMPLETED","run":"arn:aws:omics:eu-west-1:123456789012:run/77"}

  """#

/// The same kind of records as CloudWatch hands them out, made up.
let sampleManifestEvents = #"""
  {"events": [
    {"timestamp": 1, "message": "{\"arn\":\"arn:aws:omics:eu-west-1:123456789012:task/3\",\"creationTime\":\"2024-10-20T05:11:00Z\",\"name\":\"x\",\"status\":\"FAILED\",\"statusMessage\":\"no\",\"gpus\":1,\"run\":\"arn:aws:omics:eu-west-1:123456789012:run/77\"}", "ingestionTime": 2},
    {"timestamp": 3, "message": "MONITORING, %CPU: 52.10", "ingestionTime": 4}
   ], "nextForwardToken": "f/1"}
  """#

@Suite("Run manifests of HealthOmics")
struct HealthOmicsReaderTests {
  @Test("a run is an analysis with the storage it kept", arguments: [3, 256 * 1024])
  func run(blockSize: Int) throws {
    let reading = try Reading(sampleManifest, blockSize: blockSize)
    #expect(reading.report.format == "healthomics-manifest")
    #expect(reading.report.rows == 3)
    #expect(reading.lines == [1, 2, 14])
    #expect(reading.warnings == [])
    let run = reading.jobs[0]
    #expect(run.kind == .analysis && run.key == JobKey(run: runArn, id: "run/77"))
    #expect(run.name == "toy" && run.executable == "workflow/5" && run.state == .done)
    #expect(run.region == "aws:eu-west-1" && run.billTo == "123456789012")
    #expect(run.user == "arn:aws:iam::123456789012:user/ada")
    // 1200 GiB for an hour and a half.
    #expect(run.storageGiBHours?.description == "1800")
    #expect(run.property("storage_type") == "STATIC" && run.property("storage_reserved_gib") == "1200")
    // Dynamic storage: what was used on average, 110.5 GiB.
    let dynamic = try Reading(sampleManifest.replacing("STATIC", with: "DYNAMIC")).jobs[0]
    #expect(dynamic.storageGiBHours?.description == "165.75")
  }

  @Test("the same records in an array, as texts of events and with other escapes are the same jobs")
  func equalContent() throws {
    let jobs = try Reading(sampleManifest).jobs
    let plain = sampleManifest.replacing("\\/", with: "/").replacing("2.0,", with: "2,").replacing("3.0,", with: "3,")
    #expect(try Reading(plain).jobs == jobs)
    let lines = plain.replacing("\n", with: " ").replacing("} {", with: "},{").replacing("}   {", with: "},{")
    #expect(try Reading("[\(lines)]").jobs == jobs)
  }

  @Test("a task with its request, its use and its machine")
  func task() throws {
    let job = try Reading(sampleManifest).jobs[1]
    #expect(job.key == JobKey(run: runArn, id: "task/1") && job.analysis == "run/77" && job.kind == .job)
    #expect(job.name == "Call-07-0708scattered" && job.executable == "Call")
    #expect(job.submitted?.milliseconds == 1_729_401_060_500)
    #expect(job.workerTime?.milliseconds == 90_250 && job.runtime?.milliseconds == 90_250)
    #expect(job.instanceType == "omics.c.large" && job.vcpus == 1 && job.memoryRequested == Bytes(3 << 30))
    #expect(job.usage.cpuPercent == 125 && job.usage.peakMemory == Bytes(3 << 29))
    #expect(job.usage.peaksAreLowerBounds)
    #expect(job.property("cpus_reserved") == "2" && job.property("gpus") == nil && job.property("image") == "i:1")
  }

  @Test("a task whose result an earlier run had made is cached")
  func cached() throws {
    let job = try Reading(sampleManifest).jobs[2]
    #expect(job.isCached && job.started == nil && job.runtime == nil && job.executable == "SORT")
    #expect(job.property("cached_runtime_ms") == "5000")
  }

  @Test("events of CloudWatch, an array and texts hold the same records")
  func forms() throws {
    let events = try Reading(sampleManifestEvents)
    #expect(events.jobs.map(\.key.id) == ["task/3"])
    #expect(events.jobs[0].failureMessage == "no" && events.jobs[0].property("gpus") == "1")
    #expect(events.report.skipped == [.init(reason: "a message is no record", count: 1, lines: [3])])
    let lines = #"{"arn":"arn:aws:omics:r:1:task/3","status":"PENDING","creationTime":null,"name":"x"}"#
    let alone = try Reading(lines).jobs
    #expect(alone.map(\.key) == [JobKey(id: "arn:aws:omics:r:1:task/3")])
    #expect(try Reading("[\(lines)]").jobs == alone)
    let text = "[\"" + lines.replacing("\"", with: "\\\"") + "\"]"
    #expect(try Reading(text).jobs == alone)
  }

  @Test(
    "the tasks of a scatter share a name",
    arguments: [
      ("UGMakeExamples-07-0708scattered", "UGMakeExamples"), ("SORT (sample 1)", "SORT"), ("step_2", "step_2"),
      ("a-b-c", "a-b-c"), ("a-1", "a-1"), ("a-1-b", "a-1-b"), ("-1-2", "-1-2"), ("a-1-2", "a"), ("(x)", "(x)"),
      ("", ""),
    ])
  func names(name: String, expected: String) { #expect(HealthOmicsRecord.taskName(name) == expected) }

  @Test("faults are counted with their line")
  func faults() throws {
    let reading = try Reading(
      #"""
      {"creationTime":"x","arn":"arn:aws:omics:r:1:workflow/3","status":"ACTIVE"}
      {"status":"COMPLETED"}
      {"arn":"arn:aws:omics:r:1:task/3"}
      {"arn":"arn:aws:omics:r:1:task/4","status":"ODD","creationTime":"soon","startTime":"2024-01-02T00:00:00Z","stopTime":"2024-01-01T00:00:00Z","metrics":{"runningSeconds":-1,"memoryMaximumGiB":1e300,"cpusAverage":"NaN"},"cpus":[]}
      {"arn":"arn:aws:omics:r:1:task/5","status":"COMPLETED","creationTime":"2024-01-02T00:00:00Z","startTime":"2024-01-01T00:00:00Z"}
      7
      """#, as: "healthomics-manifest")
    #expect(
      reading.report.skipped == [
        .init(reason: "the arn names neither a run nor a task of HealthOmics", count: 1, lines: [1]),
        .init(reason: "the record has no arn", count: 1, lines: [2]),
        .init(reason: "the record has no status", count: 1, lines: [3]),
        .init(reason: "expected an object, found a number", count: 1, lines: [6]),
      ])
    #expect(
      reading.report.warnings.map(\.message) == [
        "cpus is no single value: it is left out", "unknown status \"ODD\"",
        "creationTime is not a time: it is left out",
        "stopTime before startTime: both are left out", "runningSeconds is not a usable duration: it is left out",
        "cpusAverage is not a usable number: it is left out", "memoryMaximumGiB is not a usable size: it is left out",
        "creationTime after startTime: creationTime is left out",
      ])
    #expect(reading.jobs.map(\.key.id) == ["arn:aws:omics:r:1:task/4", "arn:aws:omics:r:1:task/5"])
    #expect(reading.jobs[0].started == nil && reading.jobs[0].runtime == nil)
  }

  @Test("a manifest cut within a record is refused")
  func prefixes() throws {
    let bytes = Array(sampleManifest.utf8)
    // Where a record ends, nothing tells that others followed.
    var ends: Set<Int> = []
    var depth = 0
    for (place, byte) in bytes.enumerated() {
      if byte == UInt8(ascii: "{") { depth += 1 }
      if byte == UInt8(ascii: "}") { depth -= 1 }
      if depth == 0 { ends.insert(place + 1) }
    }
    for length in 1...bytes.count {
      let prefix = Array(bytes[..<length])
      if ends.contains(length) {
        #expect(try Reading(prefix, as: "healthomics-manifest", blockSize: 64).jobs.count <= 3)
      } else {
        #expect(throws: InputError.self, "\(length) bytes") {
          try Reading(prefix, as: "healthomics-manifest", blockSize: 64)
        }
      }
    }
  }
}
