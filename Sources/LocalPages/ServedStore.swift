import Foundation
import JobModel
import RunStore
import Synchronization

/// The store that is shown, whatever happens to its file meanwhile: more may be imported, it may be replaced by another
/// file, or go.
///
/// What was made of it is kept as long as it is true: the columns of its jobs until something is imported, its findings
/// until the next review, pages of runs as long as the runs.
final class ServedStore: Sendable {
  /// Which file it is: another one under the same name is another store.
  private struct File: Equatable {
    var device: UInt64
    var inode: UInt64
  }

  private struct Opened {
    var file: File
    var store: JobStore
    var browser: JobBrowser?
    var review: (version: JobStore.Version, review: StoredReview)?
    var pages: [(key: String, html: String)] = []
  }

  /// How many pages of runs are kept.
  private static let pageLimit = 16

  let path: String
  private let programVersion: String
  private let opened = Mutex<Opened?>(nil)

  /// - Throws: ``StoreError`` for a store that cannot be read.
  init(path: String, programVersion: String) throws {
    self.path = path
    self.programVersion = programVersion
    _ = try store()
  }

  /// The file's name without its folder.
  var name: String { URL(fileURLWithPath: path).lastPathComponent }

  /// The store as it is now.
  ///
  /// - Throws: ``StoreError`` for a file that is gone or cannot be read any more.
  func store() throws -> JobStore { try withOpened { $0.store } }

  /// All tries of its jobs.
  func browser() throws -> JobBrowser {
    try withOpened { opened in
      if let browser = opened.browser, try opened.store.version().imports == browser.version.imports { return browser }
      opened.browser = nil
      let browser = try JobBrowser(opened.store)
      opened.browser = browser
      return browser
    }
  }

  /// The findings of the last review.
  func review(jobLimit: Int) throws -> StoredReview {
    try withOpened { opened in
      let version = try opened.store.version()
      if let kept = opened.review, kept.version == version { return kept.review }
      let review = try opened.store.lastFindings(jobLimit: jobLimit)
      opened.review = (version, review)
      return review
    }
  }

  /// A page that depends on nothing but its key; it is made once and kept for a while.
  func page(_ key: String, _ make: () throws -> String) throws -> String {
    let kept: String? = try withOpened { opened in
      guard let place = opened.pages.firstIndex(where: { $0.key == key }) else { return nil }
      let page = opened.pages.remove(at: place)
      opened.pages.append(page)
      return page.html
    }
    if let kept { return kept }
    let html = try make()
    try withOpened { opened in
      opened.pages.removeAll { $0.key == key }
      opened.pages.append((key, html))
      if opened.pages.count > Self.pageLimit { opened.pages.removeFirst() }
    }
    return html
  }

  private func withOpened<Value: Sendable>(_ body: (inout Opened) throws -> Value) throws -> Value {
    try opened.withLock { opened in
      let file = Self.file(path)
      if let known = opened, known.file != file { opened = nil }
      var current: Opened
      if let known = opened {
        current = known
        opened = nil
      } else {
        current = Opened(
          file: file ?? File(device: 0, inode: 0),
          store: try JobStore(path: path, mode: .readOnly, programVersion: programVersion))
      }
      defer { opened = current }
      return try body(&current)
    }
  }

  private static func file(_ path: String) -> File? {
    var status = stat()
    guard stat(path, &status) == 0 else { return nil }
    return File(device: UInt64(status.st_dev), inode: UInt64(status.st_ino))
  }
}
