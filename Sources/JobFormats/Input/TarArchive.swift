import Foundation
import JobModel

/// Tar archives on the command line, plain or compressed: each file in one is a source of its own.
///
/// Some platforms hand out nothing else (`tw runs dump`).
public enum TarArchive {
  /// The sources that an argument names: itself, or those files of an archive that are wanted.
  ///
  /// - Parameter isWanted: whether a file that begins like this is one; the others are left alone.
  /// - Parameter expected: what is wanted, for the message on an archive that has none of it.
  /// - Returns: the sources, and the names of the files that are left alone.
  /// - Throws: ``InputError`` for an archive that is damaged, or has nothing that is wanted.
  public static func sources(
    of argument: String, expected: String, where isWanted: (InputHead) -> Bool
  ) throws(InputError) -> (sources: [InputSource], leftAlone: [String]) {
    let whole = ([InputSource(argument: argument)], [String]())
    // A pipe cannot be looked at and then read.
    guard case .file(let path) = whole.0[0], isRegularFile(path) else { return whole }
    let input = try ByteReader(.file(path))
    guard TarMembers.begins(try input.head()) else { return whole }
    let members = TarMembers(input)
    var sources: [InputSource] = []
    var others: [String] = []
    var number = 0
    while let member = try members.next() {
      if isWanted(try members.head()) {
        sources.append(.member(archive: path, number: number, name: member.name))
      } else {
        others.append(member.name)
      }
      number += 1
    }
    guard !sources.isEmpty else {
      let names = others.prefix(5).joined(separator: ", ") + (others.count > 5 ? ", …" : "")
      throw InputError(
        file: path, message: "expected \(expected), found a tar archive of \(others.isEmpty ? "no files" : names)")
    }
    return (sources, others)
  }

  /// The same for all arguments, where histories are wanted.
  public static func histories(_ arguments: [String]) throws(InputError) -> [InputSource] {
    var sources: [InputSource] = []
    for argument in arguments {
      sources += try self.sources(of: argument, expected: "a history") { HistoryFormats.summary(of: $0) != nil }.sources
    }
    return sources
  }

  private static func isRegularFile(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
  }
}
