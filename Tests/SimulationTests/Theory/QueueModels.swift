import Foundation

/// A queue whose figures are known exactly. The mean service time is 1 where nothing else is said.
enum QueueModel: Hashable, Sendable, CustomStringConvertible {
  case markov(servers: Int, load: Double)
  case general(Service, load: Double)
  /// `room` counts those in service too.
  case finite(servers: Int, room: Int, load: Double)
  /// One server, two classes, the first before the second, nobody interrupted.
  case classes(load1: Double, load2: Double, mean1: Double, mean2: Double)

  /// A distribution of service times with mean 1.
  enum Service: String, CaseIterable, Sendable {
    case deterministic, erlang4, erlang2
    case uniform = "uniform_0_2"
    case exponential
    case hyperexponential4 = "hyperexponential_scv4"
    case hyperexponential16 = "hyperexponential_scv16"

    /// The squared coefficient of variation.
    var scv: Double {
      switch self {
      case .deterministic: 0
      case .erlang4: 0.25
      case .uniform: 1.0 / 3
      case .erlang2: 0.5
      case .exponential: 1
      case .hyperexponential4: 4
      case .hyperexponential16: 16
      }
    }
  }

  /// A figure of a queue, under the name that the reference table gives it.
  enum Metric: String, Sendable {
    case waits = "P_wait"
    case wait = "mean_wait_queue"
    case queue = "mean_queue_length"
    case response = "mean_response"
    case waitOfWaiting = "mean_wait_given_wait"
    case blocked = "P_block"
    case waitOfAccepted = "mean_wait_queue_accepted"
    case utilisation
    case wait1 = "mean_wait_class1"
    case wait2 = "mean_wait_class2"
    case waitOfAll = "mean_wait_all"
  }

  /// One figure of one queue.
  struct Cell: Hashable, Sendable, CustomStringConvertible {
    var model: QueueModel
    var metric: Metric

    var description: String { "\(model): \(metric.rawValue)" }
    var exact: Double { model.exact[metric] ?? .nan }
  }

  static let loads = [0.3, 0.5, 0.7, 0.8, 0.9, 0.95, 0.99]

  /// All sets of the reference table.
  static let all: [QueueModel] = {
    var all: [QueueModel] = []
    for servers in [1, 2, 4, 8, 16, 32, 64, 100] {
      all += loads.map { .markov(servers: servers, load: $0) }
    }
    for service in Service.allCases { all += loads.dropLast().map { .general(service, load: $0) } }
    for (servers, room) in [
      (1, 1), (1, 5), (1, 10), (2, 4), (2, 10), (4, 4), (4, 8), (8, 8), (8, 16), (16, 16), (16, 32), (64, 64),
    ] { all += [0.5, 0.8, 0.9, 1, 1.2].map { .finite(servers: servers, room: room, load: $0) } }
    for (load1, load2) in [(0.1, 0.8), (0.2, 0.3), (0.3, 0.4), (0.4, 0.4), (0.45, 0.5), (0.6, 0.3)] {
      for (mean1, mean2) in [(1.0, 1.0), (1, 4), (4, 1)] {
        all.append(.classes(load1: load1, load2: load2, mean1: mean1, mean2: mean2))
      }
    }
    return all
  }()

  /// Those whose load is at most 0.9.
  static let moderate = all.filter { $0.load < 0.901 }

  /// The offered load of a server.
  var load: Double {
    switch self {
    case .markov(_, let load), .general(_, let load), .finite(_, _, let load): load
    case .classes(let load1, let load2, _, _): load1 + load2
    }
  }

  /// Arrivals in a unit of time.
  var rate: Double {
    switch self {
    case .markov(let servers, let load), .finite(let servers, _, let load): Double(servers) * load
    case .general(_, let load): load
    case .classes(let load1, let load2, let mean1, let mean2): load1 / mean1 + load2 / mean2
    }
  }

  var kind: String {
    switch self {
    case .markov: "M/M/c"
    case .general: "M/G/1"
    case .finite: "M/M/c/K"
    case .classes: "M/M/1 priority non-preemptive"
    }
  }

  var description: String {
    switch self {
    case .markov(let servers, let load): "M/M/\(servers) at \(load)"
    case .general(let service, let load): "M/\(service.rawValue)/1 at \(load)"
    case .finite(let servers, let room, let load): "M/M/\(servers)/\(room) at \(load)"
    case .classes(let load1, let load2, let mean1, let mean2):
      "two classes at \(load1) and \(load2), means \(mean1) and \(mean2)"
    }
  }

  var metrics: [Metric] {
    switch self {
    case .markov: [.waits, .wait, .queue, .response, .waitOfWaiting]
    case .general: [.wait, .queue, .response]
    case .finite: [.blocked, .queue, .waitOfAccepted, .utilisation]
    case .classes: [.wait1, .wait2, .waitOfAll]
    }
  }

  var cells: [Cell] { metrics.map { Cell(model: self, metric: $0) } }

  /// The closed forms: Erlang C, Pollaczek and Khinchine, the birth and death chain, Cobham.
  var exact: [Metric: Double] {
    switch self {
    case .markov(let servers, _):
      let waits = occupancy.dropFirst(servers).reduce(0, +)
      let given = 1 / (Double(servers) - rate)
      return [
        .waits: waits, .wait: waits * given, .queue: rate * waits * given, .response: waits * given + 1,
        .waitOfWaiting: given,
      ]
    case .general(let service, let load):
      let wait = load * (1 + service.scv) / (2 * (1 - load))
      return [.wait: wait, .queue: load * wait, .response: wait + 1]
    case .finite(let servers, let room, let load):
      let occupancy = occupancy
      let blocked = occupancy[room]
      let queue = (servers...room).reduce(0) { $0 + Double($1 - servers) * occupancy[$1] }
      return [
        .blocked: blocked, .queue: queue, .waitOfAccepted: queue / (rate * (1 - blocked)),
        .utilisation: load * (1 - blocked),
      ]
    case .classes(let load1, let load2, let mean1, let mean2):
      let residual = load1 * mean1 + load2 * mean2
      let wait1 = residual / (1 - load1)
      let wait2 = wait1 / (1 - load1 - load2)
      return [
        .wait1: wait1, .wait2: wait2, .waitOfAll: (load1 / mean1 * wait1 + load2 / mean2 * wait2) / rate,
      ]
    }
  }

  /// How often so many are in a queue of exponential times: the chain's stationary distribution, cut where its
  /// geometric tail is below 1e-30 of all.
  var occupancy: [Double] {
    let servers: Int
    let last: Int
    switch self {
    case .markov(let count, let load):
      servers = count
      last = count + Int((log(1e-30) / log(load)).rounded(.up))
    case .finite(let count, let room, _):
      servers = count
      last = room
    default: return []
    }
    var logs = [0.0]
    for count in 1...last { logs.append(logs[count - 1] + log(rate / Double(min(count, servers)))) }
    let top = logs.max() ?? 0
    let weights = logs.map { exp($0 - top) }
    let sum = weights.reduce(0, +)
    return weights.map { $0 / sum }
  }
}
