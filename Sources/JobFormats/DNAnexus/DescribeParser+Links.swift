import JobModel

// What an execution waits for and reads: explicit dependencies, links in its inputs to outputs of others, and to files.

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
    var file: String?
    try json.beginObject()
    members: while true {
      switch try json.nextMember(linkFields) {
      case .field(let field):
        // An input may have members of these names that are no links.
        guard try json.peek() == .string else {
          let isLink = describe.isInLink
          describe.isInLink = field == .link
          defer { describe.isInLink = isLink }
          try links(into: &describe)
          continue
        }
        switch field {
        case .job: job = try json.sharedString()
        case .analysis: analysis = try json.sharedString()
        case .stage: stage = try json.sharedString()
        case .link: file = try json.string()
        case .id:
          if describe.isInLink { file = try json.string() } else { try json.skipValue() }
        case .field:
          hasField = true
          try json.skipValue()
        }
      case .unknown: try links(into: &describe)
      case .end: break members
      }
    }
    if let file { describe.read(file) }
    if let job, hasField, job.hasPrefix("job-") {
      describe.depend(on: job)
    } else if let analysis, let stage, analysis.hasPrefix("analysis-") {
      describe.stageLinks.append(StageLink(analysis: analysis, stage: stage))
    }
  }
}
