import JobModel

/// Which rows of ``JobColumns`` a filter chooses; the same ones as ``JobCondition``.
struct JobChoice {
  /// Whether each row is chosen; nil for all of them.
  private(set) var flags: [Bool]?

  /// - Complexity: O(rows) for each thing asked for, and O(names) or O(bytes of names) for each text.
  init(_ filter: JobFilter, _ columns: JobColumns) {
    keep(filter.executable, columns.executable, columns)
    keep(filter.state, columns.state, columns)
    keep(filter.failureReason, columns.reason, columns)
    keep(filter.user, columns.user, columns)
    keep(filter.project, columns.project, columns)
    keep(filter.instanceType, columns.type, columns)
    if let run = filter.run { keep(columns.numbers { $0 == storable(run) }, columns.run) }
    if let since = filter.since?.milliseconds {
      keep(columns.count) { columns.submitted[$0] != RadixOrder.unknown && columns.submitted[$0] >= since }
    }
    if let until = filter.until?.milliseconds {
      keep(columns.count) { columns.submitted[$0] != RadixOrder.unknown && columns.submitted[$0] < until }
    }
    if let tag = filter.tag {
      let fitting = columns.tagLists.map { $0.contains { tag.matches($0) } }
      keep(columns.count) { fitting[Int(columns.tags[$0])] }
    }
    if let ids = filter.ids {
      let wanted = Set(ids.map { storable($0) })
      var hashes: Set<UInt64> = []
      for run in columns.runs { for id in wanted { hashes.insert(JobColumns.hash(id.utf8, run: run)) } }
      keep(columns.count) { hashes.contains(columns.job[$0]) }
    }
    if let text = filter.text, !text.isEmpty { keep(holding: text, in: columns, orNamed: false) }
    if let text = filter.anywhere, !text.isEmpty { keep(holding: text, in: columns, orNamed: true) }
  }

  private mutating func keep(_ count: Int, _ isKept: (Int) -> Bool) {
    var flags = self.flags ?? [Bool](repeating: true, count: count)
    self.flags = nil
    for row in 0..<count where flags[row] { flags[row] = isKept(row) }
    self.flags = flags
  }

  private mutating func keep(_ glob: Glob?, _ column: [UInt32], _ columns: JobColumns) {
    guard let glob else { return }
    keep(columns.numbers { glob.matches($0) }, column)
  }

  /// Rows whose number of a name is among those wanted.
  private mutating func keep(_ wanted: [Bool], _ column: [UInt32]) {
    keep(column.count) { wanted[Int(column[$0])] }
  }

  private mutating func keep(holding text: String, in columns: JobColumns, orNamed: Bool) {
    var found = [Bool](repeating: false, count: columns.count)
    let rows = columns.rowOfText
    columns.texts.forEachPlace(holding: text) { found[Int(rows[$0])] = true }
    if orNamed {
      let wanted = columns.numbers(holding: text)
      if wanted.contains(true) {
        for column in [columns.executable, columns.user, columns.type, columns.state, columns.reason] {
          for (row, number) in column.enumerated() where wanted[Int(number)] { found[row] = true }
        }
      }
    }
    guard let before = flags else { return flags = found }
    for row in found.indices where !before[row] { found[row] = false }
    flags = found
  }
}

extension JobColumns {
  /// For each number of a name whether the name is wanted; never for 0, which is none.
  fileprivate func numbers(_ isWanted: (String) -> Bool) -> [Bool] {
    var wanted = [Bool](repeating: false, count: lastName + 1)
    for (number, name) in names.all where isWanted(name) {
      if let index = Int(exactly: number), wanted.indices.contains(index), index > 0 { wanted[index] = true }
    }
    return wanted
  }

  fileprivate func numbers(holding text: String) -> [Bool] {
    let needle = TextArena.folded(text)
    return numbers { NameTable.holds($0, needle) }
  }
}
