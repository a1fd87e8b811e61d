/// A page of a server that only says something, such as that there is no such page.
public enum MessagePage {
  /// The page.
  ///
  /// - Parameters:
  ///   - lead: what is the matter, in a sentence.
  ///   - remarks: what to do about it.
  public static func page(
    _ title: String, lead: String, remarks: [String] = [], links: [(text: String, address: String)] = []
  ) -> HTMLPage {
    var page = HTMLPage(title: title, lead: lead)
    for remark in remarks { page.paragraph(remark) }
    page.links(links)
    return page
  }
}
