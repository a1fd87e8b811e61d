import JobModel

/// What each column of a jobs CSV is read as.
///
/// Where several columns say the same, the first of them in the order of ``JobColumn/names`` that says something counts
/// in each row, and the others are kept as properties.
struct JobsLayout {
  /// A column that says something of a job; few plain figures, so that a row is read without counting references.
  struct Source {
    var column: JobColumn
    /// Its place in ``JobsLayout/sources``, and so in ``JobsLayout/labels`` and ``JobsLayout/currencies``.
    var number: UInt16
    /// Whether it is the first of those that say the same.
    var isFirst: Bool
    /// What is taken off.
    var offset: UInt8
    /// Where it stands in a row.
    var place: UInt16
    /// Which of ``JobsLayout/substitutes`` it is, or -1: a substitute that was needed is no property.
    var substitute: Int16
    var multiplier: Int32
    /// A recipe's factor; 1 is none.
    var factor: Double
  }

  /// A column that is kept as it is.
  struct Extra {
    /// Its header, as it is written.
    var label: String
    var place: Int
    /// As for ``Source/substitute``.
    var substitute: Int
  }

  /// What stands between fields.
  let delimiter: UInt8
  /// How many columns there are.
  let count: Int
  /// The columns that are read, in the order of ``JobColumn``, then by rank.
  private(set) var sources: [Source] = []
  /// The headers of ``sources``, for messages.
  private(set) var labels: [String] = []
  /// The currencies that the headers of ``sources`` name.
  private(set) var currencies: [Currency?] = []
  /// The columns that are kept, sorted by header.
  private(set) var extras: [Extra] = []
  /// How many columns give way to others.
  private(set) var substitutes = 0
  /// Where the label stands that tells jobs of one executable apart, if there is one and no name.
  private(set) var tag: Int?
  /// Values that say nothing, by place; empty if no recipe names any.
  private(set) var missing: [Int: [[UInt8]]] = [:]
  /// The columns that are there, a bit each.
  private var known: UInt64 = 0

  /// The most columns that a table may have: more is no table of jobs.
  static let columnLimit = 10_000

  /// Whether a column is there, by any of its names.
  func has(_ column: JobColumn) -> Bool { known & 1 << UInt64(column.rawValue) != 0 }

  /// Whether it can be a table of jobs: it says what ran and for how long.
  var isComplete: Bool { has(.executable) && hasRuntime }
  /// Whether it says how long jobs ran, or could.
  var hasRuntime: Bool { has(.runtime) || (has(.started) && has(.stopped)) }

  /// The columns that a line names; nil if it has only one, or too many.
  init?(_ line: ArraySlice<UInt8>) { try? self.init(line, recipe: nil, file: "") }

  /// The columns that a line names, some of them by names that a recipe knows.
  ///
  /// - Throws: ``InputError`` for a line that names only one, for a recipe that names one that is not there, and for
  ///   more columns than ``columnLimit``.
  init(_ line: ArraySlice<UInt8>, recipe: TableRecipe?, file: String) throws(InputError) {
    let candidates = [UInt8(ascii: "\t"), UInt8(ascii: ";"), UInt8(ascii: ",")]
    let counts = candidates.map { delimiter in line.count { $0 == delimiter } }
    let most = counts.max() ?? 0
    guard most > 0, let best = counts.firstIndex(of: most) else {
      throw InputError(
        file: file, line: 1,
        message: "expected a header with executable and runtime_s, or started_s and stopped_s, "
          + "found \"\(InputHead(Array(line.prefix(100))).printable())\"")
    }
    guard most < Self.columnLimit else {
      throw InputError(file: file, line: 1, message: "expected at most \(Self.columnLimit) columns, found \(most + 1)")
    }
    delimiter = candidates[best]
    let headers = line.split(separator: delimiter, omittingEmptySubsequences: false).map {
      $0.filter { $0 != UInt8(ascii: "\"") }[...].trimmed.text
    }
    count = headers.count
    if let recipe { try Self.check(recipe, against: headers, file: file) }
    arrange(headers, recipe)
    for (place, header) in headers.enumerated() {
      if let values = recipe?.missing[header] { missing[place] = values.map { Array($0.utf8) } }
    }
  }

  private static func check(_ recipe: TableRecipe, against headers: [String], file: String) throws(InputError) {
    let there = Set(headers)
    for (option, names) in [("--columns", recipe.columns.keys.sorted()), ("--missing", recipe.missing.keys.sorted())] {
      for name in names where !there.contains(name) {
        let near = nearestNames(to: name, among: headers).first
        throw InputError(
          file: file, line: 1, field: option,
          message: "no column is named \"\(name)\"; there are \(headers.prefix(50).joined(separator: ", "))",
          hint: near.map { "did you mean \($0)?" })
      }
    }
  }

  private mutating func arrange(_ headers: [String], _ recipe: TableRecipe?) {
    var found: [(column: JobColumn, rank: Int, place: Int, factor: Double)] = []
    var taken: Set<UInt16> = []
    var labelsTaken: Set<String> = []
    for (place, header) in headers.enumerated() {
      let renamed = recipe?.columns[header]
      let name = renamed?.header ?? header.lowercased()
      // A header twice is read once: the second is kept, if its name is free.
      if let match = JobColumn.byHeader[name],
        taken.insert(UInt16(match.column.rawValue) << 8 | UInt16(truncatingIfNeeded: match.rank)).inserted
      {
        found.append((match.column, match.rank, place, renamed?.factor ?? 1))
      } else if !header.isEmpty, labelsTaken.insert(header).inserted {
        extras.append(Extra(label: header, place: place, substitute: -1))
        if name == "tag" { tag = place }
      }
    }
    found.sort { ($0.column.rawValue, $0.rank) < ($1.column.rawValue, $1.rank) }
    for (column, rank, place, factor) in found {
      let name = column.names[rank]
      // At most ``columnLimit`` columns, and a few headers for each of them.
      var source = Source(
        column: column, number: UInt16(clamping: sources.count), isFirst: !has(column), offset: name.offset,
        place: UInt16(clamping: place), substitute: -1,
        multiplier: name.multiplier, factor: factor)
      known |= 1 << UInt64(column.rawValue)
      if !source.isFirst && labelsTaken.insert(headers[place]).inserted {
        source.substitute = Int16(clamping: substitutes)
        extras.append(Extra(label: headers[place], place: place, substitute: substitutes))
        substitutes += 1
      }
      sources.append(source)
      labels.append(headers[place])
      currencies.append(name.currency.flatMap { try? Currency($0) })
    }
    extras.sort { $0.label < $1.label }
    if has(.name) { tag = nil }
  }
}
