import JobModel

/// A job of a history, whatever its try.
struct JobID: Hashable {
  let run: String
  let id: String

  init(_ key: JobKey) { self.init(run: key.run, id: key.id) }

  init(run: String, id: String) {
    self.run = run
    self.id = id
  }
}
