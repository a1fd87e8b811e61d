import Foundation

extension SpotTheory {
  /// The chance that a job ends by a deadline on spot machines alone, started from scratch after each interruption.
  ///
  /// The renewal equation F(D) = e^−x·1(D ≥ T) + ∫₀^min(T,D) l·e^−lu·F(D − u − d) du, solved forward in D on a grid of
  /// which T is a multiple. Written for g(s) = F(T + s), which has no jumps, with A(y) = ∫₀^y l·e^−lu·g(y − u) du:
  ///
  ///     g(s) = e^−x + A(s − d) − e^−x·A(s − d − T),    A(y + h) = e^−lh·A(y) + ∫₀^h l·e^−lu·g(y + h − u) du
  ///
  /// where the last integral is exact for a g that is straight over the step, so the error falls with its square.
  ///
  /// - Parameters:
  ///   - deadline: D, hours from the start of the first attempt.
  ///   - delay: d, hours between an interruption and the start of the next attempt.
  ///   - steps: how many steps the work is cut into, at least; more where the delay is shorter than one.
  /// - Returns: 0…1.
  /// - Complexity: O(D/T × steps), at most ``deadlineGridLimit``; what lies beyond it is taken to fall geometrically.
  public func probability(endingBy deadline: Double, delay: Double = 0, steps: Int = 500) -> Double {
    guard deadline >= work else { return 0 }  // NaN too
    let x = rate * work
    guard work > 0, x > 0 else { return 1 }
    let done = exp(-x)
    guard done > 0 else { return 0 }
    var count = Double(max(8, min(steps, 10_000)))
    // A delay that is a fraction of a step would make each value depend on itself; a hundred-thousandth of T is none.
    let delay = delay > work / 1e5 ? delay : 0
    if delay > 0 { count = max(count, (work / delay).rounded(.up)) }
    let span = Int(count)
    let step = work / count
    let wanted = (deadline - work) / step
    let points = wanted < Double(Self.deadlineGridLimit) ? Int(wanted) + 1 : Self.deadlineGridLimit
    let lag = delay / step

    // ∫₀^h l·e^−lu·(1 − u/h) du for the end of the step that is near, the rest of 1 − e^−lh for the far one.
    let perStep = rate * step
    let shrink = exp(-perStep)
    let mass = -expm1(-perStep)
    let near = perStep < 1e-4 ? perStep / 2 - perStep * perStep / 6 : 1 - mass / perStep
    let far = mass - near

    var g = [done]
    var a = [0.0]
    g.reserveCapacity(points + 1)
    a.reserveCapacity(points + 1)
    /// A, less what is older than T, at a time that may lie between points.
    func window(_ position: Double) -> Double {
      guard position > 0 else { return 0 }
      let low = Int(position)
      let part = position - Double(low)
      func at(_ point: Int) -> Double { a[point] - (point >= span ? done * a[point - span] : 0) }
      return part == 0 ? at(low) : at(low) * (1 - part) + at(low + 1) * part
    }
    for point in 1...max(1, points) {
      let old = shrink * a[point - 1] + far * g[point - 1]
      var value: Double
      if lag == 0 {
        let dropped = point >= span ? done * a[point - span] : 0
        value = (done + old - dropped) / (1 - near)
      } else {
        value = done + window(Double(point) - lag)
      }
      value = min(1, max(g[point - 1], value))  // it never falls
      g.append(value)
      a.append(old + near * value)
    }
    guard wanted >= Double(points) else {
      let low = Int(wanted)
      return g[low] + (wanted - Double(low)) * (g[low + 1] - g[low])
    }
    let (last, before) = (1 - g[points], 1 - g[max(0, points - span)])
    guard last > 0, before > 0 else { return 1 }
    return 1 - last * pow(last / before, (wanted - Double(points)) / Double(min(span, points)))
  }

  /// How many points of time are looked at for a deadline.
  public static let deadlineGridLimit = 2_000_000

  /// D − T − d: the latest time, in hours from the start, to give up on spot and still end by a deadline on demand.
  public func latestSwitch(deadline: Double, delay: Double) -> Double { deadline - work - delay }
}
