/// The colours of a page and of the plots on it, once for screens in light, in dark and for paper.
///
/// Series stay apart for readers with protanopia, deuteranopia and tritanopia; `PlotThemeTests` computes it, and the
/// contrasts. The choice follows Okabe and Ito's ("Color Universal Design", 2008): blue, vermilion, bluish green,
/// reddish purple, yellow, sky blue, black, moved until each stands out from the background by 3 to 1.
struct PlotTheme: Sendable {
  /// Behind everything.
  var background: Colour
  /// Behind what is set apart: heads of tables, notes, inputs.
  var surface: Colour
  /// Text.
  var text: Colour
  /// Text of the second rank: labels of axes, notes.
  var muted: Colour
  /// Links.
  var link: Colour
  /// Base lines and borders that carry meaning.
  var axis: Colour
  /// Lines that only help the eye.
  var grid: Colour
  /// The series, in the order in which they are used.
  var series: [Colour]
  /// From little to much.
  var ramp: [Colour]
  /// Text on the lower ``cellSteps`` of the ramp; on the others it is the background's colour.
  var cell: Colour

  /// How many steps of the ramp carry text of the colour ``cell``.
  static let cellSteps = 4

  static let light = PlotTheme(
    background: 0xFFFFFF, surface: 0xF4F5F7, text: 0x1C2024, muted: 0x5A626B, link: 0x1A49C0, axis: 0x7A828B,
    grid: 0xE3E6EA,
    series: [0x1A49C0, 0xA6400F, 0x007A55, 0xB64C97, 0xB78D05, 0x5096E9, 0x3C3E50],
    ramp: [0xDCE8F7, 0xB6D0F0, 0x8BB4E6, 0x5E94D8, 0x3A72C4, 0x2050A4, 0x0F2F78], cell: 0x1C2024)

  static let dark = PlotTheme(
    background: 0x15181C, surface: 0x20252B, text: 0xE6E9ED, muted: 0xA3ABB4, link: 0x7FB2FF, axis: 0x7C858F,
    grid: 0x2E343B,
    series: [0x3F8CF5, 0xD9682F, 0x1CC37A, 0xCD92DA, 0xECD95C, 0xB5DCF5, 0x777F88],
    ramp: [0x1C2B44, 0x1F3F6C, 0x245896, 0x3074BE, 0x4C94DF, 0x80B7F2, 0xC0DDFC], cell: 0xFFFFFF)

  /// Paper is white, and toner for backgrounds is dear.
  static let print = PlotTheme(
    background: 0xFFFFFF, surface: 0xFFFFFF, text: 0x000000, muted: 0x444444, link: 0x000000, axis: 0x666666,
    grid: 0xDDDDDD, series: light.series, ramp: light.ramp, cell: 0x000000)

  /// The declarations of CSS that set the theme: `--bg:#ffffff;…`.
  var variables: String {
    var out =
      "--bg:\(background.css);--surface:\(surface.css);--text:\(text.css);--muted:\(muted.css);--link:\(link.css);"
      + "--axis:\(axis.css);--grid:\(grid.css);--cell:\(cell.css);"
    for (index, colour) in series.enumerated() { out += "--s\(index + 1):\(colour.css);" }
    for (index, colour) in ramp.enumerated() { out += "--r\(index):\(colour.css);" }
    return out
  }

  /// The style sheet of all themes: the reader's preference, which `data-theme` on the root element overrides.
  static let styleSheet = """
    :root{color-scheme:light;--shade:rgb(0 0 0/.13);\(light.variables)}
    @media (prefers-color-scheme:dark){:root:not([data-theme=light]){color-scheme:dark;--shade:rgb(0 0 0/.6);\(dark.variables)}}
    :root[data-theme=dark]{color-scheme:dark;--shade:rgb(0 0 0/.6);\(dark.variables)}
    @media print{:root,:root[data-theme],:root:not([data-theme=light]){color-scheme:light;\(print.variables)}}

    """
}
