/// Parameters as the reference tables write them.
enum Reference {
  /// `a=1;b=x`, by name.
  static func parameters(_ text: String) -> [String: String] {
    var found: [String: String] = [:]
    for pair in text.split(separator: ";") {
      let parts = pair.split(separator: "=", maxSplits: 1)
      if parts.count == 2 { found[String(parts[0])] = String(parts[1]) }
    }
    return found
  }
}

extension QueueModel {
  /// The model of a row of the reference table; nil for what is no queue.
  init?(kind: String, parameters: [String: String]) {
    func number(_ name: String) -> Double? { parameters[name].flatMap { Double($0) } }
    func whole(_ name: String) -> Int? { parameters[name].flatMap { Int($0) } }
    switch kind {
    case "M/M/c":
      guard let servers = whole("c"), let load = number("rho") else { return nil }
      self = .markov(servers: servers, load: load)
    case "M/G/1":
      guard let service = parameters["service"].flatMap(Service.init), let load = number("rho") else { return nil }
      self = .general(service, load: load)
    case "M/M/c/K":
      guard let servers = whole("c"), let room = whole("K"), let load = number("offered_rho") else { return nil }
      self = .finite(servers: servers, room: room, load: load)
    case "M/M/1 priority non-preemptive":
      guard let load1 = number("rho1"), let load2 = number("rho2"), let mean1 = number("mean_service1"),
        let mean2 = number("mean_service2")
      else { return nil }
      self = .classes(load1: load1, load2: load2, mean1: mean1, mean2: mean2)
    default: return nil
    }
  }
}
