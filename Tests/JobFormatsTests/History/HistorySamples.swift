/// A hand-made example of a history, by its format.
struct HistorySample: CustomStringConvertible, Sendable {
  let format: String
  let number: Int
  let text: String
  /// What files of the format do not take well.
  let pieces: [String]

  var description: String { "\(format) \(number)" }
  /// Another for each sample.
  var seed: UInt64 { UInt64(number) + 1 }

  /// One at least of each format.
  static let all: [HistorySample] = {
    let json = ["\"", "\\", "\n", "{", "]", "null", "0.1", "[]", "{}", "\\u0000"]
    let table = ["\"", "\t", "\n", ";", ",", "-", "0.1", "\r"]
    let samples: [(String, String, [String])] = [
      ("dnanexus-json", "[\(sampleDescribe),\n\(sampleDescribe)]", json),
      ("dnanexus-json", "{\"results\":[{\"id\":\"job-1\",\"describe\":\(sampleDescribe)}],\"next\":null}", json),
      ("nextflow-trace", sampleTrace, table), ("nextflow-trace", sampleRawTrace, table),
      ("nextflow-report", sampleReport, json), ("seqera-json", sampleSeqeraDump, json),
      ("seqera-json", sampleSeqeraTasks, json), ("healthomics-manifest", sampleManifest, json),
      ("healthomics-manifest", sampleManifestEvents, json), ("jobs-csv", sampleJobsCSV, table),
      ("sacct", sampleSacct, ["|", "\n", "_[1-", ".batch", "99-", "Unknown"]),
      ("cromwell-metadata", sampleCromwell, json), ("galaxy-jobs", sampleGalaxy, json),
      ("snakemake-benchmark", sampleSnakemake, table), ("snakemake-benchmark", sampleSnakemakeLines, table),
      ("wfformat", workflowOfSchema15, json), ("wfformat", workflowOfSchema13, json),
      ("swf", sampleWorkload, [" ", "\n", ";", "-", "; MaxProcs: "]),
    ]
    return samples.enumerated().map { HistorySample(format: $1.0, number: $0, text: $1.1, pieces: $1.2) }
  }()
}
