/// How pages of a server look, besides what all pages have: the bar, forms, and what leads from page to page.
enum SiteStyle {
  static let styleSheet = """
    .site{display:flex;flex-wrap:wrap;align-items:baseline;gap:2px 28px;padding:12px 140px 10px 32px;font-size:15px;\
    border-bottom:1px solid var(--grid)}
    .site p{margin:0;font-size:15px}
    .site span{color:var(--muted);font-size:13px}
    .site ul{margin:0;max-width:none;font-size:15px;gap:2px 20px}
    .site a,.pager a{text-decoration:none;padding:4px 0;display:inline-block}
    .site a:hover,.pager a:hover{text-decoration:underline;text-underline-offset:3px}
    .site a[aria-current]{color:var(--text);font-weight:600}
    .site~main{max-width:1180px}
    .ordered thead a{color:inherit;text-decoration:none}
    .ordered thead a:hover{color:var(--text);text-decoration:underline;text-underline-offset:3px}
    .ordered th[aria-sort] a{color:var(--text)}
    .ordered th[aria-sort=ascending] a::after{content:" ↑"}
    .ordered th[aria-sort=descending] a::after{content:" ↓"}
    td input[type=checkbox],th input[type=checkbox]{width:17px;height:17px;margin:0 10px 0 0;vertical-align:-3px;\
    accent-color:var(--link)}
    form{margin:0 0 20px}
    .fields{display:grid;grid-template-columns:repeat(auto-fill,minmax(170px,1fr));gap:10px 16px;margin:0 0 12px}
    .fields label{display:block;font-size:13px;color:var(--muted)}
    .fields input,.fields select{display:block;width:100%;font:15px/1.3 inherit;font-family:inherit;color:var(--text);\
    background:var(--bg);border:1px solid var(--axis);border-radius:4px;padding:6px 8px;margin-top:2px}
    .fields .first{grid-column:1/-1}
    .actions{display:flex;flex-wrap:wrap;align-items:center;gap:10px 18px;font-size:15px;margin:0 0 16px}
    .actions button{font:15px/1.2 inherit;font-family:inherit;color:var(--bg);background:var(--link);border:0;\
    border-radius:4px;padding:8px 16px;cursor:pointer}
    .pager{display:flex;flex-wrap:wrap;gap:4px 20px;align-items:baseline;font-size:15px;margin:0 0 20px}
    .pager p{margin:0;color:var(--muted)}
    :is(.site,.pager,.actions,.links,table,.fields) :is(a,button,input,select):focus-visible{\
    outline:2px solid var(--link);outline-offset:2px}
    @media (max-width:680px){
    .site{padding:12px 16px 8px;gap:2px 16px}
    .site p{width:100%;padding-right:110px;line-height:32px}
    .site ul{gap:2px 16px}
    .site~main{padding-top:28px}
    .fields{grid-template-columns:repeat(auto-fill,minmax(150px,1fr))}
    }
    @media print{
    .site,.pager,.actions,form .fields{display:none!important}
    }

    """
}
