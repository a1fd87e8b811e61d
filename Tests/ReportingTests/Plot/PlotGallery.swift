import JobModel
import TestSupport

@testable import Reporting

/// One plot of each kind with small made-up data, and a page of all of them.
enum PlotGallery {
  private static let hour = 3_600_000.0
  private static let day = 24 * hour
  /// 2026-05-14 08:00 UTC.
  private static let morning = 1_778_745_600_000.0

  static let plots: [(name: String, plot: Plot, caption: String)] = [
    ("lines", lines, "All three sizes end within the limit; the largest fleet gains little over the middle one."),
    ("steps", steps, "The queue is longest at noon; by then 12 jobs run, as many as the limit allows."),
    ("band", band, "The spread of the cost grows with the number of samples."),
    ("stack", stack, "Alignment takes most of the machines until the afternoon."),
    ("bars", bars, "Two tasks make up four fifths of the cost."),
    ("columns", columns, "Failures came in March, with the new image."),
    ("stackedBars", stackedBars, "On spot, the tries that were interrupted cost more than they saved for long tasks."),
    ("points", points, "Runtime grows in proportion to the size of the input."),
    ("intervals", intervals, "Only the largest type is likely to be done in time."),
    ("boxes", boxes, "The runtimes of the joint calling vary most."),
    ("histogram", histogram, "Of the simulated runs 8 % go beyond the limit."),
    ("gantt", gantt, "The third sample was tried twice, and everything waited for it."),
    ("heat", heat, "Mornings are cheap; Tuesday's evening has no jobs on record."),
    ("pareto", pareto, "Four types are worth a thought; all others cost more and take longer."),
    ("waterfall", waterfall, "Smaller machines save most; their slower runs take some of it back."),
    ("crowd", crowd, "10,000 jobs on 760 pixels: failures stay visible."),
    ("empty", empty, "Nothing was recorded."),
  ]

  static var lines: Plot {
    func line(_ name: String, _ scale: Double, _ series: Int) -> LineMark {
      LineMark(
        name, (0...24).map { PlotPoint(Double($0) * hour / 4, scale * (1 - 1 / (1 + Double($0) / 5))) }, series: series)
    }
    return Plot(
      "Samples done", summary: "Three curves that rise and flatten.",
      x: PlotAxis("Time since launch", .values(.duration)), y: PlotAxis("Samples", .values(.count), hasZero: true),
      marks: [line("8 machines", 60, 1), line("16 machines", 96, 2), line("32 machines", 104, 3)],
      references: [PlotReference(.x(5 * hour), "deadline 5h"), PlotReference(.y(80), "all of the first batch")])
  }

  static var steps: Plot {
    let running: [Double] = [0, 4, 8, 12, 12, 12, 12, 9, 5, 3, 0]
    let queued: [Double] = [6, 9, 14, 19, 24, 17, 9, 3, 0, 0, 0]
    func line(_ name: String, _ values: [Double], _ series: Int) -> LineMark {
      LineMark(
        name, values.enumerated().map { PlotPoint(morning + Double($0) * hour, $1) }, shape: .steps, series: series)
    }
    return Plot(
      "Jobs over the day", x: PlotAxis("", .values(.date)), y: PlotAxis("Jobs", .values(.count), hasZero: true),
      marks: [line("running", running, 1), line("queued", queued, 2)], height: 200)
  }

  static var band: Plot {
    let places = (0...20).map { Double($0) * 50 }
    return Plot(
      "Cost by number of samples", x: PlotAxis("Samples", .values(.count)),
      y: PlotAxis("Cost", .values(.money(.gbp)), hasZero: true),
      marks: [
        AreaMark("p5 to p95", band: places.map { .init($0, $0 * 0.31, $0 * 0.52) }),
        LineMark("median", places.map { PlotPoint($0, $0 * 0.4) }),
      ], references: [PlotReference(.y(400), "budget 400.00 GBP")])
  }

  static var stack: Plot {
    let places = (0...12).map { morning + Double($0) * hour }
    func values(_ peak: Double, _ height: Double) -> [Double] {
      (0...12).map { max(0, height - abs(Double($0) - peak) * height / 5) }
    }
    return Plot(
      "vCPUs in use", x: PlotAxis("", .values(.date)), y: PlotAxis("vCPUs", .values(.count)),
      marks: [
        StackedAreaMark(
          places: places,
          layers: [
            .init("align", values(4, 480), series: 1), .init("call", values(7, 220), series: 6),
            .init("report", values(10, 60), series: 3),
          ])
      ])
  }

  static let tasks = ["align", "call variants", "joint genotyping", "annotate", "quality control", "report"]

  static var bars: Plot {
    Plot(
      "Cost by task", x: PlotAxis("Cost", .values(.money(.usd))), y: PlotAxis("", .bands(tasks)),
      marks: [BarMark([1204.5, 622.1, 208, 77.25, 31, 4.2])])
  }

  static var columns: Plot {
    Plot(
      "Failed jobs by month", x: PlotAxis("", .bands(["Jan", "Feb", "Mar", "Apr", "May", "Jun"])),
      y: PlotAxis("Failed jobs", .values(.count)), marks: [BarMark([12, 9, 61, 18, nil, 7], series: 2)], height: 180)
  }

  static var stackedBars: Plot {
    Plot(
      "Cost by market", x: PlotAxis("Cost", .values(.money(.usd))), y: PlotAxis("", .bands(tasks)),
      marks: [
        BarMark(
          stacked: [
            .init("on demand", [400, 300, 208, 20, 31, 4.2], series: 1),
            .init("spot", [700, 280, nil, 50, nil, nil], series: 6),
            .init("interrupted", [104.5, 42.1, nil, 7.25, nil, nil], series: 2),
          ])
      ])
  }

  static var points: Plot {
    var generator = SeededGenerator(seed: 4)
    let points = (0..<120).map { _ -> PlotPoint in
      let size = pow2(Double.random(in: 28...37, using: &generator))
      return PlotPoint(size, size / 2e5 * pow2(Double.random(in: -0.8...0.8, using: &generator)))
    }
    return Plot(
      "Runtime by size of input", x: PlotAxis("Input", .logarithm(.bytes)),
      y: PlotAxis("Runtime", .logarithm(.duration)), marks: [PointMark("", points)])
  }

  /// Two to a power, by squaring what is whole and a line between.
  private static func pow2(_ exponent: Double) -> Double {
    let whole = exponent.rounded(.down)
    return Double(sign: .plus, exponent: Int(whole), significand: 1 + (exponent - whole))
  }

  static var intervals: Plot {
    Plot(
      "Time to finish by type", x: PlotAxis("Time", .values(.duration), hasZero: true),
      y: PlotAxis("", .bands(["mem1_ssd1_v2_x4", "mem1_ssd1_v2_x8", "mem1_ssd1_v2_x16", "mem1_ssd1_v2_x36"])),
      marks: [
        IntervalMark([
          .init(9.1 * hour, 11 * hour, 15 * hour), .init(5 * hour, 6.2 * hour, 8.4 * hour),
          .init(3.4 * hour, 4 * hour, 5.6 * hour), .init(2.5 * hour, 2.8 * hour, 3.5 * hour),
        ])
      ], references: [PlotReference(.x(4.5 * hour), "deadline 4h 30m")])
  }

  static var boxes: Plot {
    var generator = SeededGenerator(seed: 9)
    let samples = [30.0, 80, 140, 12].map { middle in
      (0..<80).map { _ in
        (middle + Double.random(in: -1...1, using: &generator) * middle * Double.random(in: 0...0.9, using: &generator))
          * 60_000
      } + [middle * 60_000 * 2.4, middle * 60_000 * 2.9]
    }
    return Plot(
      "Runtimes", x: PlotAxis("Runtime", .values(.duration), hasZero: true),
      y: PlotAxis("", .bands(Array(tasks.prefix(4)))), marks: [BoxMark(samples)])
  }

  static var histogram: Plot {
    var generator = SeededGenerator(seed: 2)
    let costs = (0..<1000).map { _ in
      (0..<6).reduce(14.0) { sum, _ in sum + Double.random(in: 0...8, using: &generator) }
    }
    return Plot(
      "Cost of 1,000 simulated runs", x: PlotAxis("Cost", .values(.money(.gbp))),
      y: PlotAxis("Runs", .values(.count)), marks: [HistogramMark(costs)],
      references: [
        PlotReference(.x(30), "p5 30.00 GBP"), PlotReference(.x(38), "median 38.00 GBP"),
        PlotReference(.x(45), "limit 45.00 GBP"),
      ], height: 180)
  }

  static var gantt: Plot {
    let names = ["align S1", "align S2", "align S3", "align S3 (2nd try)", "call S1", "call S2", "call S3", "report"]
    func span(_ row: Int, _ from: Double, _ to: Double, _ state: PlotState) -> GanttMark.Span {
      GanttMark.Span(row: row, from: morning + from * hour, to: morning + to * hour, state)
    }
    return Plot(
      "Who did what when", x: PlotAxis("", .values(.date)), y: PlotAxis("", .bands(names)),
      marks: [
        GanttMark([
          span(0, 0, 0.2, .waiting), span(0, 0.2, 2.4, .done), span(1, 0, 0.3, .waiting), span(1, 0.3, 2.1, .done),
          span(2, 0, 0.3, .waiting), span(2, 0.3, 3.1, .retried), span(3, 3.1, 3.3, .waiting),
          span(3, 3.3, 6.1, .done), span(4, 2.4, 2.6, .waiting), span(4, 2.6, 3.9, .done), span(5, 2.1, 2.5, .waiting),
          span(5, 2.5, 3.6, .failed), span(6, 6.1, 6.4, .waiting), span(6, 6.4, 7.7, .running),
          span(7, 6.1, 7.5, .waiting), span(7, 7.5, 7.7, .terminated),
        ])
      ])
  }

  static var heat: Plot {
    let days = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
    let hours = (0..<12).map { "\($0 * 2)h" }
    let cells = days.indices.map { row in
      hours.indices.map { column -> Double? in
        row == 1 && column > 9 ? nil : Double((column - 6) * (column - 6) * -1 + 40) * (row > 4 ? 0.3 : 1)
      }
    }
    return Plot(
      "Wait for a worker", x: PlotAxis("", .bands(hours)), y: PlotAxis("", .bands(days)),
      marks: [HeatMapMark("median wait", cells.map { $0.map { $0.map { $0 * 60_000 } } }, unit: .duration)])
  }

  static var pareto: Plot {
    let choices: [(String, Double, Double)] = [
      ("x2", 8, 14), ("x4", 8.6, 8), ("x8", 11, 5), ("x16", 17, 3.6), ("x36", 31, 3.9), ("mem3 x8", 15, 5.6),
      ("mem3 x16", 24, 4.2), ("mem2 x4", 12, 8.8), ("mem2 x2", 10.4, 15),
    ]
    return Plot(
      "Cost and time of the choices", x: PlotAxis("Cost", .values(.money(.usd)), hasZero: true),
      y: PlotAxis("Time", .values(.duration), hasZero: true),
      marks: [ParetoMark(choices.map { .init($0.0, $0.1, $0.2 * hour) })])
  }

  static var waterfall: Plot {
    Plot(
      "From what was spent to what would have been", x: PlotAxis("Cost", .values(.money(.usd))),
      y: PlotAxis("", .bands(["recorded", "smaller machines", "slower runs", "spot", "interruptions", "would be"])),
      marks: [
        WaterfallMark([
          .total(2147.05), .change(-640), .change(122.5), .change(-410), .change(88), .total(1307.55),
        ])
      ])
  }

  static var crowd: Plot {
    var generator = SeededGenerator(seed: 7)
    let spans = (0..<10_000).flatMap { row -> [GanttMark.Span] in
      let ready = morning + Double(row) * day / 10_000
      let start = ready + Double.random(in: 0.1...1.5, using: &generator) * hour
      let end = start + Double.random(in: 0.2...2, using: &generator) * hour
      return [
        .init(row: row, from: ready, to: start, .waiting),
        .init(row: row, from: start, to: end, row % 1111 == 0 ? .failed : .done),
      ]
    }
    return Plot(
      "A day of jobs", x: PlotAxis("", .values(.date)), y: PlotAxis("", .bands((0..<10_000).map { "job \($0)" })),
      marks: [GanttMark(spans)], height: 300)
  }

  static var empty: Plot {
    Plot(
      "Jobs over the day", x: PlotAxis("", .values(.date)), y: PlotAxis("Jobs", .values(.count)),
      marks: [LineMark("running", [PlotPoint(.nan, 1)])], height: 120)
  }

  /// A page with every plot, a sortable table, names that attack it, and wide things.
  static var page: HTMLPage {
    var page = HTMLPage(
      title: "All plots of a report", lead: "Each kind of plot with small made-up data, as pages of results use them.")
    page.figures([("Cost", "38.20 GBP"), ("Time", "5h 12m"), ("Jobs", "1,204"), ("Over the limit", "8 %")])
    page.section("Plots")
    for item in plots {
      var table = HTMLTable(item.plot.title, [.init("What"), .init("Value", .number)])
      table.rows = [["first", .init(1, .count)], ["second", .init(2, .count)]]
      page.figure(item.plot, caption: item.caption, table: table)
    }
    page.section("Tables")
    page.subsection("Jobs")
    page.table(jobs)
    page.note("A remark that is set apart: 3 jobs have no price.")
    page.code("purser estimate plan.yaml --max-cost 40 " + String(repeating: "--set tasks.align.vcpus=16 ", count: 8))
    page.section("What this rests on")
    page.assumptions([("Seed", "1"), ("Replications", "1,000"), ("Prices of", "2026-03-01")])
    return page
  }

  static var jobs: HTMLTable {
    var table = HTMLTable(
      "The jobs of the run",
      [
        .init("Job"), .init("Type"), .init("Runtime", .number), .init("Cost", .number), .init("Peak memory", .number),
        .init("Use", .number), .init("Queue"), .init("Comment"),
      ])
    for index in 0..<24 {
      let name = index == 3 ? "<img src=x onerror=alert(1)>\u{202E}gnp.exe" : "sample_\(index)/align"
      table.rows.append([
        .init(name), .init("mem1_ssd1_v2_x\(2 << (index % 4))"),
        .init(Double((index * 37) % 24) * 700_000 + 200_000, .duration),
        .init(index == 5 ? nil : Double(index) * 1.25, .money(.gbp)),
        .init(Double(index + 1) * 1.3e9, .bytes),
        .init(
          "\(index * 4) %", key: Double(index * 4),
          sparkline: Sparkline((0..<20).map { Double(($0 * (index + 3)) % 11) }, title: "CPU of sample \(index)")),
        .init("project-\(index % 3)"), .init(index == 7 ? String(repeating: "long ", count: 60) : "fine"),
      ])
    }
    return table
  }
}
