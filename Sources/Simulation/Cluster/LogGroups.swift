import JobModel

/// The figures of a log's users or queues: like ``GroupTable``, but over columns, for millions of jobs.
enum LogGroups {
  /// The figures of each number that occurs, the most jobs first; jobs whose number is negative are in none.
  ///
  /// - Parameter keys: one for each job; empty where nothing is known.
  /// - Complexity: O(n) on average.
  static func figures(_ keys: [Int32], waits: [Int64], name: (Int32) -> String) -> [GroupFigures] {
    guard keys.count == waits.count, let largest = keys.max(), largest >= 0 else { return [] }
    // Numbers are small as a rule: a table then, and a dictionary where one could not be paid for.
    let places = Int(largest) < 4 * keys.count + 1024 ? table(keys, upTo: Int(largest)) : dictionary(keys)
    // One array with the waits of each group side by side.
    var starts = [Int](repeating: 0, count: places.keys.count + 1)
    for place in places.placeOf where place >= 0 { starts[Int(place) + 1] += 1 }
    for group in places.keys.indices { starts[group + 1] += starts[group] }
    var sorted = [Int64](repeating: 0, count: starts.last ?? 0)
    var next = starts
    for (job, place) in places.placeOf.enumerated() where place >= 0 {
      sorted[next[Int(place)]] = waits[job]
      next[Int(place)] += 1
    }
    return places.keys.indices.map { group in
      var own = Array(sorted[starts[group]..<starts[group + 1]])
      return GroupFigures(
        name: name(places.keys[group]), jobs: own.count, tries: own.count, wait: WaitFigures(selecting: &own),
        cost: nil)
    }.sorted(by: GroupFigures.precedes)
  }

  /// The groups' keys, and the group of each job, or -1.
  private typealias Places = (keys: [Int32], placeOf: [Int32])

  private static func table(_ keys: [Int32], upTo largest: Int) -> Places {
    var places: Places = ([], [Int32](repeating: -1, count: keys.count))
    var known = [Int32](repeating: -1, count: largest + 1)
    for (job, key) in keys.enumerated() where key >= 0 {
      if known[Int(key)] < 0 {
        known[Int(key)] = Int32(places.keys.count)
        places.keys.append(key)
      }
      places.placeOf[job] = known[Int(key)]
    }
    return places
  }

  private static func dictionary(_ keys: [Int32]) -> Places {
    var places: Places = ([], [Int32](repeating: -1, count: keys.count))
    var known: [Int32: Int32] = [:]
    for (job, key) in keys.enumerated() where key >= 0 {
      let place = known[key] ?? Int32(places.keys.count)
      if Int(place) == places.keys.count {
        known[key] = place
        places.keys.append(key)
      }
      places.placeOf[job] = place
    }
    return places
  }
}
