import Foundation

/// Ids and names of many jobs in one piece of memory, to be searched for a text at the speed of memory.
struct TextArena: Sendable {
  /// Letters of ASCII in lower case; a nought behind each text.
  private var bytes: [UInt8] = []
  /// Where each job's texts begin, and where the last one's end.
  private var starts: [Int] = [0]

  /// How many jobs there are.
  var count: Int { starts.count - 1 }

  /// Adds a job's id and name.
  mutating func add(_ id: UnsafeBufferPointer<UInt8>, _ name: UnsafeBufferPointer<UInt8>) {
    // Names often hold the id: then they are found by it.
    if !Self.holds(name, id) { append(id) }
    append(name)
    starts.append(bytes.count)
  }

  private mutating func append(_ text: UnsafeBufferPointer<UInt8>) {
    for byte in text { bytes.append((65...90).contains(byte) ? byte + 32 : byte) }
    bytes.append(0)
  }

  private static func holds(_ text: UnsafeBufferPointer<UInt8>, _ part: UnsafeBufferPointer<UInt8>) -> Bool {
    guard text.count >= part.count else { return false }
    return (0...(text.count - part.count)).contains { start in
      part.indices.allSatisfy { text[start + $0] == part[$0] }
    }
  }

  /// Hands out the places of the jobs whose id or name holds a text, each once; an empty text is in all.
  ///
  /// - Complexity: O(bytes).
  func forEachPlace(holding text: String, _ body: (Int) -> Void) {
    let wanted = Self.folded(text)
    guard !wanted.isEmpty else { return (0..<count).forEach(body) }
    // A nought would be found between two texts.
    guard !wanted.contains(0) else { return }
    let search = TextSearch(wanted)
    bytes.withUnsafeBufferPointer { all in
      var from = 0
      var place = 0
      while let offset = search.first(in: all, from: from) {
        while starts[place + 1] <= offset { place += 1 }
        body(place)
        from = starts[place + 1]
      }
    }
  }

  /// The text with the letters of ASCII in lower case, as SQLite's `lower` has it.
  static func folded(_ text: String) -> [UInt8] {
    storable(text).utf8.map { (65...90).contains($0) ? $0 + 32 : $0 }
  }
}

/// Looks for one text in many bytes (Horspool, "Practical fast searching in strings", 1980).
private struct TextSearch {
  private let wanted: [UInt8]
  /// By a byte below the text's end, how far the text can be moved on.
  private var steps: [Int]

  /// - Parameter wanted: not empty.
  init(_ wanted: [UInt8]) {
    self.wanted = wanted
    steps = [Int](repeating: wanted.count, count: 256)
    for (place, byte) in wanted.dropLast().enumerated() { steps[Int(byte)] = wanted.count - 1 - place }
  }

  /// Where the text begins first, at `from` or behind it.
  func first(in all: UnsafeBufferPointer<UInt8>, from: Int) -> Int? {
    if wanted.count == 1 { return single(in: all, from: from) }
    return wanted.withUnsafeBufferPointer { wanted in
      steps.withUnsafeBufferPointer { steps in
        let last = wanted.count - 1
        var end = from + last
        while end < all.count {
          let byte = all[end]
          if byte == wanted[last] {
            var place = last - 1
            while place >= 0, all[end - last + place] == wanted[place] { place -= 1 }
            if place < 0 { return end - last }
          }
          end += steps[Int(byte)]
        }
        return nil
      }
    }
  }

  /// One byte has no tail to jump by; the system looks at many at once.
  private func single(in all: UnsafeBufferPointer<UInt8>, from: Int) -> Int? {
    guard from < all.count, let base = all.baseAddress,
      let hit = memchr(base + from, Int32(wanted[0]), all.count - from)
    else { return nil }
    return UnsafeRawPointer(base).distance(to: UnsafeRawPointer(hit))
  }
}
