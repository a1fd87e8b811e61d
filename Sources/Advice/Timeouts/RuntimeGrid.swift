import Foundation

/// Runtimes in equal steps of their logarithm, sixteen to a doubling, from a second to 48 days.
enum RuntimeGrid {
  static let perOctave = 16
  /// Steps of runtimes: 22 doublings.
  static let count = 22 * perOctave + 1
  /// Steps of residuals: 12 doublings to each side.
  static let residuals = 24 * perOctave + 1
  static let centre = residuals / 2

  /// The upper edges of the steps, in seconds.
  static let edges: [Double] = (0..<count).map { exp2((Double($0) + 0.5) / Double(perOctave)) }

  /// Where a runtime lies, in steps.
  static func place(_ seconds: Double) -> Double {
    guard seconds > 1 else { return 0 }
    return min(Double(count - 1), log2(seconds) * Double(perOctave))
  }

  /// Nothing is known: every order of magnitude is as likely.
  static let unknownRuntime = [Float](repeating: 1 / Float(count), count: count)

  /// Nothing is known of how far runtimes stray: a factor of two is usual, any is possible.
  static let unknownResidual: [Float] = {
    let shape = (0..<residuals).map { exp(-Double(abs($0 - centre)) / (0.7 * Double(perOctave))) + 0.002 }
    let sum = shape.reduce(0, +)
    return shape.map { Float($0 / sum) }
  }()
}

/// How a run spreads over the steps around it: mostly near, some far.
struct RuntimeKernel {
  let radius: Int
  let weights: [Float]

  /// Two double exponentials.
  ///
  /// - Parameter farShare: what the wide one has.
  init(near: Double = 1.5, far: Double = 5, farShare: Double) {
    let radius = Int(5 * far) + 1
    let distances = (-radius...radius).map { Double(abs($0)) }
    let nearSum = distances.reduce(0) { $0 + exp(-$1 / near) }
    let farSum = distances.reduce(0) { $0 + exp(-$1 / far) }
    self.radius = radius
    weights = distances.map {
      Float((1 - farShare) * exp(-$0 / near) / nearSum + farShare * exp(-$0 / far) / farSum)
    }
  }

  /// Of runtimes as such.
  static let ofRuntimes = RuntimeKernel(farShare: 0.3)
  /// Of residuals: what lies far off is in the pool of all classes already.
  static let ofResiduals = RuntimeKernel(farShare: 0.05)
}
