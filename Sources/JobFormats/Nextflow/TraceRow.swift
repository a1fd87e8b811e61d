/// A task as Nextflow tells it: values by place, whatever the file looks like.
protocol TraceRow: ~Copyable {
  /// The line on which it begins, counted from 1.
  var line: Int { get }
  /// The value at a place of the header; empty if there is none.
  subscript(place: Int) -> ArraySlice<UInt8> { get }
}

extension DelimitedReader: TraceRow {}
extension JSONScalars: TraceRow {}
