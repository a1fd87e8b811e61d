public import JobModel
public import Reporting
import RunStore
import Synchronization

/// Makes an answer of each request: one function from a request and a store to bytes.
public final class PageRouter: Sendable {
  /// The pages of runs, which are those of `purser report`.
  public struct RunPages: Sendable {
    var single: @Sendable (Run) -> HTMLPage
    var comparison: @Sendable ([Run]) throws -> HTMLPage

    /// Pages of one run, and of several side by side.
    public init(
      single: @Sendable @escaping (Run) -> HTMLPage, comparison: @Sendable @escaping ([Run]) throws -> HTMLPage
    ) {
      self.single = single
      self.comparison = comparison
    }
  }

  let store: ServedStore
  let runPages: RunPages
  private let rule = Mutex(HostRule(host: "localhost", port: 0))

  /// What the offset of a list can be.
  static let offsets = 0...1_000_000_000
  /// How many runs stand side by side.
  static let compareLimit = 8

  /// A router of a store.
  ///
  /// - Throws: ``StoreError`` for a store that cannot be read.
  public init(path: String, programVersion: String, runPages: RunPages) throws {
    store = try ServedStore(path: path, programVersion: programVersion)
    self.runPages = runPages
  }

  /// Makes what takes long the first time; what fails then fails when it is asked for.
  public func warmUp() { try? store.browser().warmUp() }

  /// Tells where the server listens, so that requests to other names are refused.
  func listens(_ rule: HostRule) { self.rule.withLock { $0 = rule } }

  /// The answer to a request by its line and its header.
  ///
  /// - Parameter target: path and parameters as they came.
  public func answer(method: String, target: String, host: String?) -> PageAnswer {
    do {
      let rule = self.rule.withLock { $0 }
      guard rule.allows(host) else {
        throw BadRequest(
          "This server answers to \(rule.expectation) only, not to \"\(host ?? "")\". To use another name, start "
            + "purser serve with --host and that name.")
      }
      guard method == "GET" || method == "HEAD" else {
        return message(
          405, "Not allowed", "The pages can be read and not changed: only GET and HEAD are answered.",
          more: [("Allow", "GET, HEAD")])
      }
      return try answer(PageRequest(method: method, target: target, host: host))
    } catch let error as BadRequest {
      return message(error.status, "This cannot be shown", error.message)
    } catch let error as NotFound {
      return message(404, "Not found", error.message, remarks: error.remarks)
    } catch let error as StoreError {
      return message(
        503, "The store cannot be read", "\(error)",
        remarks: ["Once it can be read again, load this page again: the server goes on."])
    } catch let error as CurrencyMismatch {
      return message(400, "These runs cannot be compared", "\(error)")
    } catch {
      return message(500, "A fault of the program", "\(error)", remarks: ["Please report it with the page's address."])
    }
  }

  private func answer(_ request: PageRequest) throws -> PageAnswer {
    switch request.path {
    case PageAddress.overview: return try overview(request)
    case PageAddress.runs: return try runs(request)
    case PageAddress.compare: return try compare(request)
    case PageAddress.jobs: return try jobs(request)
    case PageAddress.history: return try history(request)
    case PageAddress.findings: return try findings(request)
    case "/favicon.ico": return PageAnswer(status: 204, type: "image/x-icon", [])
    case let path where path.hasPrefix(PageAddress.runs + "/"):
      return try run(String(path.dropFirst(PageAddress.runs.count + 1)), request)
    case let path where path.hasPrefix(PageAddress.jobs + "/"):
      return try job(String(path.dropFirst(PageAddress.jobs.count + 1)), request)
    default: throw NotFound("There is no page \(request.path) here.")
    }
  }

  // MARK: Answers

  /// A page of this site.
  func send(
    _ page: HTMLPage, _ part: PageSite.Part?, status: Int = 200, more: [(name: String, value: String)] = []
  ) -> PageAnswer {
    var page = page
    page.site = PageSite(part, store: store.name)
    return .page(page.html, status: status, more: more)
  }

  private func message(
    _ status: Int, _ title: String, _ lead: String, remarks: [String] = [],
    more: [(name: String, value: String)] = []
  ) -> PageAnswer {
    send(
      MessagePage.page(title, lead: lead, remarks: remarks, links: [("Overview", PageAddress.overview)]), nil,
      status: status, more: more)
  }
}

/// A page, a run or a job that is not there.
struct NotFound: Error {
  var message: String
  var remarks: [String]

  init(_ message: String, _ remarks: [String] = []) {
    self.message = message
    self.remarks = remarks
  }
}
