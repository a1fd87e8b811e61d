import GRDB
import JobModel

/// Runs of Nextflow that hold the same tasks: the trace and the report of one run.
///
/// Each of the two files tells its run by its own content, and nothing that stands at the head of one stands in the other.
/// The tasks do: number and hash are the same, and a hash is of one working folder. Reused results have the hash of the
/// run that made them, so only tasks that ran are compared.
enum TwinRuns {
  /// How many tasks of a run are looked up.
  private static let sampleSize = 50

  /// Warns of each run among the jobs stored after `number` whose tasks another run has.
  static func report(_ db: Database, after number: Int64, in report: inout ImportReport) throws {
    guard report.format.hasPrefix("nextflow-") else { return }
    let runs = try Int64.fetchAll(
      db, sql: "SELECT DISTINCT run FROM jobs WHERE number > ? ORDER BY run", arguments: [number])
    for run in runs {
      let twins = try String.fetchAll(
        db,
        sql: """
          WITH fresh AS (
            SELECT job FROM jobs WHERE number > ?1 AND run = ?2 AND is_cached = 0 AND instr(job, '/') > 0
            ORDER BY number LIMIT \(sampleSize))
          SELECT DISTINCT n.name FROM fresh CROSS JOIN names n CROSS JOIN jobs j
          WHERE n.name GLOB 'nf-*' AND n.id <> ?2 AND j.run = n.id AND j.job = fresh.job AND j.is_cached = 0
          ORDER BY n.name
          """, arguments: [number, run])
      let name = try String.fetchOne(db, sql: "SELECT name FROM names WHERE id = ?", arguments: [run]) ?? ""
      for twin in twins {
        report.warn(
          "run \(name) holds tasks of run \(twin), which the store has: a trace and a report of one run count twice; "
            + "keep one of them, in a store without the other")
      }
    }
  }
}
