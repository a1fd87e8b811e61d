/// What a `JobID` says: `123`, `123_4`, `123_[5-9%2]`, `123+1`, each with a step (`.batch`, `.extern`, `.0`) or without.
struct SacctID {
  /// The id without the step.
  let job: ArraySlice<UInt8>
  /// The step, if the row is one.
  let step: ArraySlice<UInt8>?
  /// The number that the parts of an array or of a heterogeneous job have in common.
  let base: ArraySlice<UInt8>
  /// The task of an array, or those that still wait (`[5-9%2]`).
  let task: ArraySlice<UInt8>?
  /// The part of a heterogeneous job.
  let component: ArraySlice<UInt8>?

  /// The id in a field; nil if it does not begin with a number or has other parts.
  init?(_ field: ArraySlice<UInt8>) {
    base = field.prefix { $0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9") }
    guard !base.isEmpty, base.count <= 18, field.count <= 4096 else { return nil }
    let end = field.firstIndex(of: UInt8(ascii: ".")) ?? field.endIndex
    job = field[..<end]
    step = end < field.endIndex ? field[(end + 1)...] : nil
    if let step, step.isEmpty { return nil }
    let rest = job[base.endIndex...]
    switch rest.first {
    case nil: (task, component) = (nil, nil)
    case UInt8(ascii: "_"):
      let name = rest.dropFirst()
      guard name.integer.map({ $0 >= 0 }) ?? (name.first == UInt8(ascii: "[")) else { return nil }
      (task, component) = (name, nil)
    case UInt8(ascii: "+"):
      guard rest.dropFirst().integer.map({ $0 >= 0 }) == true else { return nil }
      (task, component) = (nil, rest.dropFirst())
    default: return nil
    }
  }

  /// Whether the row stands for tasks of an array that have not been taken apart yet.
  var isPendingArray: Bool { task?.first == UInt8(ascii: "[") }
}
