/// A task as Nextflow tells it: values by place, whatever the file looks like.
protocol TraceRow: ~Copyable {
  /// The line on which it begins, counted from 1.
  var line: Int { get }
  /// The value at a place of the header; empty if there is none. Valid as long as the row stands.
  subscript(place: Int) -> UnsafeBufferPointer<UInt8> { get }
}

extension DelimitedRecord: TraceRow {}

/// A task that was an object.
struct JSONTraceRow: ~Copyable, TraceRow {
  let line: Int
  private let bytes: UnsafeMutableBufferPointer<UInt8>
  private let ranges: [Range<Int>]

  /// A copy of the values, which stays at one place.
  init(_ row: JSONScalars) {
    line = row.line
    ranges = row.ranges
    bytes = .allocate(capacity: row.bytes.count)
    _ = bytes.initialize(from: row.bytes)
  }

  deinit { bytes.deallocate() }

  subscript(place: Int) -> UnsafeBufferPointer<UInt8> { UnsafeBufferPointer(rebasing: bytes[ranges[place]]) }
}
