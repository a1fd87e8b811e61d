import Foundation
import JobModel

/// Tar archives on the command line, plain or compressed: each file in one is a source of its own.
///
/// Some platforms hand out nothing else (`tw runs dump`).
public enum TarArchive {
  /// What arguments name.
  public struct Sources: Sendable {
    /// What is to be read, in order.
    public var sources: [InputSource] = []
    /// What is left alone in archives, with their names.
    public var remarks: [String] = []

    /// Nothing.
    public init() {}

    init(_ sources: [InputSource], remarks: [String] = []) {
      self.sources = sources
      self.remarks = remarks
    }
  }

  /// The sources that an argument names: itself, or those files of an archive that are wanted.
  ///
  /// Whoever reads the files of an archive begins each time at its beginning.
  ///
  /// - Parameter isWanted: whether a file that begins like this is one; the others are left alone.
  /// - Parameter expected: what is wanted, for the message on an archive that has none of it.
  /// - Throws: ``InputError`` for an archive that is damaged, or has nothing that is wanted.
  public static func sources(
    of argument: String, expected: String, where isWanted: (InputHead) -> Bool
  ) throws(InputError) -> Sources {
    let source = InputSource(argument: argument)
    let whole = Sources([source])
    // A pipe cannot be looked at and then read.
    guard case .file(let path) = source, isRegularFile(path) else { return whole }
    let input = try ByteReader(.file(path))
    guard TarMembers.begins(try input.head()) else { return whole }
    let members = TarMembers(input)
    var sources: [InputSource] = []
    var others: [String] = []
    var number = 0
    while let member = try members.next() {
      let head = try members.head()
      if head.bytes.starts(with: [0x1F, 0x8B]) {
        others.append("\(member.name) (compressed inside the archive: unpack it)")
      } else if isWanted(head) {
        sources.append(.member(archive: path, number: number, name: member.name))
      } else {
        others.append(member.name)
      }
      number += 1
    }
    let names = others.prefix(5).joined(separator: ", ") + (others.count > 5 ? " and \(others.count - 5) more" : "")
    guard !sources.isEmpty else {
      throw InputError(
        file: path, message: "expected \(expected), found a tar archive of \(others.isEmpty ? "no files" : names)")
    }
    return Sources(sources, remarks: others.isEmpty ? [] : ["\(path): left alone in the archive: \(names)"])
  }

  /// The same for all arguments, where histories are wanted.
  ///
  /// - Parameter isNamed: whether a format is named, so that any file that is not empty is taken for one.
  public static func histories(_ arguments: [String], isNamed: Bool = false) throws(InputError) -> Sources {
    var all = Sources()
    for argument in arguments {
      let found = try sources(of: argument, expected: "a history") {
        isNamed ? !$0.isEmpty : HistoryFormats.summary(of: $0) != nil
      }
      all.sources += found.sources
      all.remarks += found.remarks
    }
    return all
  }

  private static func isRegularFile(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
  }
}
