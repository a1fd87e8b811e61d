import ArgumentParser
import Foundation
import JobModel
import Reporting

/// How a result is written.
struct OutputOptions: ParsableArguments {
  @Flag(help: "Print one JSON document.")
  var json = false

  @Flag(help: "Print one table as CSV, with units in the column names.")
  var csv = false

  @Flag(name: .customLong("no-color"), help: "No colours (NO_COLOR does the same).")
  var noColor = false

  func validate() throws {
    if json && csv { throw ValidationError("--json and --csv exclude each other.") }
  }

  /// How to style a screen.
  var style: Style {
    let isColoured =
      !noColor && (ProcessInfo.processInfo.environment["NO_COLOR"] ?? "").isEmpty && Console.isTerminal(STDOUT_FILENO)
    return Style(isStyled: isColoured, width: Console.width)
  }

  /// Writes a result in the form that was asked for; the warnings of a screen go to standard error.
  ///
  /// - Parameter given: what the commands that the screen suggests need too.
  func write(
    given: GivenOptions = GivenOptions(), json: () -> JSONValue, csv: () -> CSVTable, screen: (Style) -> Screen
  ) throws {
    if self.json {
      try Console.write(json().prettyText + "\n")
    } else if self.csv {
      try Console.writeTable(csv().text + "\n")
    } else {
      var style = style
      style.given = given
      let screen = screen(style)
      try Console.write(screen.body.hasSuffix("\n") ? screen.body : screen.body + "\n")
      Console.warn(screen.warnings)
    }
  }
}
