import JobModel

// What an execution waits for: explicit dependencies, and links in its inputs to outputs of others.

extension DescribeParser {
  /// The executions among `dependsOn`; data objects may stand there too, and are nobody's run.
  mutating func dependsOn(into describe: inout Describe) throws {
    guard try json.peek() == .array else { return try json.skipValue() }
    try json.beginArray()
    while try json.nextElement() {
      if try json.peek() == .string {
        let id = try json.sharedString()
        if id.hasPrefix("job-") || id.hasPrefix("analysis-") { describe.depend(on: id) }
      } else {
        try links(into: &describe)
      }
    }
  }

  /// Looks through an input, however deep, for `{"job": …, "field": …}` and `{"analysis": …, "stage": …}`, with or
  /// without `$dnanexus_link` around them.
  mutating func links(into describe: inout Describe) throws {
    switch try json.peek() {
    case .array:
      try json.beginArray()
      while try json.nextElement() { try links(into: &describe) }
    case .object:
      try link(into: &describe)
    case .string, .number, .bool, .null:
      try json.skipValue()
    }
  }

  private mutating func link(into describe: inout Describe) throws {
    var job: String?
    var analysis: String?
    var stage: String?
    var hasField = false
    try json.beginObject()
    members: while true {
      switch try json.nextMember(linkFields) {
      case .field(let field):
        // An input may have members of these names that are no links.
        guard try json.peek() == .string else {
          try links(into: &describe)
          continue
        }
        switch field {
        case .job: job = try json.sharedString()
        case .analysis: analysis = try json.sharedString()
        case .stage: stage = try json.sharedString()
        case .field:
          hasField = true
          try json.skipValue()
        }
      case .unknown: try links(into: &describe)
      case .end: break members
      }
    }
    if let job, hasField, job.hasPrefix("job-") {
      describe.depend(on: job)
    } else if let analysis, let stage, analysis.hasPrefix("analysis-") {
      describe.stageLinks.append(StageLink(analysis: analysis, stage: stage))
    }
  }
}
