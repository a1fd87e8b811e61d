import Testing

@testable import Reporting

@Suite struct StepPeaksTests {
  @Test func eachSliceHasItsPeakAndOneWithoutAPointHoldsTheLastValue() throws {
    // From 0 to 40 in slices of 10: 3 and 5 in the first, none in the second, 1 in the third, 0 at the end.
    let steps = [PlotPoint(0, 3), PlotPoint(4, 5), PlotPoint(9, 2), PlotPoint(20, 1), PlotPoint(40, 0)]
    let other = [PlotPoint(10, 7), PlotPoint(15, 4)]
    let peaks = try #require(StepPeaks(of: [steps, other], slices: 4))
    #expect(peaks.width == 10)
    #expect(peaks.points[0].map(\.x) == [0, 10, 20, 30, 40])
    #expect(peaks.points[0].map(\.y) == [5, 2, 1, 0, 0])
    #expect(peaks.points[1].map(\.y) == [0, 7, 4, 4, 4])
  }

  @Test func whatHasNoLengthHasNoSlices() {
    #expect(StepPeaks(of: [], slices: 4) == nil)
    #expect(StepPeaks(of: [[PlotPoint(3, 1)]], slices: 4) == nil)
    #expect(StepPeaks(of: [[PlotPoint(0, 1), PlotPoint(1, 1)]], slices: 0) == nil)
    #expect(StepPeaks(of: [[PlotPoint(-1e308, 1), PlotPoint(1e308, 1)]], slices: 4) == nil)
    #expect(StepPeaks(of: [[PlotPoint(0, .nan), PlotPoint(1, 1)]], slices: 2)?.points[0].map(\.y) == [0, 1, 1])
  }
}
