import Foundation

/// A way to guess a peak from an input size and the peaks seen.
enum PeakExpert: Int, CaseIterable {
  /// The largest peak seen.
  case largest
  /// Least squares of peak on input size.
  case line
  /// Least squares of their logarithms.
  case powerLaw
  /// The mean of the one, three or nine peaks with the nearest input sizes.
  case nearest
  case nearest3
  case nearest9

  /// Whether it says something where the input size is not known.
  var needsInput: Bool { self != .largest }
}

/// Sums of a straight line's least squares.
struct LineSums {
  private var count = 0.0
  private var x = 0.0
  private var y = 0.0
  private var xx = 0.0
  private var xy = 0.0

  mutating func add(_ newX: Double, _ newY: Double) {
    // Running means keep their digits where sums of squares would lose them.
    count += 1
    let dx = newX - x
    x += dx / count
    y += (newY - y) / count
    xx += dx * (newX - x)
    xy += dx * (newY - y)
  }

  /// The line's value; the mean where all x are the same.
  func value(at point: Double) -> Double {
    guard xx > 1e-12 * max(1e-18, x * x * count) else { return y }
    return y + xy / xx * (point - x)
  }
}

/// What all experts know of one executable's peaks.
struct PeakLocations {
  /// A run by its input size.
  struct Neighbour {
    var input: Double
    var peak: Double
    var hours: Double
  }

  /// The largest and the smallest peak seen, in GB; 0 before the first.
  private(set) var largest = 0.0
  private(set) var smallest = 0.0
  private var line = LineSums()
  private var powerLaw = LineSums()
  /// By input size, then peak; at most ``capacity``.
  private var neighbours: [Neighbour] = []
  private var arrivals: [Neighbour] = []
  private var oldest = 0

  private static let capacity = 2000

  /// The logarithm of an input size in GB; a kilobyte more, so that nothing has one too.
  static func logarithm(_ input: Double) -> Double { Foundation.log(input + 1e-6) }

  /// Adds a run.
  /// - Complexity: O(log *n*) and a move of at most 2,000 neighbours.
  mutating func add(input: Double?, peak: Double, hours: Double) {
    largest = max(largest, peak)
    smallest = smallest == 0 ? peak : min(smallest, peak)
    guard let input else { return }
    line.add(input, peak)
    powerLaw.add(Self.logarithm(input), Foundation.log(max(peak, 1e-6)))
    let new = Neighbour(input: input, peak: peak, hours: hours)
    neighbours.insert(new, at: place(of: new))
    arrivals.append(new)
    if neighbours.count > Self.capacity {
      let old = arrivals[oldest]
      oldest += 1
      neighbours.remove(at: place(of: old))
      if oldest > Self.capacity {
        arrivals.removeFirst(oldest)
        oldest = 0
      }
    }
  }

  /// The largest peak is at least this.
  mutating func raise(to bound: Double) {
    largest = max(largest, bound)
    if smallest == 0 { smallest = bound }
  }

  /// Whether any run's input size is known.
  var knowsInputs: Bool { !neighbours.isEmpty }

  /// The first index whose neighbour is not below another one.
  private func place(of other: Neighbour) -> Int {
    neighbours.partitionPoint { $0.input < other.input || ($0.input == other.input && $0.peak < other.peak) }
  }

  /// The runs with the nearest input sizes, as many as asked for if there are as many.
  func nearest(_ input: Double, _ count: Int) -> ArraySlice<Neighbour> {
    var low = place(of: Neighbour(input: input, peak: -1, hours: 0))
    var high = low
    while high - low < count && (low > 0 || high < neighbours.count) {
      if low == 0 {
        high += 1
      } else if high == neighbours.count
        || input - neighbours[low - 1].input <= neighbours[high].input - input
      {
        low -= 1
      } else {
        high += 1
      }
    }
    return neighbours[low..<high]
  }

  /// What an expert guesses in GB; nil if it cannot.
  func location(_ expert: PeakExpert, input: Double?) -> Double? {
    guard largest > 0 else { return nil }
    if expert == .largest { return largest }
    guard let input, knowsInputs else { return nil }
    switch expert {
    case .largest: return largest
    case .line: return clamped(line.value(at: input))
    case .powerLaw: return clamped(Foundation.exp(min(25, max(-25, powerLaw.value(at: Self.logarithm(input))))))
    case .nearest: return mean(nearest(input, 1))
    case .nearest3: return mean(nearest(input, 3))
    case .nearest9: return mean(nearest(input, 9))
    }
  }

  /// How long a run of this input size takes, in hours; nil if nothing is near.
  func hours(input: Double?) -> Double? {
    guard let input, knowsInputs else { return nil }
    let near = nearest(input, 5)
    return near.reduce(0) { $0 + $1.hours } / Double(near.count)
  }

  /// A line goes on for ever; peaks do not.
  private func clamped(_ value: Double) -> Double { min(max(value, smallest * 0.5), largest * 1.5) }

  private func mean(_ slice: ArraySlice<Neighbour>) -> Double {
    slice.reduce(0) { $0 + $1.peak } / Double(slice.count)
  }
}
