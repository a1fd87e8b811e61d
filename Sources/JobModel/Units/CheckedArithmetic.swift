// Arithmetic that cannot trap, for everything that comes from input.

/// `a + b`, held at the ends of `Int64`.
@inlinable public func saturatingSum(_ a: Int64, _ b: Int64) -> Int64 {
  let (sum, overflow) = a.addingReportingOverflow(b)
  return overflow ? (b < 0 ? .min : .max) : sum
}

/// `a - b`, held at the ends of `Int64`.
@inlinable public func saturatingDifference(_ a: Int64, _ b: Int64) -> Int64 {
  let (difference, overflow) = a.subtractingReportingOverflow(b)
  return overflow ? (b < 0 ? .max : .min) : difference
}

/// `a * b`, held at the ends of `Int64`.
@inlinable public func saturatingProduct(_ a: Int64, _ b: Int64) -> Int64 {
  let (product, overflow) = a.multipliedReportingOverflow(by: b)
  return overflow ? ((a < 0) == (b < 0) ? .max : .min) : product
}

/// The nearest integer (halves away from zero), or nil for NaN, infinities and whatever does not fit an `Int64`.
@inlinable public func checkedInteger(_ value: Double) -> Int64? {
  // 2^63 is a Double, Int64.max is not: the bound is exclusive.
  guard value.isFinite, value > -0x1p63, value < 0x1p63 else { return nil }
  let rounded = value.rounded()
  return rounded < 0x1p63 ? Int64(rounded) : nil
}

/// A total as `Int64`, held at its ends; for sums kept in 128 bits so that they do not depend on order.
@inlinable public func saturated(_ value: Int128) -> Int64 { Int64(clamping: value) }
