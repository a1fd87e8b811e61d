/// The frame around a page's body: head, policy, heading, contents.
struct HTMLDocument {
  let page: HTMLPage
  let body: String

  static let style = PlotTheme.styleSheet + PageStyle.styleSheet + PlotStyle.styleSheet

  /// The same with what pages of a server have besides.
  static let servedStyle = style + SiteStyle.styleSheet

  /// Nothing is loaded from anywhere; of styles and scripts the page's own are allowed, by their hashes.
  static let policy = policy(style: style, script: PageScript.text, form: "'none'")

  /// The same for pages of a server, whose forms lead back to it.
  static let servedPolicy = policy(style: servedStyle, script: PageScript.servedText, form: "'self'")

  private static func policy(style: String, script: String, form: String) -> String {
    func source(_ text: String) -> String { "'sha256-\(SHA256.base64(SHA256.hash(text.utf8)))'" }
    return "default-src 'none'; style-src \(source(style)); script-src \(source(script)); base-uri 'none'; "
      + "form-action \(form)"
  }

  var text: String {
    let title = HTMLText.escaped(page.title)
    let isServed = page.site != nil
    var out = """
      <!DOCTYPE html>
      <html lang="\(HTMLText.escaped(page.language))">
      <head>
      <meta charset="utf-8">
      <meta http-equiv="Content-Security-Policy" content="\(isServed ? Self.servedPolicy : Self.policy)">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <meta name="referrer" content="no-referrer">
      <title>\(title)</title>
      <style>\(isServed ? Self.servedStyle : Self.style)</style>
      </head>
      <body>
      <a class="skip" href="#main">Skip to the content</a>
      \(page.site?.html ?? "")<main id="main" tabindex="-1">
      <header>
      <h1>\(HTMLText.words(page.title))</h1>

      """
    if !page.lead.isEmpty { out += "<p class=\"lead\">\(HTMLText.prose(page.lead))</p>\n" }
    out += "</header>\n"
    if page.sections.count > 2 {
      let links = page.sections.map { "<li><a href=\"#\($0.id)\">\(HTMLText.words($0.name))</a></li>\n" }
      out += "<nav aria-label=\"Contents\"><ul>\n\(links.joined())</ul></nav>\n"
    }
    return out + body
      + "</main>\n<script>\(isServed ? PageScript.servedText : PageScript.text)</script>\n</body>\n</html>\n"
  }
}
