/// A job whose runtime is asked for.
struct TimeoutJob: Sendable, Equatable {
  /// Who set the limit that it has.
  enum LimitSource: Sendable {
    /// Its user, for this job: then the limit tells of the runtime.
    case user
    /// Whoever wrote the workflow or the app.
    case author
    /// Nobody: it is a default.
    case none
  }

  /// The classes that it belongs to, from the coarsest to the finest, by number; the same number is the same class.
  var classes: [Int]
  /// The size of its inputs in bytes, if known.
  var input: Double?
  /// Its limit in seconds.
  var limit: Double
  var limitSource = LimitSource.none
  /// Its cores, by which what it burns is weighed.
  var cores = 1.0
}
