import JobModel
import Testing

@testable import JobFormats

@Suite("Recipes for tables of other names")
struct TableRecipeTests {
  private func recipe(_ columns: String?, _ states: String? = nil, _ missing: String? = nil) throws -> TableRecipe {
    try #require(try TableRecipe(columns: columns, states: states, missing: missing))
  }

  @Test("columns get other names and other units")
  func columns() throws {
    let reading = try Reading(
      "id,what,milli,mib,took\n7,align,2500,3,1.5\n", as: "jobs-csv",
      table: try recipe(
        "id=job,what=executable,milli=vcpus/1000,mib=memory_requested_bytes*1048576,took=runtime_s*60"))
    let job = try #require(reading.jobs.first)
    #expect(job.key.id == "7" && job.executable == "align" && job.properties == [])
    #expect(job.vcpus == 2.5 && job.memoryRequested == Bytes(3 << 20) && job.runtime == .seconds(90))
  }

  @Test("states and values that say nothing")
  func words() throws {
    let reading = try Reading(
      "task,start_s,end_s,class,event\na,0,9,0,Terminated\nb,5,9,1,Terminated\nc,5,0,1,\n", as: "jobs-csv",
      table: try recipe(nil, "event=failed,Terminated=done", "start_s=0,end_s=0,class=1"))
    #expect(reading.jobs.map(\.started?.milliseconds) == [nil, 5000, 5000])
    #expect(reading.jobs.map { $0.property("class") } == ["0", nil, nil])
    let named = try Reading(
      "task,start_s,end_s,event\na,1,9,Terminated\nb,,,\n", as: "jobs-csv",
      table: try recipe("event=state", "Terminated=done,=running"))
    #expect(named.jobs.map(\.state) == [.done, .running])
  }

  @Test("a table need not say what ran")
  func unknownExecutable() throws {
    let reading = try Reading("id,ms\n7,5\n", as: "jobs-csv", table: try recipe("id=job,ms=runtime_ms"))
    #expect(reading.jobs.map(\.executable) == ["unknown"])
    #expect(reading.warnings == ["no column says what ran: all executables are unknown"])
  }

  @Test("what cannot be read is named")
  func faults() throws {
    func error(_ columns: String?, _ states: String? = nil, _ missing: String? = nil) -> String? {
      do { _ = try TableRecipe(columns: columns, states: states, missing: missing) } catch { return "\(error)" }
      return nil
    }
    #expect(error("a") == "expected old=new,…, found \"a\"")
    #expect(error("a=b") == "expected a column of jobs such as job, found \"b\"")
    #expect(error("a=runtime_s,") == "expected old=new,…, found \"\"")
    #expect(error("a=strated_s") == "expected a column of jobs such as started_s, found \"strated_s\"")
    #expect(error("a=vcpus/x") == "expected a factor such as *1024 or /1000, found \"vcpus/x\"")
    #expect(error("a=vcpus/0") == "expected a factor such as *1024 or /1000, found \"vcpus/0\"")
    #expect(error("a=user*2") == "expected no factor for user, which holds no amount, found \"user*2\"")
    #expect(
      error(nil, "a=sleeping")
        == "expected a state such as done, failed, terminated, running or runnable, found \"sleeping\"")
    #expect(error(nil, nil, "=0") == "expected column=value,…, found \"=0\"")
    #expect(error("a=runtime_s", "=running", "a=0") == nil)
    let absent = #expect(throws: InputError.self) {
      try Reading("id,took\n1,2\n", as: "jobs-csv", table: try recipe("tok=runtime_s"))
    }
    #expect(
      absent?.description
        == "test:1: --columns: no column is named \"tok\"; there are id, took; did you mean took?")
  }
}
