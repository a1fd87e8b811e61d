import JobModel
import Testing

@testable import JobFormats

private func read(_ text: String) throws -> SizingWorkflow {
  try SizingTable.read(ByteReader(text: text, name: "runs/align.csv.gz"))
}

private let table = """
  process,status,seq,row,start_ms,complete_ms,runtime_ms,input_bytes,peak_rss_bytes,mem_req_bytes
  align,COMPLETED,1,0,1000,9000,7000,2000000000,1500000000,4000000000
  align,FAILED,0,1,1000,2000,900,-,500000000,-1

  """

@Suite struct SizingTableTests {
  @Test func aRowIsATask() throws {
    let workflow = try read(table)
    #expect(workflow.name == "align")
    var first = SizingRecord(executable: "align", sequence: 1, row: 0)
    (first.startedMilliseconds, first.stoppedMilliseconds, first.runtimeMilliseconds) = (1000, 9000, 7000)
    (first.input, first.peak, first.request) = (2, 1.5, 4)
    var second = SizingRecord(executable: "align", sequence: 0, row: 1)
    second.isDone = false
    (second.startedMilliseconds, second.stoppedMilliseconds, second.runtimeMilliseconds) = (1000, 2000, 900)
    second.peak = 0.5
    #expect(workflow.records == [first, second])
  }

  @Test func theColumnsOfAJobsCSVAreKnownToo() throws {
    let workflow = try read("executable,peak_memory_bytes,started_s,stopped_s\nalign,1000000000,10,12.5\n")
    #expect(workflow.records[0].runtimeMilliseconds == 2500)
    #expect(workflow.records[0].peak == 1)
    #expect(workflow.records[0].isDone)
  }

  @Test(arguments: [
    ("", "runs/align.csv.gz: expected a table of tasks, found nothing"),
    (
      "process,runtime_ms\na,1\n",
      "runs/align.csv.gz:1: expected a column peak_memory_bytes (or peak_rss_bytes), found none"
    ),
    ("process,peak_rss_bytes,runtime_ms\n", "runs/align.csv.gz: expected tasks below the header, found none"),
    ("process,peak_rss_bytes,runtime_ms\na,1\n", "runs/align.csv.gz:2: expected 3 columns, found 2"),
    (
      "process,peak_rss_bytes,runtime_ms\na,1e999,1\n",
      "runs/align.csv.gz:2: peak memory: expected a number from 0, found \"1e999\""
    ),
    (
      "process,peak_rss_bytes,runtime_ms,row\na,1,1,5\nb,1,1,5\n",
      "runs/align.csv.gz:3: row: there are two tasks 5"
    ),
    (
      "process,peak_rss_bytes,runtime_ms,row\na,1,1,1.5\n",
      "runs/align.csv.gz:2: row: expected a whole number from 0"
    ),
  ])
  func aFaultIsNamedWithItsPlace(text: String, message: String) {
    #expect { try read(text) } throws: { "\($0)" == message }
  }

  @Test func everyBeginningIsReadOrRefused() {
    for length in 0...table.utf8.count {
      let text = String(decoding: table.utf8.prefix(length), as: UTF8.self)
      do { #expect(try !read(text).records.isEmpty) } catch { #expect(error is InputError) }
    }
  }

  @Test func aSplitNamesHistoryAndWhatIsToBeSized() throws {
    let text = "workflow,process,part,order,row\nalign,a,history,0,7\nalign,a,predict,1,3\n"
    let split = try SizingSplitTable.read(ByteReader(text: text, name: "split.csv"))
    #expect(
      split.workflows == [
        "align": [
          .init(executable: "a", isHistory: true, order: 0, row: 7),
          .init(executable: "a", isHistory: false, order: 1, row: 3),
        ]
      ])
    #expect { try SizingSplitTable.read(ByteReader(text: text + "align,a,later,1,3\n", name: "split.csv")) } throws: {
      "\($0)" == "split.csv:4: part: expected history or predict, found \"later\""
    }
  }
}
