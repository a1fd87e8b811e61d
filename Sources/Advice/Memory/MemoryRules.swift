/// Every constant of memory sizing, in one place.
///
/// None is fitted to a workflow: each was set to a round value on a plateau, where halving or doubling it changed the
/// expected wastage little, with every workflow left out in turn.
public struct MemoryRules: Sendable, Equatable {
  /// The price of a failed attempt, in units of the memory-hours that a mean task uses. Never quite nothing: a restart
  /// takes a person's patience even where the memory is cheap.
  public var failurePrice = 0.1
  /// The largest share of attempts that may fail, if there is one; the price is then moved until it is kept.
  public var maximalFailureRate: Double?

  /// How many residuals are kept.
  var kept = 100
  /// The share of residuals, the oldest, that is left out: they were made when less was known than now.
  var dropped = 0.25
  /// The share of the history that is near an input size.
  var neighbourhood = 0.3
  /// The weight of what the other executables' spread says, in own observations.
  var peerWeight = 1.0
  /// What a guess from more runs than this missed says nothing of executables with few, so it is not lent to them.
  var lendsUntil = 100
  /// The weight of the built-in spread among the peers', in observations.
  var builtInWeight = 5.0
  /// The ratios of a peak to what was expected that are believed before anything is known, ascending.
  var builtInRatios = [0.7, 0.9, 1.0, 1.1, 1.4]
  /// The share of the largest ratios that the tail is judged by.
  var tailShare = 0.15
  /// What is believed of the tail's scale (mean logarithmic excess) beforehand: for measured, and for sampled peaks.
  var tailScale = 0.02
  var sampledTailScale = 0.05
  /// The largest scale that is believed.
  var maximalTailScale = 0.5
  /// How fast an expert's past wastage is forgotten.
  var discount = 0.995
  /// How sharply the better expert is preferred: weights fall with this power of past wastage.
  var sharpness = 4.0
  /// Experts below this share of the best one's weight have no say.
  var smallestWeight = 0.1
  /// Once there are so many runs only one in (runs/this) judges the experts.
  var judgedParts = 16
  /// Below this number of completions a bound on failures cannot be kept by anything but the request.
  var cautiousBelow = 5

  /// The usual rules.
  public init() {}

  /// Rules with a bound on the share of attempts that fail.
  public static func atMost(failureRate: Double) -> MemoryRules {
    var rules = MemoryRules()
    rules.maximalFailureRate = failureRate
    return rules
  }
}
