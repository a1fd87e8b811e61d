import Foundation
import JobModel
import TestSupport
import Testing

@testable import JobFormats

@Suite("Real workflow instances", .enabled(if: realData != nil))
struct WfFormatRealDataTests {
  private let folder = (realData ?? URL(fileURLWithPath: "/")).appendingPathComponent("wfinstances")

  private func read(_ name: String) throws -> (WorkflowInstance, ImportReport) {
    let path = folder.appendingPathComponent(name).path
    var report = ImportReport(file: path, format: "wfformat")
    let bytes = try ByteReader(.file(path))
    #expect(WfFormatReader.recognises(try bytes.head()), "\(name)")
    return (try #require(try WfFormatReader.instance(bytes, report: &report)), report)
  }

  @Test("tasks, edges, machines and the recorded makespan are those of the table")
  func table() throws {
    let readme = try String(contentsOf: folder.appendingPathComponent("README.md"), encoding: .utf8)
    var files = 0
    for line in readme.split(separator: "\n") where line.hasPrefix("| ") {
      let cells = line.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
      guard cells.count >= 7, cells[0].hasSuffix(".json.gz"), let tasks = Int(cells[3]), let edges = Int(cells[4])
      else { continue }
      let (instance, report) = try read(cells[0])
      #expect(instance.tasks.count == tasks && report.rows == tasks && report.skippedCount == 0, "\(cells[0])")
      #expect(instance.edgeCount == edges, "\(cells[0])")
      let machines = cells[5].split(separator: "x").compactMap { Int($0) }
      #expect(instance.machines.map(\.cores) == Array(repeating: machines[1], count: machines[0]), "\(cells[0])")
      #expect(instance.makespan?.inSeconds == Double(cells[6]), "\(cells[0])")
      let plan = instance.plan()
      #expect(throws: Never.self) { try plan.validate() }
      files += 1
    }
    #expect(files == 28)
  }

  @Test("one run in the shapes of 1.3 and 1.4 is one workflow")
  func oldShapes() throws {
    let (older, olderReport) = try read("old-schema/soykb-10fastq-10ch-schema1.3.json.gz")
    let (old, oldReport) = try read("old-schema/soykb-10fastq-10ch-schema1.4.json.gz")
    #expect(older == old && old.tasks.count == 96)
    #expect(olderReport.warnings.count == 2 && oldReport.warnings == [])
    let (new, _) = try read("soykb-chameleon-10fastq-10ch-001.json.gz")
    #expect(old.edgeCount == new.edgeCount && old.machines == new.machines && old.makespan == new.makespan)
    #expect(old.tasks.map(\.runtime) == new.tasks.map(\.runtime))
    #expect(old.tasks.map(\.parents) == new.tasks.map(\.parents))
    #expect(old.tasks.map(\.executable) == new.tasks.map(\.executable))
  }

  @Test("executables are the kinds of task of each system")
  func executables() throws {
    func kinds(_ name: String) throws -> Set<String> { Set(try read(name).0.tasks.map(\.executable)) }
    #expect(try kinds("helloworld-chain-5-chameleon.json.gz") == ["cpuhog"])
    #expect(try kinds("blast-chameleon-small-001.json.gz") == ["split_fasta", "blastall", "cat_blast", "cat"])
    #expect(try kinds("epigenomics-chameleon-hep-1seq-100k-001.json.gz").count == 8)
    #expect(try kinds("bacass-dirt02-001.json.gz").count == 7)
    #expect(try kinds("bacass-dirt02-001.json.gz").contains("NFCORE_BACASS.BACASS.UNICYCLER"))
  }

  @Test("memory that is in kB is said and left out, and only that")
  func units() throws {
    let (hello, report) = try read("helloworld-forkjoin-10-chameleon.json.gz")
    #expect(hello.machines[0].memory == nil && hello.tasks.allSatisfy { $0.memory == nil })
    #expect(report.warnings.count == 2)
    let (montage, quiet) = try read("montage-chameleon-2mass-005d-001.json.gz")
    #expect(montage.machines[0].memory != nil && montage.tasks.allSatisfy { $0.memory != nil })
    #expect(quiet.warnings == [])
    let zeros = try read("rnaseq-dirt02-001.json.gz").1.warnings.map(\.message)
    #expect(zeros == ["56 of 197 runtimes are 0: too short for the trace to measure"])
  }
}
