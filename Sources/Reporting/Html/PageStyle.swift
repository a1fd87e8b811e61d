/// How pages look, besides their plots; colours come from ``PlotTheme``'s variables.
enum PageStyle {
  static let styleSheet = """
    *{box-sizing:border-box}
    html{-webkit-text-size-adjust:100%;text-size-adjust:100%}
    body{margin:0;background:var(--bg);color:var(--text);font:16px/1.55 -apple-system,"Segoe UI",Roboto,\
    "Helvetica Neue",Arial,"Liberation Sans",sans-serif;overflow-wrap:anywhere}
    main{max-width:824px;margin:0 auto;padding:40px 32px 96px;outline:none}
    .skip{position:absolute;left:-999px;top:8px;padding:6px 12px;background:var(--bg);color:var(--link);z-index:3}
    .skip:focus{left:8px}
    h1{font-size:28px;line-height:1.2;font-weight:650;letter-spacing:-.01em;margin:0 0 8px;text-wrap:balance}
    h2{font-size:20px;line-height:1.3;font-weight:650;margin:56px 0 12px;padding-top:12px;border-top:1px solid var(--grid)}
    h3{font-size:16px;margin:32px 0 8px}
    p,ul{max-width:68ch;margin:0 0 14px}
    a{color:var(--link)}
    .lead{font-size:19px;line-height:1.5;margin-bottom:20px}
    nav ul{list-style:none;padding:0;max-width:none;display:flex;flex-wrap:wrap;gap:4px 18px;font-size:14px}
    .note{border-left:3px solid var(--s2);background:var(--surface);padding:8px 14px}
    .key{display:flex;flex-wrap:wrap;gap:14px 40px;margin:0 0 20px}
    .key dt{font-size:13px;color:var(--muted)}
    .key dd{margin:0;font-size:24px;line-height:1.25;font-weight:600;font-variant-numeric:tabular-nums}
    figure{margin:28px 0 36px;position:relative}
    figure .name{font-weight:600;margin:0 0 10px}
    .same{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
    figcaption{font-size:14px;color:var(--muted);max-width:68ch;margin-top:8px}
    .narrow{display:none}
    details{margin-top:8px;font-size:14px}
    summary{cursor:pointer;color:var(--link);width:fit-content}
    .scroll{overflow-x:auto;margin:0 0 20px;background:\
    linear-gradient(90deg,var(--bg) 30%,transparent) 0 0/40px 100% no-repeat local,\
    linear-gradient(270deg,var(--bg) 30%,transparent) 100% 0/40px 100% no-repeat local,\
    linear-gradient(90deg,var(--shade),transparent) 0 0/12px 100% no-repeat scroll,\
    linear-gradient(270deg,var(--shade),transparent) 100% 0/12px 100% no-repeat scroll}
    .scroll.code{background:none}
    .tall{max-height:max(420px,78vh);overflow-y:auto;border-bottom:1px solid var(--axis)}
    .tall thead th{position:sticky;top:0;background:var(--bg);box-shadow:inset 0 -1px var(--axis)}
    :focus-visible{outline:2px solid var(--link);outline-offset:2px;border-radius:2px}
    main:focus-visible{outline:none}
    details .scroll{margin-top:8px}
    table{width:max-content;border-collapse:collapse;font-size:14px;line-height:1.4;font-variant-numeric:tabular-nums}
    caption{text-align:left;font-weight:600}
    .cap{display:inline-block;position:sticky;left:0;max-width:min(100%,calc(100vw - 32px));padding:0 0 6px}
    .cap.same{position:absolute;padding:0}
    th,td{padding:5px 18px 5px 0;text-align:left;vertical-align:baseline;overflow-wrap:break-word;max-width:26em}
    tbody th{font-weight:400;overflow-wrap:break-word}
    th.n,td.n{text-align:right;white-space:nowrap}
    thead th.n{white-space:normal;max-width:7em;overflow-wrap:break-word}
    table.pairs{width:auto}
    .pairs td{overflow-wrap:anywhere;max-width:44em}
    time{white-space:nowrap}
    td.p{min-width:18em;max-width:44em}
    th:last-child,td:last-child{padding-right:2px}
    thead th{border-bottom:1px solid var(--axis);font-weight:500;color:var(--muted);vertical-align:bottom}
    tbody tr+tr>*{border-top:1px solid var(--grid)}
    pre{margin:0;padding:10px 14px;background:var(--surface);white-space:pre-wrap;overflow-wrap:anywhere}
    code{font:.87em/1.5 ui-monospace,Menlo,Consolas,"Liberation Mono",monospace}
    .code{margin-bottom:6px}
    .sort{all:unset;cursor:pointer;color:inherit}
    .sort:hover{color:var(--text);text-decoration:underline;text-underline-offset:3px}
    .sort:focus-visible{outline:2px solid var(--link);outline-offset:2px}
    .open,.copy{font:13px/1.3 inherit;font-family:inherit;color:var(--link);background:none;border:0;padding:2px 4px;\
    cursor:pointer;text-decoration:underline;text-underline-offset:3px}
    .open[aria-expanded=true]{font-weight:600}
    .copy{display:block;margin:0 0 16px;padding-left:0}
    .chip{display:inline-block;margin-right:4px;font-size:13px;line-height:1.3;font-weight:600;padding:1px 9px 1px 8px;\
    border:1px solid var(--axis);border-radius:10px}
    .chip::before{content:"";display:inline-block;width:8px;height:8px;border-radius:50%;margin-right:6px;\
    border:2px solid var(--axis)}
    .chip.high::before{background:var(--s2);border-color:var(--s2)}
    .chip.medium::before{background:var(--s5);border-color:var(--s5)}
    .chip.low::before{background:var(--s6);border-color:var(--s6)}
    .panel{border-left:3px solid var(--link);padding-left:14px;margin:0 0 20px}
    th[aria-sort] .sort{color:var(--text)}
    th[aria-sort=ascending] .sort::after{content:" ↑"}
    th[aria-sort=descending] .sort::after{content:" ↓"}
    .filter{display:flex;align-items:baseline;gap:10px;margin:0 0 8px;font-size:14px;color:var(--muted)}
    .filter input{font:inherit;color:var(--text);background:var(--bg);border:1px solid var(--axis);border-radius:4px;\
    padding:3px 8px;width:14em;min-width:0}
    .theme{position:absolute;top:12px;right:12px;font:13px/1 inherit;font-family:inherit;color:var(--muted);\
    background:var(--bg);border:1px solid var(--grid);border-radius:4px;padding:6px 10px;cursor:pointer}
    .theme:hover{color:var(--text);border-color:var(--axis)}
    .tip{position:fixed;z-index:2;pointer-events:none;max-width:min(320px,90vw);padding:5px 9px;border-radius:4px;\
    background:var(--text);color:var(--bg);font-size:13px;line-height:1.35;font-variant-numeric:tabular-nums}
    [hidden]{display:none!important}
    @media (min-width:1000px){
    section>.scroll:not(.code){width:max-content;min-width:100%;max-width:calc(100% + min(280px,(100vw - 824px)/2 - 24px))}
    table.wide-text{width:auto}
    }
    @media (max-width:680px){
    main{padding:48px 16px 64px}
    h1{font-size:24px}
    .lead{font-size:17px}
    td.p{min-width:12em;max-width:56vw}
    .wide-text td.p{min-width:72vw;max-width:90vw}
    .wide{display:none}
    .narrow{display:block}
    .narrow svg{width:100%;max-width:480px}
    }
    @media print{
    body{font-size:10.5pt}
    main{max-width:none;padding:0}
    .skip,.theme,.filter,.tip,.open,.copy,nav{display:none!important}
    .scroll,.tall{overflow:visible;max-height:none;background:none;border:0}
    .tall thead th{position:static;box-shadow:none}
    .cap{max-width:none}
    .scroll,section>.scroll:not(.code){max-width:none;width:auto}
    table{width:auto;font-size:9pt}
    th,td{padding-right:12px}
    table:has(thead th:nth-child(9)){font-size:7.5pt}
    table:has(thead th:nth-child(9)) :is(th,td){padding-right:8px}
    th.n{white-space:normal}
    tbody th,td:not(.n){overflow-wrap:anywhere}
    h2,h3,figure .name,caption,thead,summary{break-after:avoid}
    h2{margin-top:28px}
    figure,tr,.note,.code,.key{break-inside:avoid}
    p,li{orphans:3;widows:3}
    thead{display:table-header-group}
    .wide{display:block}
    .narrow{display:none}
    a{color:inherit}
    }

    """
}
