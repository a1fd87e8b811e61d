/// What is looked at on every page in a browser, as a script that fills `out`.
enum PageProbe {
  /// Sideways scrolling, text that leaves its plot, and all that can be checked of accessibility:
  /// the checks name what they find, so that an empty list is a pass.
  static let script = """
    var r = document.documentElement;
    document.querySelectorAll("details").forEach(function (d) { d.open = true; });
    function all(s) { return [].slice.call(document.querySelectorAll(s)); }
    function shown(e) { var b = e.getBoundingClientRect(); return b.width > 0 && b.height > 0; }
    function brief(e) { return e.outerHTML.slice(0, 100); }
    out.scroll = r.scrollWidth; out.client = r.clientWidth;
    out.wide = all("main *").filter(function (e) {
      return shown(e) && !e.closest(".scroll") && !e.closest("svg") && e.getBoundingClientRect().right > r.clientWidth + 1;
    }).map(brief);
    out.cut = all("svg.plot text").filter(function (e) {
      var box = e.ownerSVGElement.getBoundingClientRect(), t = e.getBoundingClientRect();
      return box.width > 0 && (t.left < box.left - 4 || t.right > box.right + 4 || t.top < box.top - 4 ||
        t.bottom > box.bottom + 4); }).map(function (e) { return e.textContent; });
    out.spilt = all("td,th").filter(function (e) { return shown(e) && e.scrollWidth > e.clientWidth + 1; }).map(brief);
    out.background = getComputedStyle(document.body).backgroundColor;

    // Names and structure.
    var faults = [];
    if (!r.lang) faults.push("no language");
    if (!document.title) faults.push("no title");
    var ids = {};
    all("[id]").forEach(function (e) { if (ids[e.id]) faults.push("twice: " + e.id); ids[e.id] = true; });
    all("[aria-labelledby],[aria-controls],[aria-describedby]").forEach(function (e) {
      ["aria-labelledby", "aria-controls", "aria-describedby"].forEach(function (name) {
        (e.getAttribute(name) || "").split(/\\s+/).forEach(function (id) {
          if (id && !document.getElementById(id)) faults.push(name + " leads nowhere: " + id); }); }); });
    var level = 0;
    all("h1,h2,h3,h4,h5,h6").forEach(function (h) {
      var now = Number(h.localName[1]);
      if (now > level + 1) faults.push("skips a level: " + h.textContent);
      if (!h.textContent.trim()) faults.push("empty heading");
      level = now; });
    if (all("h1").length !== 1) faults.push("not one h1");
    all("table").forEach(function (t) {
      if (!t.caption || !t.caption.textContent.trim()) faults.push("no caption: " + brief(t));
      [].forEach.call(t.querySelectorAll("th"), function (h) {
        if (!h.getAttribute("scope")) faults.push("no scope: " + brief(h));
        if (h.scope === "col" && !h.textContent.trim()) faults.push("empty head: " + t.caption.textContent); }); });
    all("svg").forEach(function (s) {
      if (s.getAttribute("role") !== "img") faults.push("no role: " + brief(s));
      var title = s.querySelector(":scope > title"), desc = s.querySelector(":scope > desc");
      if (!title || !title.textContent.trim()) faults.push("no title: " + brief(s));
      if (s.classList.contains("plot") && (!desc || !desc.textContent.trim())) faults.push("no description: " + brief(s)); });
    all("input,select,textarea").forEach(function (e) {
      if (!e.labels.length && !e.getAttribute("aria-label")) faults.push("no label: " + brief(e)); });
    all("button,a[href],summary,[role=region]").forEach(function (e) {
      var by = (e.getAttribute("aria-labelledby") || "").split(" ").map(function (id) {
        var other = document.getElementById(id); return other ? other.textContent : ""; }).join("");
      if (!(e.getAttribute("aria-label") || by || e.textContent).trim()) faults.push("no name: " + brief(e)); });
    all("[tabindex]").forEach(function (e) { if (e.tabIndex > 0) faults.push("order of its own: " + brief(e)); });
    all("button").forEach(function (b) { if (b.type !== "button") faults.push("submits: " + brief(b)); });
    all(".scroll").forEach(function (e) {
      if (shown(e) && e.scrollWidth > e.clientWidth && e.tabIndex !== 0) faults.push("keys do not scroll " + brief(e)); });
    out.faults = faults;

    // Contrast of all text as it is painted (WCAG 2: 4.5 to 1): its colour against the nearest background below it.
    function parse(c) { var m = c.match(/[\\d.]+/g); return m ? m.map(Number) : [0, 0, 0, 0]; }
    function light(c) {
      var l = c.slice(0, 3).map(function (v) { v /= 255; return v <= 0.04045 ? v / 12.92 : Math.pow((v + 0.055) / 1.055, 2.4); });
      return 0.2126 * l[0] + 0.7152 * l[1] + 0.0722 * l[2]; }
    function ground(e) {
      for (; e; e = e.parentElement) {
        var c = parse(getComputedStyle(e).backgroundColor);
        if (c.length === 3 || c[3] > 0) return c; }
      return parse(getComputedStyle(document.body).backgroundColor); }
    var low = {}, texts = 0;
    var walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), node;
    while ((node = walker.nextNode())) {
      var e = node.parentElement;
      if (!node.textContent.trim() || e.closest("script,style,title,desc,#probe") || !shown(e)) continue;
      var style = getComputedStyle(e), isPlot = !!e.closest("svg");
      var front = parse(isPlot ? style.fill : style.color), back = ground(e);
      // On a cell of a heat map lies the text that says so; else a halo of the page's colour.
      if (isPlot && (e.classList.contains("lo") || e.classList.contains("hi"))) {
        var t = e.getBoundingClientRect(), x = t.left + t.width / 2, y = t.top + t.height / 2;
        var cell = [].find.call(e.ownerSVGElement.querySelectorAll("rect"), function (q) {
          var b = q.getBoundingClientRect(); return b.left <= x && x <= b.right && b.top <= y && y <= b.bottom; });
        if (cell) back = parse(getComputedStyle(cell).fill); }
      var a = light(front), b = light(back), ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
      texts += 1;
      if (ratio < 4.5) low[e.localName + "." + e.getAttribute("class") + " " + ratio.toFixed(2)] = node.textContent.slice(0, 30);
    }
    out.low = Object.keys(low).map(function (k) { return k + ": " + low[k]; });
    out.texts = texts;
    """
}
