import JobModel

/// Which column stands where in the rows.
struct SacctHeader {
  /// What stands between fields.
  let delimiter: UInt8
  /// How many columns there are.
  let count: Int
  /// Whether the last column is the job's name, which may hold anything, the delimiter too.
  let isLastOpen: Bool
  /// Whether the columns are those of XDMoD, and the first line is a job.
  let isHeaderless: Bool
  /// Whether fields may stand in quotes, as in a table that another program wrote anew: lists of resources hold commas.
  /// Slurm itself puts none, and a job's name may begin with one.
  let isQuoted: Bool
  private let places: [Int]

  /// The columns in the order in which XDMoD asks sacct for them (`--noheader`); its ids of groups and users are not read.
  ///
  /// Source: the reference data of XDMoD and its Slurm shredder.
  static let xdmod: [SacctColumn?] = [
    .jobID, .jobIDRaw, .cluster, .partition, .qos, .account, .group, nil, .user, nil, .submit, .eligible, .start, .end,
    .elapsed, .exitCode, .state, .nodes, .cpus, .requestedCPUs, .requestedMemory, .requestedTRES, .allocatedTRES,
    .timeLimit, .nodeList, .jobName,
  ]

  /// A call of sacct whose output can be read.
  static let command =
    "sacct --parsable2 --format JobID,JobName,State,ExitCode,Submit,Start,End,Elapsed,AllocCPUS,ReqMem,MaxRSS,TotalCPU"

  /// The header in a table's first line, or the order of XDMoD if that is a job in it; nil if it is neither.
  init?(_ head: InputHead) {
    let line = head.firstLine
    if let named = Self.named(line) {
      (delimiter, count, places) = named
      isQuoted = line.contains(UInt8(ascii: "\"")) || line.first == delimiter || Self.hasQuotedField(head, delimiter)
      isLastOpen = places[SacctColumn.jobName.rawValue] == count - 1 && !isQuoted
      isHeaderless = false
      return
    }
    guard Self.isJobOfXDMoD(line) else { return nil }
    delimiter = UInt8(ascii: "|")
    count = Self.xdmod.count
    places = SacctColumn.allCases.map { column in Self.xdmod.firstIndex { $0 == column } ?? -1 }
    isLastOpen = true
    isHeaderless = true
    isQuoted = false
  }

  /// A line with the job's id, something that only sacct has, and a delimiter between them.
  private static func named(_ line: ArraySlice<UInt8>) -> (UInt8, Int, [Int])? {
    let candidates = [UInt8(ascii: "|"), UInt8(ascii: "\t"), UInt8(ascii: ";"), UInt8(ascii: ",")]
    let counts = candidates.map { delimiter in line.count { $0 == delimiter } }
    guard let most = counts.max(), most > 0, let place = counts.firstIndex(of: most) else { return nil }
    let delimiter = candidates[place]
    var labels = line.split(separator: delimiter, omittingEmptySubsequences: false).map { label in
      // `%20` is how wide a column was asked to be.
      String(label.trimmed.text.lowercased().filter { $0 != "\"" }.prefix { $0 != "%" })
    }
    // `-p` has a delimiter behind the last column as well; programs that write tables anew number the rows first.
    if labels.last == "" { labels.removeLast() }
    guard !labels.dropFirst().contains("") else { return nil }
    let places = SacctColumn.allCases.map { labels.firstIndex(of: $0.label.lowercased()) ?? -1 }
    func has(_ column: SacctColumn) -> Bool { labels.contains(column.label.lowercased()) }
    // What squeue calls its columns: its jobs have not ended.
    guard has(.jobName) || !["name", "time", "st", "nodelist(reason)"].contains(where: labels.contains) else {
      return nil
    }
    let telling: [SacctColumn] = [
      .state, .elapsed, .elapsedRaw, .start, .submit, .exitCode, .allocatedCPUs, .requestedMemory, .maxRSS, .jobName,
      .partition, .timeLimit,
    ]
    guard has(.jobID) || has(.jobIDRaw), telling.contains(where: has) else { return nil }
    return (delimiter, labels.count, places)
  }

  /// Whether a field begins with a quote and ends with one that a delimiter or a line's end follows.
  private static func hasQuotedField(_ head: InputHead, _ delimiter: UInt8) -> Bool {
    guard delimiter == UInt8(ascii: ",") || delimiter == UInt8(ascii: ";") else { return false }
    let quote = UInt8(ascii: "\"")
    for line in head.bytes.split(separator: UInt8(ascii: "\n")) {
      let line = line.last == UInt8(ascii: "\r") ? line.dropLast() : line
      var before = delimiter
      for (place, byte) in zip(line.indices, line) {
        defer { before = byte }
        guard byte == quote, before == delimiter else { continue }
        let rest = line[(place + 1)...]
        if let close = rest.firstIndex(of: quote), close + 1 == line.endIndex || line[close + 1] == delimiter {
          return true
        }
      }
    }
    return false
  }

  /// How many of sacct's columns a line between bars names.
  static func knownColumns(_ line: ArraySlice<UInt8>) -> Int {
    let labels = Set(SacctColumn.allCases.map { $0.label.lowercased() })
    return line.split(separator: UInt8(ascii: "|")).count { labels.contains($0.trimmed.text.lowercased()) }
  }

  /// Whether a line has the shape of a job in XDMoD's order: what must be a number, a time, a duration or a code is one.
  private static func isJobOfXDMoD(_ line: ArraySlice<UInt8>) -> Bool {
    let fields = line.split(separator: UInt8(ascii: "|"), omittingEmptySubsequences: false)
    guard fields.count >= xdmod.count, SacctID(fields[0]) != nil, fields[1].first.map(isDigit) == true else {
      return false
    }
    let isExitCode = fields[15].split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
    return (10...13).allSatisfy { isTime(fields[$0]) } && SacctValue.duration(fields[14]) != nil
      && isExitCode.count == 2 && isExitCode.allSatisfy { $0.integer != nil }
      && (17...19).allSatisfy { fields[$0].integer != nil } && fields[16].first.map(isLetter) == true
  }

  private static func isDigit(_ byte: UInt8) -> Bool { byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9") }

  private static func isLetter(_ byte: UInt8) -> Bool { byte >= UInt8(ascii: "A") && byte <= UInt8(ascii: "Z") }

  private static func isTime(_ field: ArraySlice<UInt8>) -> Bool {
    if field.isText("Unknown") || field.isText("None") { return true }
    return field.count >= 19 && (try? SimTime(parsing: field.text)) != nil
  }

  /// Where a column stands, or nil if there is none of its name.
  subscript(column: SacctColumn) -> Int? {
    let place = places[column.rawValue]
    return place >= 0 ? place : nil
  }
}
