import Foundation
import JobModel
import Testing

@testable import Reporting

/// Nothing of a name is left in the bytes of a redacted page, whatever it stands in.
@Suite struct RedactionTests {
  /// What must not be found: as it is, escaped for a page, and escaped for its block of data.
  private func leaks(_ names: [String], in html: String) -> [String] {
    names.filter { name in
      html.contains(name) || html.contains(HTMLText.escaped(name))
        || html.contains(JSONValue.string(HTMLText.shown(name)).compactText.replacing("<", with: "\\u003c"))
    }
  }

  /// Participants are often numbers.
  private static let names = [
    "patient_0042", "1234567", "P7", "<b>eve</b>", "-dash-sample", "Zoë Müller", "sample 9 (tumour)",
  ]

  private func review() -> Review {
    var review = PageSamples.review()
    review.accounts.rename(in: .user) { $0 == "ann" ? "ann.lee@example.org" : "user-bob" }
    var account = ReviewAccounts.Account()
    (account.jobs, account.tries) = (1, 1)
    review.accounts.add(
      account,
      to: [
        (.project, "Secret cohort"), (.tag, "phase3;ann"), (.workflow, "run of patient_0042"),
        (.executable, "/home/ann/scripts/align.sh"), (.instanceType, "m5.large"),
      ])
    review.findings = Self.names.enumerated().map { index, name in
      let id = "job-\(index)AAAAAAAAAAAAAAAAAAAAAAA"
      return Finding(
        kind: .failedWork, severity: .high, executable: index == 0 ? "/home/ann/scripts/align.sh" : "align",
        jobs: [.init(job: id, name: name)],
        evidence: [
          "\(name) (\(id)) ran for 2h on m5.large", "  ERROR: cannot open hidden_in_log of ann",
          "1 try failed with AppError: \"no file said \"hidden_in_message\" to Ann Lee\"",
          "read /data/cohort/hidden_file.bam and s3://bucket/hidden_key on ip-10-0-0-17 (10.1.2.3, node7.hpc.uni.edu)",
        ], remedy: "timeout of 3h: `dx run … for \(name) (\(id))`", cost: nil, time: .hours(2), share: 0.2)
    }
    review.warnings = ["secret-study.json: 3 rows of Secret cohort left out", "~/hidden_home/x and hidden.vcf.gz"]
    return review
  }

  @Test func aReviewPageHoldsNoNameAndNoQuotation() {
    let original = review()
    let plain = ReviewPage.page(original).html
    let secrets =
      Self.names + original.findings.flatMap { $0.jobs.map(\.job) } + [
        "ann.lee@example.org", "user-bob", "Secret cohort", "phase3", "run of patient_0042", "hidden_in_log",
        "hidden_in_message", "Ann Lee", "hidden_file", "hidden_key", "bucket", "ip-10-0-0-17", "10.1.2.3", "node7",
        "hpc.uni", "secret-study", "hidden_home", "hidden.vcf", "/home/ann", "scripts",
      ]
    // "P7" alone could be chance; it stands before its job's id.
    #expect(leaks(secrets, in: plain).count > 20, "the page without redaction names them")
    let html = ReviewPage.page(Redaction.review(original, files: ["secret-study.json"])).html
    #expect(leaks(secrets.filter { $0 != "P7" }, in: html).isEmpty, "\(leaks(secrets, in: html))")
    #expect(!html.contains(">P7") && !html.contains("P7 ("))
    for kept in ["m5.large", "failed-work", "timeout of 3h", "ran for 2h", "1 try failed with AppError"] {
      #expect(html.contains(kept), "\(kept)")
    }
    #expect(html.contains(CodedNames.quotation))
  }

  @Test func aPageOfAdviceHoldsNoName() {
    var advice = PageSamples.advice()
    advice.recommendations[0].executable = "/home/ann/align_patient_0042.sh"
    advice.recommendations[0].reason = "x8 is enough for \"patient_0042\" on host1.lab.example.org"
    advice.recommendations[0].warnings = ["read /data/patient_0042.bam"]
    advice.notEnoughData = [.init(executable: "bob@lab.org", jobs: 1, needed: 10, reason: "user-bob: 1 of 10 jobs")]
    advice.warnings = ["secret.csv: 2 rows left out"]
    let secrets = ["/home/ann", "patient_0042", "host1", "bob@lab.org", "user-bob", "secret.csv"]
    #expect(leaks(secrets, in: RecommendationPage.page(advice).html).count == secrets.count)
    let redacted = Redaction.advice(advice, files: ["secret.csv"])
    let html = RecommendationPage.page(redacted).html
    #expect(leaks(secrets, in: html).isEmpty, "\(leaks(secrets, in: html))")
    #expect(html.contains("x16 (now)") && html.contains("qc") && html.contains("is enough for"))
  }

  @Test func pagesOfRunsSweepsPlansAndValidationsHoldNone() throws {
    var run = try PageSamples.replay(job: "slurm-ann-77", task: "/home/ann/run.sh")
    run.name = "cohort of ann"
    run.inputs = [.init(role: "history", name: "ann.csv, bob.json", content: "x")]
    run.warnings = ["slurm-ann-77 waits for node7.hpc.uni.edu"]
    run.assumptions = ["ann.csv has no prices"]
    run.tasks[0].name = "/home/ann/run.sh"
    var plan = try PageSamples.planAdvice()
    plan.name = "cohort of ann"
    plan.warnings = ["plan-of-ann.yaml: cohort of ann is large"]
    var points = try Sample.sweep()
    for index in points.indices { points[index].run.name = "cohort of ann" }
    let pages = [
      ReplayPage.page(try #require(Redaction.runs([run]).first)), SweepPage.page(Redaction.sweep(points)),
      PlanRecommendationPage.page(Redaction.planAdvice(plan, file: "plan-of-ann.yaml")),
      ValidationPage.page(Redaction.validation(PageSamples.memoryValidation(file: "of-ann.csv")), version: ""),
      ValidationPage.page(Redaction.validation(PageSamples.timeoutValidation(file: "of-ann.csv")), version: ""),
    ]
    let secrets = ["slurm-ann", "/home/ann", "run.sh", "cohort of ann", "ann.csv", "bob.json", "node7", "plan-of-ann"]
    for page in pages {
      let html = page.html
      #expect(leaks(secrets, in: html).isEmpty, "\(page.title): \(leaks(secrets, in: html))")
    }
  }

  @Test(arguments: [
    ("m5.large took 2.5 h at 0.12 GBP", "m5.large took 2.5 h at 0.12 GBP"), ("purser 0.1.0", "purser 0.1.0"),
    ("a.b", "a.b"), ("1,234,567 rows", "1,234,567 rows"), ("align/sort", "align/sort"), ("", ""),
  ])
  func whatIsNoNameStays(text: String, shown: String) {
    #expect(CodedNames(salt: ["x"]).text(text) == shown)
    #expect(CodedNames(salt: ["x"]).evidence(text) == shown)
  }
}
