/// What a page can do beyond showing itself: sort and filter tables, open their rows, copy commands, change the theme,
/// tell a mark's value at once.
///
/// All of it is added by the script, so that a page without scripts has no dead button.
enum PageScript {
  /// The script of a page that is a file.
  static let text = text(tables: "table")

  /// The script of a page that a server made: tables that the server orders have more rows than the page.
  static let servedText = text(tables: "table:not(.ordered)")

  /// - Parameter tables: a selector of the tables that can be sorted and filtered.
  private static func text(tables: String) -> String {
    #"""
    (function () {
      "use strict";
      var d = document, root = d.documentElement;
      function make(tag, name, text) {
        var e = d.createElement(tag);
        e.className = name;
        if (text) e.textContent = text;
        return e;
      }

      // The theme: what the system says, until somebody chooses.
      var themes = ["auto", "light", "dark"], theme = "auto";
      try { theme = localStorage.getItem("purser-theme") || "auto"; } catch (e) { /* no storage for this page */ }
      var toggle = make("button", "theme");
      toggle.type = "button";
      function show() {
        if (themes.indexOf(theme) < 1) { theme = "auto"; root.removeAttribute("data-theme"); }
        else root.setAttribute("data-theme", theme);
        toggle.textContent = "Theme: " + theme;
      }
      toggle.addEventListener("click", function () {
        theme = themes[(themes.indexOf(theme) + 1) % 3];
        try { localStorage.setItem("purser-theme", theme); } catch (e) { /* it holds for this view */ }
        show();
      });
      show();
      d.body.insertBefore(toggle, d.getElementById("main"));

      // Sorting: numbers by their value, text by its letters; what is unknown last.
      function key(row, column) {
        var cell = row.cells[column], v = cell.getAttribute("data-v");
        if (v === null) return cell.textContent;
        return v === "" ? null : Number(v);
      }
      function compare(a, b) {
        if (typeof a === "number" && typeof b === "number") return a - b;
        return String(a).localeCompare(String(b), undefined, { numeric: true });
      }
      d.querySelectorAll("\#(tables)").forEach(function (table) {
        var body = table.tBodies[0], rows = Array.prototype.slice.call(body.rows);
        if (rows.length < 2) return;
        var heads = Array.prototype.slice.call(table.tHead.rows[0].cells);
        heads.forEach(function (head, column) {
          var button = make("button", "sort", head.textContent);
          button.type = "button";
          head.textContent = "";
          head.appendChild(button);
          button.addEventListener("click", function () {
            // Figures are wanted from the greatest down, names from A on.
            var before = head.getAttribute("aria-sort"), isNumber = head.className === "n";
            var down = before ? before === "ascending" : isNumber;
            heads.forEach(function (h) { h.removeAttribute("aria-sort"); });
            head.setAttribute("aria-sort", down ? "descending" : "ascending");
            rows.map(function (row, i) { return { row: row, key: key(row, column), i: i }; })
              .sort(function (a, b) {
                if (a.key === null || b.key === null) return (a.key === null) - (b.key === null) || a.i - b.i;
                return (down ? -1 : 1) * compare(a.key, b.key) || a.i - b.i;
              })
              .forEach(function (item) { body.appendChild(item.row); });
          });
        });
        if (rows.length < 12 || table.classList.contains("pairs")) return;
        var label = make("label", "filter", "Filter"), input = make("input", ""), status = make("span", "");
        input.type = "search";
        status.setAttribute("role", "status");
        input.setAttribute("aria-label", "Filter: " + (table.caption ? table.caption.textContent : "table"));
        label.appendChild(input);
        label.appendChild(status);
        table.parentNode.parentNode.insertBefore(label, table.parentNode);
        var texts = rows.map(function (row) { return row.textContent.toLowerCase(); });
        input.addEventListener("input", function () {
          var words = input.value.toLowerCase().split(/\s+/), count = 0;
          rows.forEach(function (row, i) {
            var text = texts[i];
            row.hidden = !words.every(function (word) { return text.indexOf(word) >= 0; });
            if (!row.hidden) count += 1;
          });
          status.textContent = input.value ? count + " of " + rows.length + " rows" : "";
        });
      });

      // Details of rows, from the block of data beside their table: a button in each row that has some, and a place below.
      d.querySelectorAll("script[data-drill]").forEach(function (block) {
        var table = d.getElementById(block.getAttribute("data-drill")), data, open = null;
        try { data = JSON.parse(block.textContent); } catch (e) { return; }
        if (!table) return;
        var panel = make("div", "panel"), rows = Array.prototype.slice.call(table.tBodies[0].rows);
        panel.id = table.id + "-details";
        panel.setAttribute("aria-live", "polite");
        panel.hidden = true;
        block.parentNode.insertBefore(panel, block);
        function show(row, details) {
          var list = make("table", ""), head = list.createTHead().insertRow(), body = list.createTBody();
          var caption = list.createCaption();
          caption.textContent = data.name + ": " + row.cells[0].firstChild.textContent + " (" + details.length + ")";
          data.columns.forEach(function (name) {
            var cell = make("th", "", name);
            cell.scope = "col";
            head.appendChild(cell);
          });
          details.forEach(function (texts) {
            var line = body.insertRow();
            texts.forEach(function (text, i) {
              var cell = make(i ? "td" : "th", "", text);
              if (!i) cell.scope = "row";
              line.appendChild(cell);
            });
          });
          var scroll = make("div", "scroll");
          scroll.tabIndex = 0;
          scroll.setAttribute("role", "region");
          scroll.setAttribute("aria-label", caption.textContent);
          scroll.appendChild(list);
          panel.textContent = "";
          panel.appendChild(scroll);
        }
        rows.forEach(function (row, i) {
          var details = data.details[i];
          if (!details || !details.length) return;
          var button = make("button", "open", data.name);
          button.type = "button";
          button.setAttribute("aria-expanded", "false");
          button.setAttribute("aria-controls", panel.id);
          button.setAttribute("aria-label", data.name + " of " + row.cells[0].textContent);
          row.cells[0].appendChild(d.createTextNode(" "));
          row.cells[0].appendChild(button);
          button.addEventListener("click", function () {
            if (open) open.setAttribute("aria-expanded", "false");
            open = open === button ? null : button;
            panel.hidden = !open;
            if (!open) return;
            button.setAttribute("aria-expanded", "true");
            show(row, details);
          });
        });
      });

      // Commands to copy; where the clipboard is closed to the page they are selected.
      d.querySelectorAll(".code").forEach(function (box) {
        var button = make("button", "copy", "Copy"), code = box.querySelector("code");
        button.type = "button";
        button.setAttribute("aria-label", "Copy: " + code.textContent.slice(0, 60));
        box.parentNode.insertBefore(button, box.nextSibling);
        button.addEventListener("click", function () {
          function say(word) {
            button.textContent = word;
            setTimeout(function () { button.textContent = "Copy"; }, 2000);
          }
          function select() {
            getSelection().selectAllChildren(code);
            say("Selected");
          }
          if (!navigator.clipboard) return select();
          navigator.clipboard.writeText(code.textContent).then(function () { say("Copied"); }, select);
        });
      });

      // The value of a mark, at once and beside the pointer; else a browser shows the title after a while.
      var tip = make("div", "tip"), lit = null;
      tip.hidden = true;
      d.body.appendChild(tip);
      d.querySelectorAll("svg.plot title").forEach(function (title) {
        var mark = title.parentNode;
        if (mark.localName === "svg") return;
        mark.setAttribute("data-tip", title.textContent);
        title.remove();
      });
      function hide() {
        tip.hidden = true;
        if (lit) lit.classList.remove("on");
        lit = null;
      }
      d.addEventListener("pointermove", function (event) {
        var mark = event.target.closest ? event.target.closest("[data-tip]") : null;
        if (!mark) return hide();
        if (mark !== lit) {
          hide();
          lit = mark;
          if (mark.localName === "circle") mark.classList.add("on");
          tip.textContent = mark.getAttribute("data-tip");
          tip.hidden = false;
        }
        var x = Math.min(event.clientX + 14, root.clientWidth - tip.offsetWidth - 8);
        var y = event.clientY - tip.offsetHeight - 12;
        tip.style.left = Math.max(8, x) + "px";
        tip.style.top = (y < 8 ? event.clientY + 18 : y) + "px";
      });
      d.addEventListener("pointerleave", hide);
      window.addEventListener("scroll", hide, { passive: true });
    })();
    """#
  }
}
