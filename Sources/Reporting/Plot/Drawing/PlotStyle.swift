/// How the classes that plots use look; colours come from ``PlotTheme``'s variables.
///
/// A mark says `f` (filled) or `l` (a line) and `k1` … `k7` (which series), so that one word changes a theme.
enum PlotStyle {
  static let styleSheet: String = {
    var out = """
      svg.plot{display:block;overflow:visible;max-width:100%;height:auto;font:12px/1 -apple-system,"Segoe UI",Roboto,\
      "Helvetica Neue",Arial,"Liberation Sans",sans-serif;font-variant-numeric:tabular-nums}
      svg.plot text{fill:var(--text);unicode-bidi:isolate}
      svg.plot .lo{fill:var(--cell)}
      svg.plot .hi{fill:var(--bg)}
      svg.plot .m{fill:var(--muted)}
      svg.plot .b{font-weight:600}
      svg.plot .e{text-anchor:end}
      svg.plot .c{text-anchor:middle}
      svg.plot .halo{paint-order:stroke;stroke:var(--bg);stroke-width:4px;stroke-linejoin:round}
      svg.plot .g{stroke:var(--grid);fill:none;shape-rendering:crispEdges}
      svg.plot .x{stroke:var(--axis);fill:none;shape-rendering:crispEdges}
      svg.plot .case{stroke:var(--bg);fill:none;stroke-width:3;stroke-opacity:.75}
      svg.plot .ref{stroke:var(--text);fill:none;stroke-dasharray:4 3}
      svg.plot .f{fill:var(--k);stroke:none}
      svg.plot .l{stroke:var(--k);fill:none;stroke-width:1.75;stroke-linejoin:round;stroke-linecap:round}
      svg.plot .thin{stroke-width:1}
      svg.plot .dash{stroke-dasharray:5 4}
      svg.plot .d{stroke:var(--k);fill:none;stroke-linecap:round}
      svg.plot .a{fill-opacity:.18}
      svg.plot .h{fill-opacity:.35;stroke:var(--k);stroke-width:1}
      svg.plot .w{fill-opacity:.45}
      svg.plot .edge{stroke:var(--k);stroke-width:.75}
      svg.plot .o{fill:var(--bg);stroke:var(--k);stroke-width:1.5}
      svg.plot .ring{fill:none;stroke:var(--k);stroke-width:2;pointer-events:all}
      svg.plot .sep{stroke:var(--bg);stroke-width:1}
      svg.plot .p{stroke:var(--bg);stroke-width:1.4;fill:none}
      svg.plot .pk{stroke:var(--k);stroke-width:1.2;fill:none}
      svg.plot .hit{fill:transparent;stroke:none;pointer-events:all}
      svg.plot [tabindex]:focus,svg.plot .on{outline:none;stroke:var(--text);stroke-width:1.5}
      svg.spark{display:inline-block;vertical-align:middle;overflow:visible}
      svg.spark .l{stroke:var(--k);fill:none;stroke-width:1.25;stroke-linejoin:round}
      svg.spark .f{fill:var(--k)}

      """
    for index in 1...PlotTheme.light.series.count { out += ".k\(index){--k:var(--s\(index))}" }
    for index in PlotTheme.light.ramp.indices { out += ".r\(index){fill:var(--r\(index))}" }
    out += "@media print{svg.plot{break-inside:avoid;print-color-adjust:exact;-webkit-print-color-adjust:exact}}\n"
    return out
  }()
}
